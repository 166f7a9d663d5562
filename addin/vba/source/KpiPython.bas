Option Explicit
' Starts Python and calls it. The only module that speaks with Windows itself.
' The DLL and the server behind it are xlwings', see the licence in the add-in's sheet.

Private Const SECONDS_TO_WAIT As Double = 60

#If Mac Then
#Else
    #If Win64 Then
        Private Const DLL As String = "xlwings64-{xlwings}.dll"
        Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-{xlwings}.dll" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal mode As Long = 1) As Long
    #Else
        Private Const DLL As String = "xlwings32-{xlwings}.dll"
        Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings32-{xlwings}.dll" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal mode As Long = 1) As Long
    #End If
    Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal fileName As LongPtr) As LongPtr
    Private Declare PtrSafe Function FindWindowW Lib "user32" (ByVal className As LongPtr, ByVal caption As LongPtr) As LongPtr
#End If

Private mPython As Object
Private mWhyNot As String       ' why Python could not be started
Private mFailedAt As Double     ' when that was, in seconds
Private mSettings As Object

Public Function CallPython(ByVal entry As String, ByVal arguments As Variant, ByVal book As Object) As Variant
    On Error GoTo Gone
    CallPython = CallOnce(entry, arguments, book)
    Exit Function
Gone:
    If mPython Is Nothing Then Err.Raise Err.Number, "KPI", Err.Description
    Set mPython = Nothing       ' it has ended, or was ended: once more with a new one
    Resume Again
Again:
    On Error GoTo 0
    CallPython = CallOnce(entry, arguments, book)
End Function

' In brackets: by value, for the other side of COM has no use for VBA's variables.
Private Function CallOnce(ByVal entry As String, ByVal arguments As Variant, ByVal book As Object) As Variant
    If book Is Nothing Then
        CallOnce = Python().CallUDF("addin.excel", (entry), (arguments))
    Else
        CallOnce = Python().CallUDF("addin.excel", (entry), (arguments), book)
    End If
End Function

' What stands behind the buttons: texts in, a text out.
Public Function RunJob(ByVal name As String, ParamArray texts() As Variant) As String
    Dim given() As Variant, place As Long
    ReDim given(0 To UBound(texts))
    For place = 0 To UBound(texts)
        given(place) = CStr(texts(place))
    Next place
    RunJob = Python().Str(Python().Call(Python().Module("addin.vba.jobs"), (name), Python().TupleFromArray((given))))
End Function

' Forgets what failed, so that the next call tries again at once. True where something had failed.
Public Function TryAgain() As Boolean
    TryAgain = (mWhyNot <> "")
    mWhyNot = ""
    mFailedAt = 0
    Set mSettings = Nothing
End Function

Public Function WhyNoPython(ByVal failure As String) As String
    WhyNoPython = Word("python_failed", IIf(mWhyNot = "", failure, mWhyNot))
End Function

' While the function wizard is open Excel calls the function for every key that is pressed. Its buttons are switched
' off as well while a text file is being opened, hence the look for the window.
Public Function WizardIsOpen() As Boolean
    #If Mac Then
    #Else
        On Error GoTo Unknown
        If Application.CommandBars("Standard").Controls(1).Enabled Then Exit Function
        WizardIsOpen = FindWindowW(StrPtr("bosa_sdm_XL9"), 0) <> 0
Unknown:
    #End If
End Function

Private Function Python() As Object
    If mPython Is Nothing Then Start
    Set Python = mPython
End Function

Private Sub Start()
    Dim found As Variant
    ' A thousand cells must not wait a thousand times.
    If mFailedAt > 0 And Abs(Timer - mFailedAt) < SECONDS_TO_WAIT Then Err.Raise vbObjectError + 1, "KPI", mWhyNot
    On Error GoTo Failed
    #If Mac Then
        Err.Raise vbObjectError + 2, "KPI", Word("python_mac")
    #Else
        If Setting("INTERPRETER_WIN") = "" Then Err.Raise vbObjectError + 2, "KPI", Word("python_unknown", SettingsFile())
        If LoadLibraryW(StrPtr(Setting("DLL_FOLDER") & "\" & DLL)) = 0 Then
            Err.Raise vbObjectError + 2, "KPI", Word("python_no_dll", Setting("DLL_FOLDER") & "\" & DLL)
        End If
        If XLPyDLLActivateAuto(found, CommandLine(), 1) <> 0 Then Err.Raise vbObjectError + 2, "KPI", CStr(found)
        Set mPython = found
    #End If
    mWhyNot = ""
    mFailedAt = 0
    Exit Sub
Failed:
    mWhyNot = Err.Description
    mFailedAt = Timer
    Err.Raise vbObjectError + 1, "KPI", mWhyNot
End Sub

Private Function CommandLine() As String
    Dim interpreter As String
    interpreter = Setting("INTERPRETER_WIN")
    If Setting("SHOW CONSOLE") = "True" Then interpreter = Replace(interpreter, "pythonw.exe", "python.exe")
    CommandLine = """" & interpreter & """ -B -P -m addin.vba.server $(CLSID)"
End Function

' The settings are written by `kpi addin install`, in UTF-16: paths keep their letters whatever the code page.
Private Function Setting(ByVal key As String) As String
    Dim entry As Variant, parts As Variant, file As Object
    If mSettings Is Nothing Then
        Set mSettings = CreateObject("Scripting.Dictionary")
        Set file = CreateObject("Scripting.FileSystemObject")
        If file.FileExists(SettingsFile()) Then
            Set file = file.OpenTextFile(SettingsFile(), 1, False, -1)
            For Each entry In Split(file.ReadAll, vbCrLf)
                parts = Split(entry, """,""")
                If UBound(parts) = 1 Then mSettings(Mid$(parts(0), 2)) = Left$(parts(1), Len(parts(1)) - 1)
            Next entry
            file.Close
        End If
    End If
    If mSettings.Exists(key) Then Setting = mSettings(key)
End Function

Private Function SettingsFile() As String
    SettingsFile = CreateObject("WScript.Shell").ExpandEnvironmentStrings("%LOCALAPPDATA%\KPI\KPI.conf")
End Function
