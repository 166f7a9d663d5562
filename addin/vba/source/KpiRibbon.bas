Option Explicit
' The buttons of the ribbon. Whatever fails is told in a sentence.

Public Sub KpiLabel(control As IRibbonControl, ByRef returned)
    returned = Word("label_" & control.Id)
End Sub

Public Sub KpiTip(control As IRibbonControl, ByRef returned)
    returned = Word("tip_" & control.Id)
End Sub

Public Sub KpiAbout(control As IRibbonControl, ByRef returned)
    returned = Word("help_" & control.Tag)
End Sub

Public Sub KpiRefresh(control As IRibbonControl)
    Dim failed As Boolean
    failed = TryAgain()
    ForgetTables
    ' Formulas with tables as arguments are not calculated again as long as those stay the same.
    If failed Then Application.CalculateFull Else Application.Calculate
    RefreshSource
End Sub

' Where the active workbook's settings name a source elsewhere, its rows are counted anew; the cells follow when it is done.
Private Sub RefreshSource()
    Dim book As Object, number As String
    On Error GoTo Failed
    Set book = Application.ActiveWorkbook
    If book Is Nothing Then Exit Sub
    If Not IsKnown(book) Then Exit Sub
    number = RunJob("refresh", book.FullName, Language())
    If number <> "" Then StartJob number, "calculate"
    Exit Sub
Failed:
    Tell WhyNoPython(Err.Description)
End Sub

Public Sub KpiReport(control As IRibbonControl)
    Dim month As Variant, book As Object
    On Error GoTo Failed
    Set book = OpenBook()
    If book Is Nothing Then Exit Sub
    month = Application.InputBox(Word("report_month"), "KPI", "", , , , , 2)
    If VarType(month) = vbBoolean Then Exit Sub
    StartJob RunJob("report", CopyAside(book), book.Path, CStr(month), Language()), "file"
    Exit Sub
Failed:
    Tell WhyNoPython(Err.Description)
End Sub

Public Sub KpiCheck(control As IRibbonControl)
    Dim book As Object
    On Error GoTo Failed
    Set book = OpenBook()
    If book Is Nothing Then Exit Sub
    StartJob RunJob("check", CopyAside(book), Language()), "workbook"
    Exit Sub
Failed:
    Tell WhyNoPython(Err.Description)
End Sub

Public Sub KpiNew(control As IRibbonControl)
    Dim path As Variant
    On Error GoTo Failed
    path = Application.GetSaveAsFilename(Word("name_" & control.Id), "Excel (*.xlsx), *.xlsx")
    If VarType(path) = vbBoolean Then Exit Sub
    If Not MayReplace(CStr(path)) Then Exit Sub
    StartJob RunJob("new_workbook", CStr(path), control.Tag, Language()), "workbook"
    Exit Sub
Failed:
    Tell WhyNoPython(Err.Description)
End Sub

Public Sub KpiCopy(control As IRibbonControl)
    Dim path As Variant, book As Object
    On Error GoTo Failed
    Set book = OpenBook()
    If book Is Nothing Then Exit Sub
    path = Application.GetSaveAsFilename(Word("copy_name", NameWithout(book), Suffix(book)), "Excel (*" & Suffix(book) & "), *" & Suffix(book))
    If VarType(path) = vbBoolean Then Exit Sub
    If Not MayReplace(CStr(path)) Then Exit Sub
    CopyToSend book, CStr(path)
    Exit Sub
Failed:
    Tell Err.Description
End Sub

Public Sub KpiInsertFunction(control As IRibbonControl)
    On Error GoTo Failed
    InsertFunction control.Tag
    Exit Sub
Failed:
    Tell Err.Description
End Sub

Public Sub KpiShowHelp(control As IRibbonControl)
    On Error GoTo Failed
    StartJob RunJob("functions_page", Language()), "workbook"
    Exit Sub
Failed:
    Tell WhyNoPython(Err.Description)
End Sub

' The dialog that asked for the name does not ask about a file that is there.
Private Function MayReplace(ByVal path As String) As Boolean
    MayReplace = True
    If CreateObject("Scripting.FileSystemObject").FileExists(path) Then MayReplace = Agreed(Word("file_over", path))
End Function

Private Function OpenBook() As Object
    Set OpenBook = Application.ActiveWorkbook
    If OpenBook Is Nothing Then Tell Word("no_workbook")
End Function

' The workbook as it is now, unsaved edits included, under its own name in a folder of its own.
Private Function CopyAside(ByVal book As Object) As String
    CopyAside = RunJob("folder_aside", book.FullName) & "\" & NameWithout(book) & Suffix(book)
    book.SaveCopyAs CopyAside
End Function

' A new workbook that was never saved has no suffix.
Private Function Suffix(ByVal book As Object) As String
    Suffix = ".xlsx"
    If book.Path <> "" And InStr(book.Name, ".") > 0 Then Suffix = Mid$(book.Name, InStrRev(book.Name, "."))
End Function

Private Function NameWithout(ByVal book As Object) As String
    NameWithout = book.Name
    If book.Path <> "" And InStr(book.Name, ".") > 0 Then NameWithout = Left$(book.Name, InStrRev(book.Name, ".") - 1)
End Function
