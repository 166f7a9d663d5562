Option Explicit
' What a cell gets: arguments as plain values, answers from memory or from Python, error values as real ones.

Private Const UNREAD As String = "#BOOK!"
Private Const MOST_REMEMBERED As Long = 20000
Private Const MOST_CELLS_IN_KEY As Long = 64

Private mMemory As Object       ' workbook's full name -> answers by function and arguments

Public Function Answer(ByVal name As String, ParamArray given() As Variant) As Variant
    Dim arguments As Variant, key As String, book As Object, known As Object
    On Error GoTo Failed
    arguments = given
    arguments = PlainArguments(arguments)
    Set book = CallingBook()
    Set known = Remembered(book)
    key = KeyOf(name, arguments)
    If key <> "" Then
        If known.Exists(key) Then
            Answer = known(key)
            Exit Function
        End If
    End If
    If WizardIsOpen() Then
        Answer = CVErr(xlErrNA)
        Exit Function
    End If
    Answer = WithRealErrors(Ask(book, name, arguments))
    If key <> "" Then
        Set known = Remembered(book)
        known(key) = Answer
    End If
    Exit Function
Failed:
    If name = "KPI_EXPLAIN" Or name = "KPI_DATA" Then
        Answer = WhyNoPython(Err.Description)
    ElseIf Err.Number = 13 Or Err.Number = 1004 Then
        Answer = CVErr(xlErrValue)
    Else
        Answer = CVErr(xlErrNA)
    End If
End Function

Public Function NoneGiven(ParamArray given() As Variant) As Boolean
    Dim place As Long
    NoneGiven = True
    For place = LBound(given) To UBound(given)
        If Not IsMissing(given(place)) Then NoneGiven = False
    Next place
End Function

Public Sub Forget(ByVal fullName As String)
    If Not mMemory Is Nothing Then
        If mMemory.Exists(fullName) Then mMemory.Remove fullName
    End If
End Sub

Public Sub ForgetAll()
    Set mMemory = Nothing
End Sub

' -- arguments ------------------------------------------------------------------------------------------------

' Omitted arguments at the end are left away; ranges become their values.
Private Function PlainArguments(ByVal given As Variant) As Variant
    Dim plain() As Variant, last As Long, place As Long
    last = -1
    For place = LBound(given) To UBound(given)
        If Not IsMissing(given(place)) Then last = place
    Next place
    If last < 0 Then
        PlainArguments = Array()
        Exit Function
    End If
    ReDim plain(0 To last)
    For place = 0 To last
        If IsObject(given(place)) Then
            plain(place) = ValuesOf(given(place))
        Else
            plain(place) = given(place)
        End If
    Next place
    PlainArguments = plain
End Function

Private Function ValuesOf(ByVal area As Object) As Variant
    Dim found As Variant, exact As Variant, row As Long, column As Long
    If area.Areas.Count > 1 Then Err.Raise 13
    If area.Rows.Count = area.Worksheet.Rows.Count Or area.Columns.Count = area.Worksheet.Columns.Count Then
        Set area = Application.Intersect(area, area.Worksheet.UsedRange)    ' whole columns of the sheet
        If area Is Nothing Then Exit Function
    End If
    found = area.Value
    If Not IsArray(found) Then
        If VarType(found) = vbCurrency Then found = area.Value2
        ValuesOf = found
        Exit Function
    End If
    ' A cell in a currency format has four decimals in Value, all of them in Value2.
    For row = 1 To UBound(found, 1)
        For column = 1 To UBound(found, 2)
            If VarType(found(row, column)) = vbCurrency Then
                If IsEmpty(exact) Then exact = area.Value2
                found(row, column) = exact(row, column)
            End If
        Next column
    Next row
    ValuesOf = found
End Function

' -- memory ---------------------------------------------------------------------------------------------------

Private Function Remembered(ByVal book As Object) As Object
    Dim fullName As String
    fullName = book.FullName
    VersionOf book              ' may forget answers that are out of date
    If NewDay() Then Set mMemory = Nothing
    If mMemory Is Nothing Then Set mMemory = CreateObject("Scripting.Dictionary")
    If mMemory.Exists(fullName) Then
        If mMemory(fullName).Count >= MOST_REMEMBERED Then mMemory.Remove fullName
    End If
    If Not mMemory.Exists(fullName) Then mMemory.Add fullName, CreateObject("Scripting.Dictionary")
    Set Remembered = mMemory(fullName)
End Function

' Which months are over depends on the day.
Private Function NewDay() As Boolean
    Static today As Date
    NewDay = (today <> Date)
    today = Date
End Function

' Everything the answer depends on, with types and lengths; "" where that is too much to remember.
Private Function KeyOf(ByVal name As String, ByVal arguments As Variant) As String
    Dim place As Long, cell As Variant, cells As Long, key As String
    key = name
    For place = 0 To UBound(arguments)
        If IsMissing(arguments(place)) Then
            key = key & "|-"
        ElseIf IsArray(arguments(place)) Then
            key = key & "|" & ShapeOf(arguments(place))
            For Each cell In arguments(place)
                cells = cells + 1
                If cells > MOST_CELLS_IN_KEY Then Exit Function
                key = key & PartOf(cell)
            Next cell
        Else
            key = key & "|" & PartOf(arguments(place))
        End If
    Next place
    KeyOf = key
End Function

Private Function PartOf(ByVal cell As Variant) As String
    Dim text As String
    text = CStr(cell)
    PartOf = VarType(cell) & ":" & Len(text) & ":" & text
End Function

Private Function ShapeOf(ByVal cells As Variant) As String
    ShapeOf = UBound(cells, 1) - LBound(cells, 1) + 1
    If Dimensions(cells) = 2 Then ShapeOf = ShapeOf & "x" & (UBound(cells, 2) - LBound(cells, 2) + 1)
    ShapeOf = ShapeOf & "="
End Function

Private Function Dimensions(ByVal cells As Variant) As Long
    Dim last As Long
    On Error GoTo One
    Dimensions = 1
    last = UBound(cells, 2)
    Dimensions = 2
One:
End Function

' -- asking Python --------------------------------------------------------------------------------------------

' The workbook of the cell, never the active one; without a cell (a macro, the wizard's preview) the active one.
Private Function CallingBook() As Object
    Dim sheet As Object
    If TypeName(Application.Caller) = "Range" Then
        Set sheet = Application.Caller.Worksheet
        NoteCaller sheet
        Set CallingBook = sheet.Parent
    Else
        Set CallingBook = Application.ActiveWorkbook
    End If
End Function

Private Function Ask(ByVal book As Object, ByVal name As String, ByVal arguments As Variant) As Variant
    Dim request() As Variant, place As Long
    ReDim request(0 To UBound(arguments) + 3)
    request(0) = book.FullName
    request(1) = VersionOf(book)
    request(2) = name
    For place = 0 To UBound(arguments)
        request(place + 3) = arguments(place)
    Next place
    Ask = CallPython("answer", request, Nothing)
    If VarType(Ask) = vbString Then
        If Ask = UNREAD Then
            Look book
            Ask = CallPython("answer", request, Nothing)
        End If
    End If
End Function

Private Function WithRealErrors(ByVal found As Variant) As Variant
    Dim row As Long, column As Long
    If Not IsArray(found) Then
        WithRealErrors = RealError(found)
        Exit Function
    End If
    If Dimensions(found) = 1 Then
        For row = LBound(found, 1) To UBound(found, 1)
            found(row) = RealError(found(row))
        Next row
    Else
        For row = LBound(found, 1) To UBound(found, 1)
            For column = LBound(found, 2) To UBound(found, 2)
                found(row, column) = RealError(found(row, column))
            Next column
        Next row
    End If
    WithRealErrors = found
End Function

Private Function RealError(ByVal cell As Variant) As Variant
    RealError = cell
    If VarType(cell) <> vbString Then Exit Function
    If Left$(cell, 1) <> "#" Then Exit Function
    Select Case cell
        Case "#NULL!": RealError = CVErr(xlErrNull)
        Case "#DIV/0!": RealError = CVErr(xlErrDiv0)
        Case "#VALUE!": RealError = CVErr(xlErrValue)
        Case "#REF!": RealError = CVErr(xlErrRef)
        Case "#NAME?": RealError = CVErr(xlErrName)
        Case "#NUM!": RealError = CVErr(xlErrNum)
        Case "#N/A", UNREAD: RealError = CVErr(xlErrNA)
    End Select
End Function
