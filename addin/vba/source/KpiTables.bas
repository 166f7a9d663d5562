Option Explicit
' Which tables may have changed. A version stands for what the tables of a workbook hold: as long as it stays the
' same, Python reads nothing. Edits outside the tables leave it as it is.

Private mVersions As Object     ' workbook's full name -> version
Private mEdited As Object       ' workbook's full name -> sheets to read again, joined by "/"; "" all of them
Private mCallers As Object      ' sheets whose cells called in the last calculation
Private mCalling As Object      ' the same, of the calculation under way
Private mCalculated As Object   ' source sheets with formulas that were calculated: workbook -> their names
Private mAgain As Long          ' how often we had Excel calculate once more since the last edit
Private mBlindSince As Double   ' since when another macro keeps Excel from telling of edits, in seconds

Private mLater As Object        ' sheets edited by a macro that writes cell by cell

Private Const LONGEST_BLIND As Double = 2
Private Const BURST_SECONDS As Double = 2
Private Const MOST_AT_ONCE As Long = 3
Private Const MOST_AGAIN As Long = 2

Public Function VersionOf(ByVal book As Object) As Double
    If mVersions Is Nothing Then StartVersions
    NoticeBlindness
    If Not mVersions.Exists(book.FullName) Then NewVersion book, ""
    VersionOf = mVersions(book.FullName)
End Function

' Tables of the workbook may have changed: in one sheet, or anywhere where none is named.
Public Sub NewVersion(ByVal book As Object, ByVal sheetName As String)
    Dim fullName As String
    Static last As Double
    If mVersions Is Nothing Then StartVersions
    fullName = book.FullName
    ' Milliseconds since 1900, so that a version never returns after VBA was reset.
    If last = 0 Then last = CDbl(Date) * 86400000# + Timer * 1000
    last = Int(last) + 1
    If sheetName = "" Or Not mVersions.Exists(fullName) Then
        mEdited(fullName) = ""
    Else
        NoteEdited fullName, sheetName
    End If
    mVersions(fullName) = last
    Forget fullName
End Sub

' Python reads what was edited. True where any cell differs from what was known.
Public Function Look(ByVal book As Object) As Boolean
    Dim sheets As String, fullName As String
    fullName = book.FullName
    If mEdited.Exists(fullName) Then sheets = mEdited(fullName)
    Look = CallPython("look", Array(fullName, VersionOf(book), sheets), book)
    If mEdited.Exists(fullName) Then mEdited.Remove fullName
End Function

Public Sub NoteCaller(ByVal sheet As Object)
    If mCalling Is Nothing Then Set mCalling = CreateObject("Scripting.Dictionary")
    mCalling(PlaceOf(sheet)) = True
End Sub

' Whether any function was asked about the workbook since the tables were last forgotten.
Public Function IsKnown(ByVal book As Object) As Boolean
    If Not mVersions Is Nothing Then IsKnown = mVersions.Exists(book.FullName)
End Function

Public Sub ForgetTables()
    Set mVersions = Nothing
    ForgetAll
End Sub

' -- what Excel tells -----------------------------------------------------------------------------------------

' Excel calculates before it tells of an edit, so the cells that were just answered from memory are asked again.
Public Sub CellsEdited(ByVal sheet As Object, ByVal target As Object)
    mAgain = 0
    If Not Knows(sheet) Then Exit Sub
    If Not HoldsTables(sheet, target) Then Exit Sub
    If InBurst() Then
        NoteLater sheet
    Else
        NewVersion sheet.Parent, sheet.Name
        CalculateUnlessManual
    End If
End Sub

' Excel has time again: what was edited in a burst is read once.
Public Sub BurstEnded()
    Dim place As Variant
    If mLater Is Nothing Then Exit Sub
    On Error Resume Next        ' a sheet may be gone by now; its workbook was told so
    For Each place In mLater.Keys
        NewVersion mLater(place).Parent, mLater(place).Name
    Next place
    On Error GoTo 0
    Set mLater = Nothing
    CalculateUnlessManual
End Sub

Public Sub SheetIsLeaving(ByVal sheet As Object)
    If Knows(sheet) Then NewVersion sheet.Parent, ""
End Sub

' A table of formulas has new values, and maybe the functions were asked before it had them.
Public Sub SheetCalculated(ByVal sheet As Object)
    Dim fullName As String, names As Object
    If Not Knows(sheet) Then Exit Sub
    If Not HasFormulasInTables(sheet) Then Exit Sub
    If mCalculated Is Nothing Then Set mCalculated = CreateObject("Scripting.Dictionary")
    fullName = sheet.Parent.FullName
    If Not mCalculated.Exists(fullName) Then mCalculated.Add fullName, CreateObject("Scripting.Dictionary")
    Set names = mCalculated(fullName)
    If Not names.Exists(sheet.Name) Then names.Add sheet.Name, sheet
End Sub

Public Sub CalculationEnded()
    Dim calculated As Object, fullName As Variant, differs As Boolean
    Set mCallers = mCalling
    Set mCalling = Nothing
    If mCalculated Is Nothing Then Exit Sub
    Set calculated = mCalculated
    Set mCalculated = Nothing
    For Each fullName In calculated.Keys
        If DiffersNow(calculated(fullName)) Then differs = True
    Next fullName
    ' Random numbers in a table differ for ever.
    If Not differs Or mAgain >= MOST_AGAIN Then Exit Sub
    mAgain = mAgain + 1
    CalculateUnlessManual
End Sub

' -- helpers --------------------------------------------------------------------------------------------------

Private Sub StartVersions()
    ThisWorkbook.Watch
    Set mVersions = CreateObject("Scripting.Dictionary")
    Set mEdited = CreateObject("Scripting.Dictionary")
End Sub

' With events switched off nobody tells of edits: two seconds count as one calculation, and everything is read again
' after that, and once more when events are back.
Private Sub NoticeBlindness()
    If Application.EnableEvents And mBlindSince = 0 Then Exit Sub
    If mBlindSince > 0 And Not Application.EnableEvents And Abs(Timer - mBlindSince) < LONGEST_BLIND Then Exit Sub
    mBlindSince = IIf(Application.EnableEvents, 0, Timer)
    Set mVersions = CreateObject("Scripting.Dictionary")
    Set mEdited = CreateObject("Scripting.Dictionary")
    ForgetAll
End Sub

Private Sub NoteEdited(ByVal fullName As String, ByVal sheetName As String)
    If Not mEdited.Exists(fullName) Then
        mEdited(fullName) = sheetName
    ElseIf mEdited(fullName) <> "" And InStr("/" & mEdited(fullName) & "/", "/" & sheetName & "/") = 0 Then
        mEdited(fullName) = mEdited(fullName) & "/" & sheetName
    End If
End Sub

' Nobody types four cells in two seconds. A macro that writes thousands must not have the table read for each.
Private Function InBurst() As Boolean
    Static since As Double, edits As Long
    If Abs(Timer - since) > BURST_SECONDS Then
        since = Timer
        edits = 0
    End If
    edits = edits + 1
    InBurst = edits > MOST_AT_ONCE
End Function

Private Sub NoteLater(ByVal sheet As Object)
    If mLater Is Nothing Then
        Set mLater = CreateObject("Scripting.Dictionary")
        Application.OnTime Now, "'" & ThisWorkbook.Name & "'!KpiTables.BurstEnded"
    End If
    If Not mLater.Exists(PlaceOf(sheet)) Then mLater.Add PlaceOf(sheet), sheet
End Sub

' Whether any function was ever asked about the sheet's workbook.
Private Function Knows(ByVal sheet As Object) As Boolean
    If TypeName(sheet) = "Worksheet" Then Knows = IsKnown(sheet.Parent)
End Function

' In a sheet with tables only they are read; without, the whole sheet is, unless our own formulas stand in it.
Private Function HoldsTables(ByVal sheet As Object, ByVal target As Object) As Boolean
    Dim table As Object, area As Object
    On Error GoTo Unknown
    If sheet.ListObjects.Count = 0 Then
        HoldsTables = Not Calls(sheet)
        Exit Function
    End If
    For Each table In sheet.ListObjects
        ' One row and one column more: what is typed there becomes a part of the table.
        Set area = table.Range.Resize(table.Range.Rows.Count + 1, table.Range.Columns.Count + 1)
        If Not Application.Intersect(target, area) Is Nothing Then HoldsTables = True
    Next table
    Exit Function
Unknown:
    HoldsTables = True          ' a table down to the last row of the sheet, say: better read once too often
End Function

Private Function HasFormulasInTables(ByVal sheet As Object) As Boolean
    Dim table As Object
    On Error GoTo Unknown
    If sheet.ListObjects.Count = 0 Then
        HasFormulasInTables = Not Calls(sheet)
        Exit Function
    End If
    For Each table In sheet.ListObjects
        If IsNull(table.Range.HasFormula) Then
            HasFormulasInTables = True
        ElseIf table.Range.HasFormula Then
            HasFormulasInTables = True
        End If
    Next table
    Exit Function
Unknown:
    HasFormulasInTables = True
End Function

Private Function Calls(ByVal sheet As Object) As Boolean
    If Not mCallers Is Nothing Then Calls = mCallers.Exists(PlaceOf(sheet))
    If Not Calls And Not mCalling Is Nothing Then Calls = mCalling.Exists(PlaceOf(sheet))
End Function

Private Function PlaceOf(ByVal sheet As Object) As String
    PlaceOf = sheet.Parent.FullName & "/" & sheet.Name
End Function

' Reads sheets of one workbook whose formulas were calculated; a new version where a cell differs.
Private Function DiffersNow(ByVal sheets As Object) As Boolean
    Dim name As Variant, book As Object
    On Error GoTo Failed
    For Each name In sheets.Keys
        Set book = sheets(name).Parent
        NoteEdited book.FullName, CStr(name)
    Next name
    DiffersNow = Look(book)
    If DiffersNow Then Forget book.FullName
Failed:
End Function

Private Sub CalculateUnlessManual()
    If Application.Calculation <> xlCalculationManual Then Application.Calculate
End Sub
