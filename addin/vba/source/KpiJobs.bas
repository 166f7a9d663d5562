Option Explicit
' Work that takes seconds goes on in a process of its own, while Excel stays free; once a second it is asked for.

Private mJobs As Object         ' number -> what to do with the result

Public Sub StartJob(ByVal number As String, ByVal whenDone As String)
    If mJobs Is Nothing Then Set mJobs = CreateObject("Scripting.Dictionary")
    mJobs(number) = whenDone
    Application.StatusBar = Word("job_running")
    AskLater
End Sub

' The result of a job is "", or "done", a path and maybe a remark, or "failed" and a sentence.
Public Sub AskJobs()
    Dim number As Variant, whenDone As Variant, state As String, parts As Variant
    If mJobs Is Nothing Then Exit Sub       ' VBA was reset meanwhile
    For Each number In mJobs.Keys
        state = StateOf(CStr(number))
        whenDone = mJobs(number)
        If state <> "" Then
            parts = Split(state, vbLf)
            mJobs.Remove number
            Application.StatusBar = False
            If parts(0) = "done" Then
                Finish CStr(whenDone), CStr(parts(1))
                If UBound(parts) > 1 Then Tell CStr(parts(2))
            Else
                Tell CStr(parts(1))
            End If
        End If
    Next number
    If mJobs.Count > 0 Then AskLater
End Sub

Private Function StateOf(ByVal number As String) As String
    On Error GoTo Failed
    StateOf = RunJob("state", number)
    Exit Function
Failed:
    StateOf = "failed" & vbLf & WhyNoPython(Err.Description)
End Function

Private Sub Finish(ByVal whenDone As String, ByVal path As String)
    On Error GoTo Failed
    If whenDone = "workbook" Then
        Application.Workbooks.Open path
    ElseIf whenDone = "calculate" Then
        ForgetTables
        Application.Calculate
    Else
        CreateObject("WScript.Shell").Run """" & path & """"
    End If
    Exit Sub
Failed:
    Tell path & vbLf & Err.Description
End Sub

Private Sub AskLater()
    Application.OnTime Now + TimeSerial(0, 0, 1), "'" & ThisWorkbook.Name & "'!KpiJobs.AskJobs"
End Sub
