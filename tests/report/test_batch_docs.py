"""docs/delivery.md: its units pass systemd's own check, its cron line does under cron's environment what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ORDERS
from tests.report.post_office import authority, serve  # noqa: F401

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "delivery.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.M | re.S)


def wanted(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not on this machine")
    return path


def test_the_units_are_what_systemd_expects(tmp_path: Path):
    service, timer = blocks("ini")
    # Paths and the user of the page are not on this machine.
    here = service.replace("/srv/kpi/venv/bin/kpi", sys.executable).replace("/srv/kpi", str(tmp_path))
    (tmp_path / "kpi-reports.service").write_text(here.replace("User=kpi", "User=root"), encoding="utf-8")
    (tmp_path / "kpi-reports.timer").write_text(timer, encoding="utf-8")
    done = subprocess.run(
        [wanted("systemd-analyze"), "verify", tmp_path / "kpi-reports.service", tmp_path / "kpi-reports.timer"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "=*-*-03 07:00" in timer


def test_the_cron_line_is_one(tmp_path: Path):
    table = tmp_path / "crontab"
    table.write_text(blocks("cron")[0], encoding="utf-8")
    done = subprocess.run([wanted("crontab"), "-n", table], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_cron_line_sends_the_report_in_crons_bare_environment(serve, tmp_path: Path):  # noqa: F811
    box = serve("starttls", login=True)
    from tests.report.post_office import PASSWORD, USER

    client = tmp_path / "clients" / "north"
    client.mkdir(parents=True)
    (client / "orders.csv").write_text(ORDERS, encoding="utf-8")
    config = 'company = "Север"\nemail = "boss@firma.ru"\n[[source]]\npath = "orders.csv"\n'
    (client / "kpi.toml").write_text(config, encoding="utf-8")
    program = tmp_path / "venv" / "bin" / "kpi"
    program.parent.mkdir(parents=True)
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from kpi_core.cli import main; main()"
    program.write_text(f"#!{sys.executable}\nif __name__ == '__main__':\n    {code}\n", encoding="utf-8")
    program.chmod(0o755)
    values = {"HOST": "localhost", "USER": USER, "PASSWORD": f"'{PASSWORD}'"}
    settings = next(block for block in blocks("sh") if "KPI_SMTP_HOST" in block)
    for name, value in values.items():
        settings, count = re.subn(rf"^KPI_SMTP_{name}=.*$", f"KPI_SMTP_{name}={value}", settings, flags=re.M)
        assert count == 1
    certificates = os.environ["SSL_CERT_FILE"]
    more = f"KPI_SMTP_PORT={box.port}\nSSL_CERT_FILE={certificates}\n"
    (tmp_path / "mail.env").write_text(settings + more, encoding="utf-8")

    line = blocks("cron")[0].splitlines()[-1].replace("/srv/kpi", str(tmp_path))
    command = re.fullmatch(r"(?:\S+ ){5}(.*)", line)[1]
    bare = {"HOME": str(tmp_path), "LOGNAME": "kpi", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["/bin/sh", "-c", command], env=bare, cwd="/", check=False, timeout=120)

    log = (tmp_path / "batch.log").read_text(encoding="utf-8")
    assert done.returncode == 0, log
    assert re.search(r"^Север +2026-10 +sent ", log, re.M), log
    [(_, to, mail)] = box.taken
    assert to == ["boss@firma.ru"]
    assert [each.get_filename() for each in mail.iter_attachments()] == ["Север-2026-10.pdf"]


def test_every_option_and_variable_of_the_page_exists():
    from typer.main import get_command

    from kpi_core.cli.app import application
    from kpi_core.report import mail

    commands = get_command(application()).commands
    for name, line in re.findall(r"\bkpi(?:\.exe)? (report|batch|check)\b([^\n`]*)", PAGE):
        known = {option for param in commands[name].params for option in param.opts}
        assert set(re.findall(r"--[a-z]+", line)) <= known, line
    assert set(re.findall(r"`(--[a-z]+)", PAGE)) <= {
        option for name in ("report", "batch") for param in commands[name].params for option in param.opts
    }
    read = set(re.findall(r"KPI_SMTP_[A-Z]+", Path(mail.__file__).read_text(encoding="utf-8")))
    assert set(re.findall(r"KPI_SMTP_[A-Z]+", PAGE)) == read
