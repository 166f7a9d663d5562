Option Explicit
' The texts of Excel's function wizard, in Excel's language. They are not kept in the file: Excel forgets those of an
' add-in when it ends.

Private Const MOST_TRIES As Long = 3

Private mRegistered As Boolean
Private mTries As Long

Public Sub RegisterHelp()
    Dim name As Variant, updating As Boolean
    If mRegistered Or mTries >= MOST_TRIES Then Exit Sub
    If Application.ActiveWorkbook Is Nothing Then Exit Sub      ' at the start of Excel; the first workbook calls again
    mTries = mTries + 1
    updating = Application.ScreenUpdating
    Application.ScreenUpdating = False
    On Error GoTo Hidden
    For Each name In Split(Word("functions"), " ")
        RegisterOne CStr(name)
    Next name
    mRegistered = True
Finish:
    If Not ThisWorkbook.IsAddin Then ThisWorkbook.IsAddin = True
    ThisWorkbook.Saved = True
    Application.ScreenUpdating = updating
    Exit Sub
Hidden:
    ' "Cannot edit a macro on a hidden workbook": some versions of Excel count an add-in as one.
    If Not ThisWorkbook.IsAddin Then Resume Finish
    ThisWorkbook.IsAddin = False
    Resume
End Sub

Private Sub RegisterOne(ByVal name As String)
    Dim texts As Variant, macro As String
    macro = "'" & ThisWorkbook.Name & "'!" & name
    If Word("arguments_" & name) = "" Then
        Application.MacroOptions Macro:=macro, Description:=Word("help_" & name), Category:=Word("category_" & name)
    Else
        texts = Split(Word("arguments_" & name), vbLf)
        Application.MacroOptions Macro:=macro, Description:=Word("help_" & name), Category:=Word("category_" & name), ArgumentDescriptions:=texts
    End If
End Sub
