Option Explicit
' A whole workbook: formulas of another machine, and a copy without formulas of ours.

' A workbook from another machine names the add-in by the path it has there: '...\KPI.xlam'!KPI_CAC().
Public Sub Relink(ByVal book As Object)
    Dim links As Variant, link As Variant, alerts As Boolean
    On Error GoTo Failed
    If book.Name = ThisWorkbook.Name Then Exit Sub
    links = book.LinkSources(xlExcelLinks)
    If IsEmpty(links) Then Exit Sub
    alerts = Application.DisplayAlerts
    Application.DisplayAlerts = False
    For Each link In links
        If IsOurs(CStr(link)) Then RelinkOne book, CStr(link)
    Next link
    Application.DisplayAlerts = alerts
Failed:
End Sub

Private Sub RelinkOne(ByVal book As Object, ByVal link As String)
    On Error GoTo Failed
    book.ChangeLink link, ThisWorkbook.FullName, xlLinkTypeExcelLinks
    Exit Sub
Failed:
    Tell Word("relink_failed", book.Name, Err.Description)
End Sub

' KPI.xlam anywhere but here.
Private Function IsOurs(ByVal link As String) As Boolean
    Dim name As String
    name = Mid$(link, InStrRev(Replace(link, "/", "\"), "\") + 1)
    IsOurs = LCase$(name) = LCase$(ThisWorkbook.Name) And LCase$(link) <> LCase$(ThisWorkbook.FullName)
End Function

' Saves a copy in which values stand where our formulas stood, for people without the add-in.
Public Sub CopyToSend(ByVal book As Object, ByVal path As String)
    Dim copied As Object, sheet As Object, failures As String, calculation As Long, events As Boolean
    book.SaveCopyAs path
    calculation = Application.Calculation
    events = Application.EnableEvents
    On Error GoTo Failed
    Application.EnableEvents = False
    Application.Calculation = xlCalculationManual       ' the copy keeps the values that were calculated here
    Application.ScreenUpdating = False
    Set copied = Application.Workbooks.Open(path, 0)
    For Each sheet In copied.Worksheets
        If Not ToValues(sheet) Then failures = failures & vbLf & sheet.Name
    Next sheet
    copied.Close True
    Set copied = Nothing
    GoTo Finish
Failed:
    failures = failures & vbLf & Err.Description
    Resume Finish
Finish:
    On Error Resume Next
    If Not copied Is Nothing Then copied.Close False
    Application.Calculation = calculation
    Application.EnableEvents = events
    Application.ScreenUpdating = True
    If failures = "" Then Tell Word("copy_done", path) Else Tell Word("copy_left", path, failures)
End Sub

' False where the sheet is protected and holds formulas of ours.
Private Function ToValues(ByVal sheet As Object) As Boolean
    Dim cell As Object
    ToValues = True
    For Each cell In FormulasOf(sheet)
        If HoldsOurs(cell) Then
            If sheet.ProtectContents Then
                ToValues = False
                Exit Function
            End If
            KeepValues BlockOf(cell)
        End If
    Next cell
End Function

Private Sub KeepValues(ByVal block As Object)
    Dim values As Variant, row As Long, column As Long
    values = block.Value2
    block.ClearContents
    If Not IsArray(values) Then
        block.Value2 = Kept(values)
        Exit Sub
    End If
    For row = 1 To UBound(values, 1)
        For column = 1 To UBound(values, 2)
            If Not IsEmpty(values(row, column)) Then block.Cells(row, column).Value2 = Kept(values(row, column))
        Next column
    Next row
End Sub

' Without the mark of a text "2026-10" would become a date, and a name beginning with "=" a formula.
Private Function Kept(ByVal value As Variant) As Variant
    Kept = value
    If VarType(value) = vbString Then Kept = "'" & value
End Function

' A protected sheet does not tell which cells hold formulas.
Private Function FormulasOf(ByVal sheet As Object) As Object
    On Error GoTo All
    Set FormulasOf = sheet.UsedRange
    If sheet.ProtectContents Then Exit Function
    Set FormulasOf = sheet.UsedRange.SpecialCells(xlCellTypeFormulas)
All:
End Function

Private Function HoldsOurs(ByVal cell As Object) As Boolean
    If cell.HasFormula Then HoldsOurs = UCase$(cell.Formula) Like "*KPI_[A-Z]*(*"
End Function

' The cells that one formula fills.
Private Function BlockOf(ByVal cell As Object) As Object
    Set BlockOf = cell
    If cell.MergeCells Then Set BlockOf = cell.MergeArea
    On Error GoTo Alone         ' spills came with Excel 365
    If cell.HasArray Then Set BlockOf = cell.CurrentArray
    If cell.HasSpill Then Set BlockOf = cell.SpillParent.SpillingToRange
Alone:
End Function
