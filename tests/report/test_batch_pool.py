"""The workers: every task is answered, whatever another does; nothing is left running or lying about."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from kpi_core.errors import UsageError
from kpi_core.report.batch import Pool


def behave(how: str) -> str:
    """What the workers of these tests do."""
    if how == "die":
        os._exit(7)
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "hang":
        time.sleep(600)
    if how == "wrong":
        raise UsageError("cli_period_twice")
    if how == "broken":
        raise ValueError("no\nway")
    if how == "noisy":
        print("to stdout")
        os.write(2, b"to stderr")
    if how == "where":
        return tempfile.gettempdir()
    if how == "who":
        time.sleep(0.2)
        return str(os.getpid())
    return how.upper()


def answers(tasks: list[str], jobs: int = 2, timeout: float = 60.0) -> dict[str, object]:
    with Pool(behave, jobs, timeout) as pool:
        return {done.task: done.failure or done.result for done in pool.run(tasks)}


def test_one_that_dies_hangs_or_fails_is_told_and_stops_nobody():
    tasks = ["a", "die", "b", "killed", "c", "hang", "d", "wrong", "e", "broken", "f"]
    found = answers(tasks, timeout=2)
    assert {task: found[task] for task in "abcdef"} == {task: task.upper() for task in "abcdef"}
    told = {task: (failure.kind, failure.message) for task in tasks[1:-1:2] if (failure := found[task])}
    assert told["die"] == ("died", "7")
    assert told["killed"] == ("died", "-9")
    assert told["hang"] == ("hung", "2")
    assert told["wrong"] == ("known", UsageError("cli_period_twice").message())
    assert told["broken"] == ("ValueError", "no way")


def test_workers_are_warm_for_the_next_tasks():
    with Pool(behave, 2) as pool:
        first = {done.result for done in pool.run(["who"] * 6)}
        second = {done.result for done in pool.run(["who"] * 6)}
    assert len(first) == 2
    assert second == first


def test_no_more_workers_than_tasks():
    with Pool(behave, 8) as pool:
        assert len({done.result for done in pool.run(["who", "who"])}) == 2
        assert len(pool._workers) == 2


def test_a_task_is_taken_when_a_worker_is_free():
    taken: list[str] = []

    def tasks():
        for task in ("a", "b", "c", "d"):
            taken.append(task)
            yield task

    with Pool(behave, 1) as pool:
        run = pool.run(tasks())
        next(run)
        assert taken == ["a"]
        assert [done.result for done in run] == ["B", "C", "D"]


def test_workers_write_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]):
    assert answers(["noisy"]) == {"noisy": "NOISY"}
    assert capfd.readouterr() == ("", "")


def test_what_a_worker_unpacks_goes_with_the_pool():
    folder = answers(["where"])["where"]
    assert Path(str(folder)).name.startswith("kpi-batch-")
    assert not Path(str(folder)).exists()


def test_leaving_early_ends_busy_workers_at_once():
    with Pool(behave, 2) as pool:
        run = pool.run(["a", "hang"])
        next(run)
        processes = [worker.process.pid for worker in pool._workers]
        began = time.monotonic()
    assert time.monotonic() - began < 10
    for pid in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(pid or 0, 0)


def test_workers_import_nothing_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder of clients that holds a file named pickle.py must not run it."""
    for name in ("pickle", "json", "weasyprint", "selectors"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')")
    code = (
        "from kpi_core.report.batch import Pool\n"
        "from operator import neg\n"
        "with Pool(neg, 1) as pool:\n"
        "    print([done.result for done in pool.run([1, 2])])\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("[-1, -2]\n", "")


@pytest.mark.slow
def test_the_benchmark_prints_its_table():
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, root / "benchmarks" / "batch.py", "--reports", "2", "--memory", "2"],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("| what |")
    assert [line.count("|") for line in lines[:5]] == [6] * 5
    assert "MB after 2" in lines[4]


def test_without_a_fork_server_workers_are_started_afresh(monkeypatch: pytest.MonkeyPatch):
    """As on Windows."""
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    assert answers(["a", "die", "b"]) | {"die": None} == {"a": "A", "b": "B", "die": None}
