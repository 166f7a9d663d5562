"""What only a process of its own shows: pipes, encodings, imports, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kpi_core.shipped import shipped
from tests.cli.conftest import process

MAIN = [sys.executable, "-c", "from kpi_core.cli import main; main()"]


def test_exit_codes_and_streams(shop: Path):
    done = process("compute", shop, "--kpi", "revenue", "--format", "json", KPI_LANG="ru")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)[0]["value"] == 5000
    assert process("compute", shop, "--kpi", "kac").returncode == 2
    assert process("compute", shop / "нет.csv").returncode == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1251"])
def test_a_pipe_gets_utf8_whatever_the_locale(shop: Path, encoding: str):
    done = process("compute", shop, "--kpi", "cac", PYTHONIOENCODING=encoding, LC_ALL="C", KPI_LANG="ru")
    assert done.returncode == 0, done.stderr
    assert "Стоимость привлечения клиента" in done.stdout.decode("utf-8")


def test_a_reader_that_leaves_is_no_failure(shop: Path):
    reading = subprocess.Popen([*MAIN, "compute", str(shop)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert reading.stdout is not None
    reading.stdout.close()  # as `| head -0` does
    _, told = reading.communicate(timeout=30)
    assert told == b""
    assert reading.returncode == 0


def test_compute_does_not_import_what_only_the_report_needs(shop: Path):
    script = (
        "import sys\nfrom kpi_core.cli.app import run\n"
        "run(['compute', sys.argv[1], '--format', 'json'])\n"
        "sys.exit(', '.join(name for name in ('weasyprint', 'jinja2', 'xlwings') if name in sys.modules) or None)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(shop)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_workbook_is_computed_without_pyarrow_and_alike():
    """What pandas does with it is nothing that the figures depend on; and it can still be imported afterwards."""
    source = shipped("sample_workbooks") / "leads-ru.xlsx"
    script = (
        "import sys\nfrom kpi_core.cli.app import run\n{before}\n"
        "run(['compute', sys.argv[1], '--format', 'json', '--by', 'channel'])\n"
        "assert ('pyarrow' in sys.modules) == {arrow}\nimport pyarrow.parquet"
    )
    without, within = (
        subprocess.run(
            [sys.executable, "-c", script.format(before=before, arrow=bool(before)), str(source)],
            capture_output=True, text=True, check=False,
        )
        for before in ("", "import pandas")
    )  # fmt: skip
    assert (without.returncode, within.returncode) == (0, 0), without.stderr + within.stderr
    assert json.loads(without.stdout)
    assert without.stdout == within.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_the_pipe_is_told():
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*MAIN, "list"], stdout=full, stderr=subprocess.PIPE, env={**os.environ, "KPI_LANG": "ru"}, check=False
        )
    assert (done.returncode, done.stderr.decode("utf-8").count("\n")) == (1, 1)
    assert "нет места" in done.stderr.decode("utf-8")


def test_two_reports_at_once_leave_one_whole_file(shop: Path, tmp_path: Path):
    output = tmp_path / "отчёт.pdf"
    both = [subprocess.Popen([*MAIN, "report", str(shop), "--output", str(output)]) for _ in range(2)]
    assert [each.wait(timeout=60) for each in both] == [0, 0]
    assert output.read_bytes().startswith(b"%PDF")
    assert output.read_bytes().rstrip().endswith(b"%%EOF")
    assert sorted(tmp_path.iterdir()) == sorted([output, shop])


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_ctrl_c_is_one_line_and_130(tmp_path: Path):
    pipe = tmp_path / "медленно.csv"
    os.mkfifo(pipe)  # opening it waits, as a slow network drive does
    environment = {**os.environ, "KPI_LANG": "ru"}
    running = subprocess.Popen(
        [*MAIN, "compute", str(pipe)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    time.sleep(2)
    running.send_signal(signal.SIGINT)
    out, told = running.communicate(timeout=30)
    assert (running.returncode, out, told.decode("utf-8")) == (130, b"", "Прервано.\n")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_terminal_sees_colours_and_wrapped_lines(shop: Path):
    import pty

    leader, follower = pty.openpty()
    environment = {**os.environ, "KPI_LANG": "ru", "COLUMNS": "80", "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    subprocess.run([*MAIN, "compute", str(shop), "--kpi", "cac"], stdout=follower, env=environment, check=True)
    os.close(follower)
    shown = os.read(leader, 65536).decode("utf-8")
    os.close(leader)
    assert "\x1b[1m" in shown
    assert "450" in shown


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for the children of a process")
@pytest.mark.parametrize(
    ("arguments", "started"),
    [
        (["report", "{shop}"], True),
        (["report", "{shop}", "--output", "x.html"], False),
        (["report", "{shop}", "--format", "html"], False),
        (["report", "--help"], False),
        (["compute", "{shop}"], False),
    ],
)
def test_the_drawing_process_is_started_before_anything_is_imported(tmp_path: Path, arguments, started):
    """And only where a PDF is asked for; nothing is left of it, whatever becomes of the command."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom kpi_core.cli import early, main\nimport kpi_core.cli.app as app\n"
        "def run(given):\n"
        "    assert 'pandas' not in sys.modules\n"
        "    print([each._process.pid for each in early._waiting])\n"
        "    return 2\n"
        "app.run = run\nmain()"
    )
    given = [each.format(shop=tmp_path / "нет.xlsx") for each in arguments]
    done = subprocess.run([sys.executable, "-c", script, *given], capture_output=True, text=True, check=False)

    assert done.returncode == 2, done.stderr
    pids = json.loads(done.stdout)
    assert len(pids) == started
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for the children of a process")
def test_ctrl_c_while_the_report_is_drawn_ends_both_processes(tmp_path: Path):
    pipe = tmp_path / "медленно.csv"
    os.mkfifo(pipe)
    running = subprocess.Popen(
        [*MAIN, "report", str(pipe)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "KPI_LANG": "ru"},
    )
    time.sleep(2)
    (child,) = _children(running.pid)
    running.send_signal(signal.SIGINT)
    out, told = running.communicate(timeout=30)

    assert (running.returncode, out, told.decode("utf-8")) == (130, b"", "Прервано.\n")
    assert not Path(f"/proc/{child}").exists()
