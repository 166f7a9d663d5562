"""install, uninstall, doctor on a Windows machine whose registry is a dictionary."""

from __future__ import annotations

import copy
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from addin.vba import doctor, install
from addin.vba.build import addin_bytes
from addin.vba.host import Excel
from addin.vba.machine import ThisMachine
from kpi_core.wording import SENTENCES

OPTIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
SECURITY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
ASR = r"HKLM\Software\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
DISABLED = OPTIONS.replace("Options", r"Resiliency\DisabledItems")
PROCESSES, CALLS = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A", "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"


class Windows:
    """A machine with Excel 2016 or newer, as a rule in good order."""

    windows = True

    def __init__(self) -> None:
        self.registry: dict[str, dict[str, object]] = {OPTIONS: {"Font": "Calibri,11"}}
        self.running = False
        self.good = True
        self.short: str | None = None
        self.server = (4.3, "")
        self.started: list[str] = []

    def values(self, key):
        return dict(self.registry.get(key, {}))

    def keys(self, key):
        under = [each[len(key) + 1 :] for each in self.registry if each.startswith(key + "\\")]
        return sorted({each.partition("\\")[0] for each in under})

    def write(self, key, name, value):
        self.registry.setdefault(key, {})[name] = value

    def remove(self, key, name):
        del self.registry[key][name]

    def excel_runs(self):
        return self.running

    def ansi(self, path):
        return path if self.short is None else self.short

    def succeeds(self, *command):
        return self.good

    def serves(self, interpreter):
        self.started.append(interpreter)
        return self.server


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folders of a user whose name is Cyrillic and has a space, and a Python with xlwings' DLLs."""
    for variable, folder in (("APPDATA", "Roaming"), ("LOCALAPPDATA", "Local")):
        monkeypatch.setenv(variable, str(tmp_path / "Анна Ким" / "AppData" / folder))
    python = tmp_path / "Анна Ким" / "Программы и данные" / "Python"
    python.mkdir(parents=True)
    for name in ("python.exe", "pythonw.exe", install.dll_name(64), install.dll_name(32)):
        (python / name).touch()
    monkeypatch.setattr(sys, "executable", str(python / "python.exe"))
    monkeypatch.setattr(sys, "prefix", str(python))
    return tmp_path / "Анна Ким"


@pytest.fixture
def machine(home):
    return Windows()


def codes(said):
    return [each.code for each in said]


def troubles(said):
    return [each.code for each in said if each.level != "ok"]


def everything(home):
    return sorted(
        path.relative_to(home / "AppData").as_posix() for path in home.rglob("AppData/**/*") if path.is_file()
    )


class TestInstall:
    def test_files_settings_and_registry(self, machine, home):
        said = Excel(machine).install()
        assert codes(said) == ["addin_written", "addin_settings", "addin_registered", "addin_next"]
        addin = home / "AppData" / "Roaming" / "Microsoft" / "AddIns" / "KPI.xlam"
        assert addin.read_bytes() == addin_bytes()
        assert machine.registry[OPTIONS] == {"Font": "Calibri,11", "OPEN": f'"{addin}"'}
        assert everything(home) == ["Local/KPI/KPI.conf", "Local/KPI/installed.json",
                                    "Roaming/Microsoft/AddIns/KPI.xlam"]  # fmt: skip

    def test_settings_as_vba_reads_them(self, machine, home):
        """Line by line, parts between `","`; UTF-16 with its mark, as OpenTextFile(…, -1) wants it."""
        Excel(machine).install()
        raw = (home / "AppData" / "Local" / "KPI" / "KPI.conf").read_bytes()
        assert raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        found = {}
        for line in raw.decode("utf-16").split("\r\n"):
            parts = line.split('","')
            if len(parts) == 2:
                found[parts[0][1:]] = parts[1][:-1]
        python = home / "Программы и данные" / "Python"
        assert found == {
            "INTERPRETER_WIN": str(python / "pythonw.exe"),
            "DLL_FOLDER": str(python),
            "SHOW CONSOLE": "False",
            "VERSION": metadata.version("kpi-report"),
        }
        assert install.read_settings() == found

    def test_twice_is_once(self, machine, home):
        Excel(machine).install()
        before, files = copy.deepcopy(machine.registry), everything(home)
        Excel(machine).install()
        assert (machine.registry, everything(home)) == (before, files)

    def test_beside_other_addins(self, machine):
        machine.registry[OPTIONS] |= {"OPEN": r'/R "C:\other.xlam"', "OPEN1": '"C:\\third.xlam"'}
        Excel(machine).install()
        assert "KPI.xlam" in machine.registry[OPTIONS]["OPEN2"]
        assert machine.registry[OPTIONS]["OPEN"] == r'/R "C:\other.xlam"'

    def test_an_older_copy_elsewhere_is_replaced(self, machine):
        machine.registry[OPTIONS] |= {"OPEN": r'/R "D:\old\KPI.xlam"', "OPEN1": '"C:\\MY-KPI.xlam"'}
        Excel(machine).install()
        assert sorted(machine.registry[OPTIONS]) == ["Font", "OPEN", "OPEN1"]
        assert "AddIns" in machine.registry[OPTIONS]["OPEN"]
        assert machine.registry[OPTIONS]["OPEN1"] == '"C:\\MY-KPI.xlam"'

    def test_two_excels(self, machine):
        older = OPTIONS.replace("16.0", "15.0")
        machine.registry[older] = {}
        machine.registry[r"HKCU\Software\Microsoft\Office\Common\Excel"] = {}
        Excel(machine).install()
        assert "OPEN" in machine.registry[older]
        assert "OPEN" in machine.registry[OPTIONS]

    def test_open_excel_would_forget_it(self, machine, home):
        machine.running = True
        assert troubles(Excel(machine).install()) == ["addin_excel_runs"]
        assert everything(home) == []

    def test_a_path_that_the_dll_cannot_take(self, machine, home):
        """The DLL speaks the code page: another path is shortened, and where that fails nothing is half installed."""
        machine.short = r"C:\PROGRA~1\pythonw.exe"
        Excel(machine).install()
        assert install.read_settings()["INTERPRETER_WIN"] == machine.short
        Excel(machine).uninstall()
        machine.short = ""
        assert troubles(Excel(machine).install()) == ["addin_path"]
        assert everything(home) == []

    def test_without_the_dll(self, machine, home):
        for dll in home.rglob("*.dll"):
            dll.unlink()
        assert troubles(Excel(machine).install()) == ["addin_no_dll"]

    def test_on_another_system_the_file_is_written_and_the_rest_said(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        said = Excel(ThisMachine()).install()
        assert codes(said) == ["addin_built", "addin_needs_windows"]
        assert (tmp_path / "KPI.xlam").read_bytes() == addin_bytes()
        assert str(tmp_path) in said[0].message("ru")


class TestUninstall:
    def test_undoes_exactly_that(self, machine, home):
        machine.registry[OPTIONS] |= {"OPEN": r'/R "C:\other.xlam"'}
        before = copy.deepcopy(machine.registry)
        stranger = home / "AppData" / "Roaming" / "Microsoft" / "AddIns" / "чужая.xlam"
        stranger.parent.mkdir(parents=True)
        stranger.touch()
        Excel(machine).install()
        machine.registry[OPTIONS]["OPEN2"] = '"C:\\later.xlam"'
        said = Excel(machine).uninstall()
        assert troubles(said) == []
        assert machine.registry[OPTIONS] == before[OPTIONS] | {"OPEN1": '"C:\\later.xlam"'}, (
            "no gap: Excel would stop there"
        )
        assert everything(home) == ["Roaming/Microsoft/AddIns/чужая.xlam"]
        assert not (home / "AppData" / "Local" / "KPI").exists()

    def test_nothing_installed(self, machine):
        before = copy.deepcopy(machine.registry)
        assert codes(Excel(machine).uninstall()) == ["addin_not_installed"]
        assert machine.registry == before

    def test_excel_is_open(self, machine, home):
        Excel(machine).install()
        machine.running = True
        assert troubles(Excel(machine).uninstall()) == ["addin_excel_runs"]
        assert "Roaming/Microsoft/AddIns/KPI.xlam" in everything(home)

    def test_an_entry_that_the_user_has_removed(self, machine, home):
        Excel(machine).install()
        del machine.registry[OPTIONS]["OPEN"]
        assert "addin_unregistered" not in codes(Excel(machine).uninstall())
        assert everything(home) == []


class TestDoctor:
    @pytest.fixture
    def installed(self, machine):
        Excel(machine).install()
        return machine

    def test_all_is_well(self, installed, home):
        said = doctor.look(installed)
        assert troubles(said) == (["doctor_no_pywin32"] if sys.platform != "win32" else [])
        assert installed.started == [str(home / "Программы и данные" / "Python" / "pythonw.exe")]
        assert "4.3" in next(each for each in said if each.code == "doctor_server").message("en")

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            (lambda m, h: setattr(m, "good", False), "doctor_no_pango"),
            (lambda m, h: setattr(m, "server", (0.0, "exit code 1")), "doctor_server_failed"),
            (lambda m, h: next(h.rglob("xlwings32*")).unlink(), "doctor_dll_missing"),
            (lambda m, h: next(h.rglob("KPI.xlam")).unlink(), "doctor_no_addin"),
            (lambda m, h: next(h.rglob("KPI.xlam")).write_bytes(b"old"), "doctor_old_addin"),
            (lambda m, h: Path(f"{next(h.rglob('KPI.xlam'))}:Zone.Identifier").touch(), "doctor_blocked_file"),
            (lambda m, h: next(h.rglob("KPI.conf")).unlink(), "doctor_no_settings"),
            (lambda m, h: next(h.rglob("KPI.conf")).write_bytes(b"\xff\xfe\x00"), "doctor_no_settings"),
            (lambda m, h: next(h.rglob("pythonw.exe")).unlink(), "doctor_python_moved"),
            (lambda m, h: (h / "AppData" / "Local" / "KPI" / "kpi.log").write_text("Traceback"), "doctor_log"),
            (lambda m, h: m.registry[OPTIONS].pop("OPEN"), "doctor_not_registered"),
            (lambda m, h: m.registry.update({rf"HKLM\{SECURITY}": {"DisableAllAddins": 1}}), "doctor_addins_off"),
            (lambda m, h: m.registry.update({rf"HKCU\{SECURITY}": {"RequireAddinSig": 1}}), "doctor_addins_signed"),
            (lambda m, h: m.registry.update({rf"HKLM\{SECURITY}": {"VBAWarnings": 4}}), "doctor_macros"),
            (lambda m, h: m.registry.update({ASR: {PROCESSES: "1"}}), "doctor_rule_processes"),
            (lambda m, h: m.registry.update({ASR: {CALLS: 1}}), "doctor_rule_calls"),
            (lambda m, h: m.registry.update({DISABLED: {"1F": b"\x01\x00" + r"c:\a\kpi.xlam".encode("utf-16-le")}}),
             "doctor_disabled"),
        ],
    )  # fmt: skip
    def test_each_trouble_is_found_with_its_remedy(self, installed, home, wrong, code):
        before = troubles(doctor.look(installed))
        wrong(installed, home)
        found = doctor.look(installed)
        assert set(troubles(found)) - set(before) == {code}
        trouble = next(each for each in found if each.code == code)
        for language in ("ru", "en"):
            sentence = trouble.message(language)
            assert "{" not in sentence
            assert sentence.count(". ") >= 1, "what is wrong, and then what to do"

    def test_policies_that_do_no_harm(self, installed):
        """Audit of a rule, the user's own "notify", macros that are signed outside a policy."""
        before = troubles(doctor.look(installed))
        installed.registry[ASR] = {PROCESSES: "2"}
        installed.registry[rf"HKLM\{SECURITY}"] = {"VBAWarnings": 2, "DisableAllAddins": 0}
        installed.registry[r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"] = {"VBAWarnings": 4}
        assert troubles(doctor.look(installed)) == before

    def test_another_python(self, installed, home, monkeypatch):
        other = home / "venv" / "python.exe"
        other.parent.mkdir()
        other.touch()
        monkeypatch.setattr(sys, "executable", str(other))
        assert "doctor_other_python" in troubles(doctor.look(installed))

    def test_on_another_system(self):
        said = doctor.look(ThisMachine())
        assert said[-1].code == "doctor_no_windows"
        assert {"doctor_python", "doctor_versions"} <= set(codes(said))

    def test_every_sentence_is_said_by_somebody(self):
        source = "".join(path.read_text(encoding="utf-8") for path in Path(doctor.__file__).parent.glob("*.py"))
        told = {code for code in SENTENCES if code.startswith(("doctor_", "addin_"))}
        assert {code for code in told if f'"{code}"' not in source and not code.startswith("doctor_lo")} == set()


class TestTrial:
    """The start of Python that the doctor tries, with programs of ours in place of COM's."""

    def start(self, monkeypatch, **bodies):
        """Modules that do what they are told, found before the real ones."""
        from addin.vba import trial

        def run(interpreter, module, clsid):
            assert clsid.startswith("{")
            return subprocess.Popen([sys.executable, "-c", bodies[module.rpartition(".")[2]]])

        monkeypatch.setattr(trial, "_start", run)
        return trial.try_server("pythonw.exe")

    def test_an_answer(self, monkeypatch):
        seconds, why = self.start(monkeypatch, server="import time; time.sleep(60)", trial="")
        assert (why, seconds > 0) == ("", True)

    def test_a_server_that_ends(self, monkeypatch):
        bodies = {"server": "raise SystemExit(3)", "trial": "import time; time.sleep(60)"}
        assert self.start(monkeypatch, **bodies)[1] == "exit code 3"

    def test_a_wrong_answer(self, monkeypatch):
        bodies = {"server": "import time; time.sleep(60)", "trial": "raise SystemExit(1)"}
        assert self.start(monkeypatch, **bodies)[1] == "exit code 1"

    def test_nobody_answers(self, monkeypatch):
        monkeypatch.setattr("addin.vba.trial._LONGEST", 0.3)
        sleep = "import time; time.sleep(60)"
        assert self.start(monkeypatch, server=sleep, trial=sleep)[1] == "> 0 s"
