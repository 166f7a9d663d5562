Option Explicit
' Inserting a function into the active cell, with its number format.

Public Sub InsertFunction(ByVal name As String)
    Dim cell As Object
    Set cell = Application.ActiveCell
    If cell Is Nothing Then
        Tell Word("insert_nowhere")
        Exit Sub
    End If
    If HasDynamicArrays(cell) Then
        If Not MayWrite(cell) Then Exit Sub
        cell.Formula2 = Word("insert_" & name)
        SetFormat cell, name
    Else
        InsertCellByCell cell, name
    End If
    If Word("asks_" & name) <> "" Then Application.Dialogs(xlDialogFunctionWizard).Show
End Sub

Public Function HasDynamicArrays(ByVal cell As Object) As Boolean
    Dim formula As Variant
    On Error GoTo None
    formula = cell.Formula2
    HasDynamicArrays = True
None:
End Function

' Before Excel 365 nothing spills: a formula for each cell of the table, all answered from memory.
Private Sub InsertCellByCell(ByVal cell As Object, ByVal name As String)
    Dim inner As String, found As Variant, block As Object, row As Long, column As Long
    inner = Mid$(Word("insert_" & name), 2)
    found = cell.Worksheet.Evaluate(inner)
    If Not IsArray(found) Then
        If Not MayWrite(cell) Then Exit Sub
        cell.Formula = "=" & inner
        SetFormat cell, name
        Exit Sub
    End If
    Set block = cell.Resize(HeightOf(found), WidthOf(found))
    If Not MayWrite(block) Then Exit Sub
    For row = 1 To block.Rows.Count
        For column = 1 To block.Columns.Count
            block.Cells(row, column).Formula = "=INDEX(" & inner & "," & row & "," & column & ")"
        Next column
    Next row
    SetFormat block, name
End Sub

' A protected sheet blocks inserting only, and is told to be the cause; what stands in the cells is asked about.
Private Function MayWrite(ByVal cells As Object) As Boolean
    If cells.Worksheet.ProtectContents Then
        If IsNull(cells.Locked) Then
            Tell Word("insert_protected", cells.Worksheet.Name)
            Exit Function
        ElseIf cells.Locked Then
            Tell Word("insert_protected", cells.Worksheet.Name)
            Exit Function
        End If
    End If
    MayWrite = True
    If Application.WorksheetFunction.CountA(cells) > 0 Then
        MayWrite = Agreed(Word("insert_over", cells.Address(False, False)))
    End If
End Function

Private Sub SetFormat(ByVal cells As Object, ByVal name As String)
    Dim code As String
    On Error GoTo Without       ' formats may be protected, or Python may not run: the formula stands all the same
    code = RunJob("number_format", name, cells.Worksheet.Parent.FullName)
    If code <> "General" Then cells.NumberFormat = code
Without:
End Sub

Private Function HeightOf(ByVal cells As Variant) As Long
    Dim width As Long
    On Error GoTo Row
    width = UBound(cells, 2)
    HeightOf = UBound(cells, 1) - LBound(cells, 1) + 1
    Exit Function
Row:
    HeightOf = 1
End Function

Private Function WidthOf(ByVal cells As Variant) As Long
    On Error GoTo Row
    WidthOf = UBound(cells, 2) - LBound(cells, 2) + 1
    Exit Function
Row:
    WidthOf = UBound(cells, 1) - LBound(cells, 1) + 1
End Function
