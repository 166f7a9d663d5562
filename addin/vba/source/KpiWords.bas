Option Explicit
' What the add-in says. VBA's own source has no Cyrillic letters: the words stand in the add-in's sheet, in columns
' code, Russian, English.

Private mWords As Object

Public Function Word(ByVal code As String, Optional ByVal first As String = "", Optional ByVal second As String = "") As String
    If mWords Is Nothing Then ReadWords
    If mWords.Exists(code) Then Word = mWords(code)
    Word = Replace(Replace(Word, "{0}", first), "{1}", second)
End Function

Public Function Language() As String
    Language = "en"
    On Error Resume Next
    If (Application.LanguageSettings.LanguageID(2) And &H3FF) = &H19 Then Language = "ru"   ' msoLanguageIDUI
End Function

' MsgBox would turn letters outside the system's code page into question marks.
Public Sub Tell(ByVal text As String)
    CreateObject("WScript.Shell").Popup text, 0, "KPI", 64
End Sub

Public Function Agreed(ByVal question As String) As Boolean
    Agreed = CreateObject("WScript.Shell").Popup(question, 0, "KPI", 4 + 32) = 6
End Function

Private Sub ReadWords()
    Dim cells As Variant, row As Long, column As Long
    Set mWords = CreateObject("Scripting.Dictionary")
    cells = ThisWorkbook.Worksheets(1).UsedRange.Value
    column = IIf(Language() = "ru", 2, 3)
    For row = 1 To UBound(cells, 1)
        mWords(CStr(cells(row, 1))) = CStr(cells(row, column))
    Next row
End Sub
