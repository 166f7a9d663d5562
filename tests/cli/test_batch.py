"""`kpi batch`: who is a client, what is made and what is not made twice, and what one failure does to the others."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kpi_core.cli.batch_state import Memory, fingerprint
from kpi_core.cli.batch_work import Job, work
from kpi_core.cli.clients import Client, check_pattern, find_clients, output_of, told_apart
from kpi_core.errors import KpiError
from kpi_core.periods import month
from kpi_core.report.batch import Pool
from tests.cli.conftest import ORDERS, Kpi, Result

OCTOBER = month(2026, 10)


def write(path: Path, text: str = ORDERS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def config(folder: Path, *lines: str) -> Path:
    """A client by kpi.toml, its orders beside it."""
    write(folder / "orders.csv")
    return write(folder / "kpi.toml", "\n".join([*lines, '[[source]]\ntable = "orders"\npath = "orders.csv"\n']))


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """Three clients: by kpi.toml, as a folder of files, and one whose file is no table."""
    folder = tmp_path / "клиенты"
    write(folder / "kpi.toml", 'currency = "USD"\nlanguage = "en"\n[channels]\n"Директ" = "Yandex.Direct"\n')
    config(folder / "ромашка", 'company = "ООО «Ромашка»"', 'extends = "../kpi.toml"')
    write(folder / "лютик" / "продажи.csv")
    write(folder / "сломан.xlsx", "no workbook")
    return folder


def statuses(result: Result) -> dict[str, str]:
    """The client and what became of it, read off the table."""
    rows = result.out.split("\n\n")[0].splitlines()
    place = rows[0].index("Состояние")
    return {row.split()[0]: row[place : place + 11].strip() for row in rows[1:]}


def text_of(path: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages).replace("\u00a0", " ")


# Who is a client.


def names(place: Path) -> dict[str, str]:
    base = place if place.is_dir() else place.parent
    return {client.name: client.source.relative_to(base).as_posix() for client in find_clients(place).clients}


def test_every_workbook_and_every_subfolder_is_a_client(agency: Path):
    write(agency / "~$сломан.xlsx", "a lock file")
    write(agency / ".hidden" / "orders.csv")
    (agency / "пусто").mkdir()
    write(agency / "регион" / "восток" / "orders.csv")
    write(agency / "регион" / "запад" / "orders.csv")
    write(agency / "регион" / "запад" / "spend.csv")
    write(agency / "отчёты" / "old.pdf", "%PDF")
    assert names(agency) == {
        "сломан": "сломан.xlsx",
        "лютик": "лютик",
        "восток": "регион/восток",
        "запад": "регион/запад",
        "ООО-Ромашка": "ромашка/kpi.toml",
    }


def test_a_table_or_link_beside_the_clients_is_no_client_and_that_is_told(agency: Path):
    write(agency / "orders.csv")
    (agency / "круг").symlink_to(agency, target_is_directory=True)
    found = find_clients(agency)
    assert [path.name for path in found.skipped] == ["orders.csv", "круг"]
    assert len(found.clients) == 3


def test_the_folders_own_config_is_a_client_where_it_names_sources(tmp_path: Path):
    config(tmp_path, 'company = "Одна"')
    assert names(tmp_path) == {"Одна": "kpi.toml"}
    write(tmp_path / "kpi.toml", "nonsense")
    assert list(names(tmp_path).values()) == ["kpi.toml"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_a_list_names_a_source_a_line(agency: Path, encoding: str):
    lines = ["# клиенты", "", "лютик", '"ромашка/kpi.toml"', "ромашка", "нет такого.xlsx"]
    listed = agency / "список.txt"
    listed.write_bytes("\r\n".join(lines).encode(encoding))
    assert names(listed) == {
        "лютик": "лютик",
        "ООО-Ромашка": "ромашка/kpi.toml",
        "нет такого": "нет такого.xlsx",
    }


def test_names_alike_are_told_apart():
    sources = ["a/shop.xlsx", "b/Shop.xlsx", "b/other.xlsx", "c/b/shop.xlsx", "c/b/shop.ods"]
    clients = [Client(Path(source), Path(source).stem) for source in sources]
    found = [client.name for client in told_apart(clients)]
    assert found == ["shop-a", "Shop-b", "other", "shop-b-2", "shop-b-3"]
    assert len({name.casefold() for name in found}) == len(found)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("{folder}/{client}-{month}.pdf", "north/Мир-2026-10.pdf"),
        ("out/{month}/{lang}/{client}.html", "out/2026-10/ru/Мир.html"),
        ("{{{client}}}.pdf", "{Мир}.pdf"),
    ],
)
def test_a_pattern_names_the_file(pattern: str, path: str):
    client = Client(Path("north/shop.xlsx"), "Мир")
    check_pattern(pattern, [client, client])
    assert output_of(pattern, client, OCTOBER, "ru").as_posix() == path


def test_a_client_called_like_a_device_of_windows():
    assert output_of("{client}.pdf", Client(Path("con.xlsx"), "con"), OCTOBER, "ru").name == "_con.pdf"
    assert output_of("{client}.pdf", Client(Path("contra.xlsx"), "contra"), OCTOBER, "ru").name == "contra.pdf"


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("{klient}.pdf", "batch_placeholder_near"),
        ("{0}.pdf", "batch_placeholder"),
        ("{}.pdf", "batch_placeholder"),
        ("{client.source}.pdf", "batch_placeholder_near"),
        ("{client", "batch_pattern"),
        ("{client:>10}.pdf", "batch_pattern"),
        ("{client!r}.pdf", "batch_pattern"),
        ("report-{month}.pdf", "batch_one_name"),
    ],
)
def test_a_pattern_that_cannot_name_all_is_refused(pattern: str, code: str):
    client = Client(Path("shop.xlsx"), "shop")
    with pytest.raises(KpiError) as caught:
        check_pattern(pattern, [client, client])
    assert caught.value.code == code
    assert caught.value.exit_code == 2


# What is made.


def test_one_failure_stops_nobody_and_ready_work_is_not_made_again(kpi: Kpi, agency: Path):
    first = kpi("batch", agency)
    assert first.code == 1
    assert statuses(first) == {"сломан": "сбой", "лютик": "готов", "ООО-Ромашка": "готов"}
    assert "Ошибка: сломан: " in first.err
    made = agency / "ромашка" / "ООО-Ромашка-2026-10.pdf"
    # Currency, language and channels come from what all extend; 1500 + 2500 + 1000 by hand.
    assert "Revenue $5,000" in text_of(made)
    assert "Yandex.Direct" in text_of(made)
    assert "Выручка 5 000 ₽" in text_of(agency / "лютик-2026-10.pdf")
    page = text_of(agency / "overview.pdf")
    assert "Отчёт не сделан: сломан." in page
    assert "ООО «Ромашка»" in page

    before = made.stat().st_mtime_ns
    again = kpi("batch", agency)
    assert statuses(again) == {"сломан": "сбой", "лютик": "уже готов", "ООО-Ромашка": "уже готов"}
    assert made.stat().st_mtime_ns == before
    assert text_of(agency / "overview.pdf") == page

    # What the base says, the data, and a report that was lost or changed: each is made again.
    write(agency / "kpi.toml", 'currency = "EUR"\nlanguage = "en"\n')
    (agency / "лютик-2026-10.pdf").write_bytes(b"%PDF of somebody else")
    (agency / "сломан.xlsx").unlink()
    third = kpi("batch", agency)
    assert (third.code, statuses(third)) == (0, {"лютик": "готов", "ООО-Ромашка": "готов"})
    assert "Revenue €5,000" in text_of(made)

    assert statuses(kpi("batch", agency, "--again")) == {"лютик": "готов", "ООО-Ромашка": "готов"}
    assert not list(agency.rglob("*.part"))


def test_the_same_report_as_kpi_report_makes(kpi: Kpi, agency: Path, tmp_path: Path):
    kpi("batch", agency, "--output", f"{tmp_path}/new/{{month}}/{{client}}.pdf", "--overview", tmp_path / "all.html")
    single = tmp_path / "single.pdf"
    kpi("report", agency / "ромашка" / "kpi.toml", "--output", single)
    assert (tmp_path / "new" / "2026-10" / "ООО-Ромашка.pdf").read_bytes() == single.read_bytes()
    assert "Отчёт не сделан: сломан." in (tmp_path / "all.html").read_text(encoding="utf-8")


def test_month_language_and_form_are_those_asked_for(kpi: Kpi, agency: Path):
    (agency / "сломан.xlsx").unlink()
    # A report that cannot be written is its own client's failure as well.
    (agency / "ромашка" / "ООО-Ромашка-2026-09.html").mkdir()
    result = kpi("batch", agency, "--month", "2026-09", "--lang", "en", "--format", "html", "--jobs", "1")
    assert (result.code, statuses(result)) == (1, {"лютик": "готов", "ООО-Ромашка": "сбой"})
    page = (agency / "лютик-2026-09.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page
    assert "September\u00a02026" in page


def test_a_month_that_a_client_does_not_have_is_its_own_failure(kpi: Kpi, agency: Path):
    write(agency / "лютик" / "продажи.csv", ORDERS.replace("2026-", "2025-"))
    result = kpi("batch", agency, "--month", "2026-10")
    assert statuses(result) == {"сломан": "сбой", "лютик": "сбой", "ООО-Ромашка": "готов"}
    # In the user's words, though the client's own data speaks another language.
    assert "лютик: В лютик нет данных за период: октябрь 2026" in result.err


def test_one_that_takes_too_long_is_given_up(kpi: Kpi, agency: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kpi_core.cli.batch._number", lambda option, *_: 0.001 if option == "--timeout" else 1)
    result = kpi("batch", agency)
    assert result.code == 1
    assert set(statuses(result).values()) == {"сбой"}
    assert "--timeout" in result.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--jobs", "0"], "--jobs 0"),
        (["--jobs", "many"], "--jobs many"),
        (["--timeout", "-1"], "--timeout -1"),
        (["--output", "{clent}.pdf"], "{client}"),
        (["--format", "docx"], "pdf, html"),
        (["--overview", "all.txt"], "pdf"),
        (["--overview", "no/such/folder/all.pdf"], "no/such/folder"),
        (["--approve"], "--send"),
        (["--send"], "KPI_SMTP_HOST"),
        (["--format", "html", "--standard", "pdf/ua-1"], "pdf/ua-1"),
        (["--month", "2026-Q3"], "2026-Q3"),
    ],
)
def test_wrong_use_is_told_before_anything_is_made(kpi: Kpi, agency: Path, options: list[str], said: str):
    result = kpi("batch", agency, *options)
    assert result.code in (1, 2)
    assert said in result.err
    assert result.err.count("\n") == 1
    assert not list(agency.rglob("*.pdf"))


@pytest.mark.parametrize(("place", "code"), [("нет", 1), ("пусто", 1), ("one.xlsx", 2), ("binary.txt", 2)])
def test_a_place_without_clients(kpi: Kpi, tmp_path: Path, place: str, code: int):
    (tmp_path / "пусто").mkdir()
    (tmp_path / "one.xlsx").write_bytes(b"PK")
    (tmp_path / "binary.txt").write_bytes(b"\0\1")
    result = kpi("batch", tmp_path / place)
    assert (result.code, result.out) == (code, "")
    assert result.err.count("\n") == 1


def test_a_folder_that_cannot_be_written_to_is_told(kpi: Kpi, agency: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(Path, "mkdir", refuse(Path.mkdir, ".kpi-batch"))
    result = kpi("batch", agency, "--output", f"{tmp_path}/{{client}}.pdf", "--overview", tmp_path / "all.pdf")
    assert "не запомнится" in result.err
    assert (tmp_path / "лютик.pdf").exists()


def refuse(method, name: str):
    def refused(path: Path, *arguments, **named):
        if path.name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return method(path, *arguments, **named)

    return refused


def test_on_a_terminal_there_is_a_bar(agency: Path):
    (agency / "сломан.xlsx").unlink()
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from kpi_core.cli import main; main()", "batch", str(agency)]
    environment = {**os.environ, "KPI_LANG": "ru", "TERM": "xterm", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):
        while more := os.read(ours, 4096):
            shown += more
    os.close(ours)
    assert running.wait(30) == 0
    assert "Отчёты" in shown.decode()
    assert "2/2" in re.sub(r"\x1b\[[\d;?]*\w", "", shown.decode())


@pytest.mark.slow
def test_memory_stays_flat(agency: Path):
    """One worker, report after report; the benchmark does the same with five hundred."""
    job = Job(agency / "лютик", "лютик", None, None, "ru", ".pdf", "none")
    sizes = []
    with Pool(work, 1) as pool:
        for done in pool.run([job] * 24):
            assert done.failure is None
            [process] = pool.processes()
            told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
            sizes.append(int(re.search(r"^VmRSS:\s+(\d+)", told, re.M)[1]) / 1024)
    # The first rounds fill caches; then each round of eight must be as large as the one before.
    assert max(sizes[16:]) - max(sizes[8:16]) < 3, sizes


# What is remembered.


def changed_by(source: Path, change: Callable[[], object], *beside: str) -> bool:
    before = fingerprint(source, beside, "asked")
    assert before == fingerprint(source, beside, "asked") != ""
    change()
    return fingerprint(source, beside, "asked") != before


def test_whatever_a_report_is_made_from_makes_it_anew(agency: Path):
    toml, folder = agency / "ромашка" / "kpi.toml", agency / "лютик"
    logo = write(agency / "logo.svg", "<svg/>")
    own = write(agency / "templates" / "blocks" / "cards.html.j2", "cards").parent.parent
    assert changed_by(toml, lambda: write(agency / "ромашка" / "orders.csv", ORDERS + "\n"))
    assert changed_by(toml, lambda: write(agency / "kpi.toml", 'currency = "EUR"'))
    assert changed_by(toml, lambda: write(agency / "ромашка" / "kpi.closed.csv", "month,kpi,value"))
    assert changed_by(toml, lambda: write(toml, toml.read_text() + "\n# more"))
    assert changed_by(toml, lambda: write(logo, "<svg> </svg>"), str(logo))
    assert changed_by(toml, lambda: write(own / "blocks" / "plan.html.j2", ""), str(own))
    assert changed_by(folder, lambda: write(folder / "расходы.csv", "Дата;Расход"))
    # What was passed over is told in the report.
    assert changed_by(folder, lambda: write(folder / "заметки.docx", ""))
    # The day it was saved decides whether the last month is over.
    assert changed_by(folder, lambda: os.utime(folder / "продажи.csv", (0, 1_700_000_000)))
    assert not changed_by(folder, lambda: write(agency / "чужой.csv", ""))
    assert fingerprint(folder, (), "asked") != fingerprint(folder, (), "asked otherwise")


def test_a_database_elsewhere_cannot_be_remembered(tmp_path: Path):
    source = write(tmp_path / "kpi.toml", '[[source]]\npath = "postgresql://host/db"\nquery = "select 1"\n')
    assert fingerprint(source, ()) == ""
    assert fingerprint(write(tmp_path / "broken.toml", "["), ()) == ""


def test_a_broken_memory_is_as_good_as_none(tmp_path: Path):
    memory = Memory(tmp_path)
    source = tmp_path / "shop.xlsx"
    for content in ("", "{", "[]", '{"fingerprint": "x"}', json.dumps({"unknown": 1})):
        memory._file(source).write_text(content)
        assert memory.read(source) is None


def test_a_memory_of_another_month_or_place_makes_the_report_anew(kpi: Kpi, agency: Path):
    (agency / "сломан.xlsx").unlink()
    kpi("batch", agency)
    memory = Memory(agency)
    source = agency / "лютик"
    entry = memory.read(source)
    assert entry is not None
    for change in ({"month": "скоро"}, {"month": "2026-09"}, {"output": "/etc/hostname"}, {"fingerprint": "x"}):
        memory.write(source, replace(entry, **change))
        assert statuses(kpi("batch", agency)) == {"лютик": "готов", "ООО-Ромашка": "уже готов"}
        assert memory.read(source) == entry


def test_only_one_batch_at_a_time_has_a_client(tmp_path: Path):
    first, second = Memory(tmp_path), Memory(tmp_path)
    lock = first.lock(tmp_path / "shop.xlsx")
    assert lock is not None
    assert second.lock(tmp_path / "shop.xlsx") is None
    other = second.lock(tmp_path / "other.xlsx")
    assert other is not None
    lock.close()
    assert second.lock(tmp_path / "shop.xlsx") is not None


# Processes.


def batch(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from kpi_core.cli import main; main()", "batch", *map(str, arguments)]
    environment = os.environ | {"KPI_LANG": "ru"}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment,
        start_new_session=True,
    )  # fmt: skip


@pytest.mark.parametrize("how", ["ctrl-c", "systemctl stop"])
def test_ending_it_is_clean_and_the_next_run_goes_on(agency: Path, how: str):
    (agency / "сломан.xlsx").unlink()
    for number in range(4):
        shutil.copytree(agency / "лютик", agency / f"клиент{number}")
    running = batch(agency, "--jobs", "1")
    while not list(agency.glob("*.pdf")):
        assert running.poll() is None
        time.sleep(0.02)
    if how == "ctrl-c":
        os.killpg(running.pid, signal.SIGINT)
    else:
        running.terminate()
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out) == (130, "")
    assert re.fullmatch(r"Готово \d+ из 6; .*\nПрервано\.\n", err)
    assert not [path for path in agency.rglob(".*") if path.name.endswith(".part")]
    ready = {path: path.stat().st_mtime_ns for path in agency.rglob("*.pdf")}
    assert 0 < len(ready) < 6
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in ready)

    out, _ = batch(agency, "--jobs", "1").communicate(timeout=60)
    # The last one may have been written and not yet remembered: then it is made once more.
    kept = [path for path, made in ready.items() if path.stat().st_mtime_ns == made]
    assert len(kept) == out.count("уже готов") >= len(ready) - 1
    assert len(list(agency.rglob("*.pdf"))) == 7


def test_two_batches_at_once_share_the_work(agency: Path):
    (agency / "сломан.xlsx").unlink()
    for number in range(2):
        shutil.copytree(agency / "лютик", agency / f"клиент{number}")
    both = [batch(agency, "--jobs", "1") for _ in range(2)]
    outs = [running.communicate(timeout=60) for running in both]
    assert [running.returncode for running in both] == [0, 0], outs
    # Each report was made by one of them and found ready by the other.
    for client in ("лютик", "клиент0", "клиент1", "ООО-Ромашка"):
        found = sorted(re.search(rf"^{client} +\S+ +(готов|уже готов) ", out, re.M)[1] for out, _ in outs)
        assert found == ["готов", "уже готов"]
