"""The packer of the Windows archive, as far as it needs no Windows; `tests/wine` installs and runs what it packs."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from addin.portable import installer, pack, pango, scripts, wheels
from kpi_core.errors import OutputError, SourceError
from kpi_core.language import LANGUAGES

ROOT = Path(__file__).parent.parent.parent


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def wheel(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


class TestPins:
    LINES = [line for line in wheels.PINS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]  # noqa: RUF012

    def test_every_wheel_has_its_hash(self):
        assert len(self.LINES) > 30
        assert all(wheels._HASH.search(line) for line in self.LINES)

    def test_what_the_project_asks_for_is_pinned_in_a_version_it_allows(self):
        pinned = dict(line.split(" ")[0].lower().replace("_", "-").split("==") for line in self.LINES)
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        for each in map(Requirement, project["dependencies"]):
            assert each.specifier.contains(pinned[each.name.lower()]), each
        assert {"pywin32", "colorama"} <= set(pinned)


class TestUnpacking:
    def test_where_pip_would_put_it(self, tmp_path):
        packed = {
            "xlwings/udfs.py": b"1",
            "xlwings/pro/reports.py": b"2",
            "pandas/tests/test_io.py": b"3",
            "xlwings-0.37.8.data/data/xlwings64-0.37.8.dll": b"4",
            "xlwings-0.37.8.data/scripts/xlwings": b"5",
            "xlwings-0.37.8.dist-info/METADATA": b"6",
        }
        wheels.unpack(wheel(tmp_path / "x.whl", packed), tmp_path / "python")
        found = {path.relative_to(tmp_path / "python").as_posix() for path in (tmp_path / "python").rglob("*.*")}
        assert {name for name in found if "." in Path(name).name and "dist-info" not in Path(name).name} == {
            "Lib/site-packages/xlwings/udfs.py",
            "xlwings64-0.37.8.dll",
        }
        assert (tmp_path / "python/Lib/site-packages/xlwings-0.37.8.dist-info/METADATA").read_bytes() == b"6"

    def test_a_given_interpreter_finds_its_libraries_beside_it_only(self, tmp_path):
        names = ("python.exe", "python311.dll", "python311.zip", "python311._pth")
        given = wheel(tmp_path / "python-3.11.9-embed-amd64.zip", dict.fromkeys(names, b""))
        files = wheels.interpreter(tmp_path, given)
        assert files["python311._pth"].split() == [b"python311.zip", b".", b"Lib\\site-packages", b"import", b"site"]

    @pytest.mark.parametrize("content", [{"readme.txt": b""}, {"python.exe": b"", "python312.dll": b""}])
    def test_what_is_no_python_3_11_is_refused_by_name(self, tmp_path, content):
        with pytest.raises(SourceError, match=r"other\.zip"):
            wheels.interpreter(tmp_path, wheel(tmp_path / "other.zip", content))

    def test_a_download_that_fails_names_what_and_where_to(self, tmp_path, monkeypatch):
        monkeypatch.setattr(wheels, "PINS", written(tmp_path, {"pins.txt": f"no==1 --hash=sha256:{'0' * 64}".encode()}))
        monkeypatch.setattr(wheels, "PINS", tmp_path / "pins.txt")
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        with pytest.raises(SourceError) as failure:
            wheels.fetch(tmp_path / "downloads")
        assert str(tmp_path / "downloads") in failure.value.message("en")


class TestPango:
    DLLS = {  # noqa: RUF012
        "gobject-2.0-0.dll": b"glib-2.0-0.dll\0", "pango-1.0-0.dll": b"GObject-2.0-0.dll\0KERNEL32.dll\0",
        "pangoft2-1.0-0.dll": b"fontconfig-1.dll\0", "harfbuzz.dll": b"", "harfbuzz-subset.dll": b"harfbuzz.dll\0",
        "fontconfig-1.dll": b"freetype-6.dll\0", "glib-2.0-0.dll": b"", "freetype-6.dll": b"",
        "gstvideo-1.0-0.dll": b"",
    }  # fmt: skip

    def test_what_is_needed_and_nothing_else(self, tmp_path):
        source = written(tmp_path / "gtk" / "bin", self.DLLS)
        written(tmp_path / "gtk" / "etc" / "fonts", {"fonts.conf": b"<fontconfig/>"})
        copied = pango.copy_pango(source, tmp_path / "pango")
        assert copied == sorted(set(self.DLLS) - {"gstvideo-1.0-0.dll"})
        assert (tmp_path / "pango" / "etc" / "fonts" / "fonts.conf").is_file()

    def test_names_as_msys2_has_them(self, tmp_path):
        versions = {"harfbuzz.dll": "libharfbuzz-0.dll", "harfbuzz-subset.dll": "libharfbuzz-subset-0.dll"}
        names = {versions.get(name, f"lib{name}"): b"" for name in self.DLLS}
        assert "libharfbuzz-0.dll" in pango.copy_pango(written(tmp_path / "bin", names), tmp_path / "pango")

    def test_what_is_missing_is_named(self, tmp_path):
        rest = {name: content for name, content in self.DLLS.items() if not name.startswith("pango")}
        with pytest.raises(SourceError, match=r"pango-1\.0-0, pangoft2-1\.0-0"):
            pango.copy_pango(written(tmp_path / "bin", rest), tmp_path / "pango")


class TestScripts:
    def test_lines_end_as_windows_wants_them(self):
        for name, content in scripts.scripts().items():
            assert content.count(b"\r\n") == content.count(b"\n") > 0, name

    def test_both_languages_and_no_letter_that_the_command_interpreter_takes_for_its_own(self):
        text = scripts.scripts()["Install.cmd"].decode()
        echoed = [line for line in text.splitlines() if line.startswith("echo ")]
        assert len(echoed) == len(LANGUAGES)
        for line in echoed:
            assert all(line[at - 1] == "^" for at, letter in enumerate(line) if letter in "&|<>()")

    def test_python_starts_with_pango_on_its_path(self, tmp_path):
        site = scripts.scripts()["python/Lib/site-packages/sitecustomize.py"].decode()
        (tmp_path / "pango" / "bin").mkdir(parents=True)
        code = f"import sys; sys.prefix = {str(tmp_path)!r}\n{site}\nprint(os.environ['WEASYPRINT_DLL_DIRECTORIES'])"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == str(tmp_path / "pango" / "bin")


class TestArchive:
    def test_the_same_files_give_the_same_bytes_whenever_they_were_written(self, tmp_path):
        files = {"KPI/b.txt": b"b", "KPI/a/файл.txt": "я".encode()}
        archives = []
        for number, order in enumerate((files, dict(reversed(files.items())))):
            root = written(tmp_path / str(number), order) / "KPI"
            os.utime(root / "b.txt", (number * 1e9 + 1, number * 1e9 + 1))
            pack._zip(root, tmp_path / f"{number}.zip")
            archives.append((tmp_path / f"{number}.zip").read_bytes())
        assert archives[0] == archives[1]
        assert zipfile.ZipFile(tmp_path / "0.zip").namelist() == ["KPI/a/файл.txt", "KPI/b.txt"]

    def test_ourselves_as_the_wheel_has_us(self, tmp_path):
        pack._copy_ourselves(tmp_path)
        assert (tmp_path / "addin" / "portable" / "windows.txt").is_file()
        assert (tmp_path / "kpi_core" / "_shipped" / "templates" / "monthly" / "report.html.j2").is_file()
        assert not list(tmp_path.rglob("__pycache__"))

    def test_a_failure_leaves_no_archive_behind(self, tmp_path):
        broken = written(tmp_path, {"broken.zip": b"no archive"}) / "broken.zip"
        with pytest.raises(SourceError):
            pack.pack(tmp_path / "out" / "KPI.zip", tmp_path / "downloads", python=broken)
        assert not (tmp_path / "out").exists()


class TestInstaller:
    @pytest.fixture
    def source(self, tmp_path):
        return written(tmp_path / "Загрузки" / "KPI", {"kpi.cmd": b"new", "python/Lib/one.py": b"x = 1\n"})

    def test_a_former_version_gives_way(self, source, tmp_path, capsys):
        target = written(tmp_path / "Programs" / "KPI", {"kpi.cmd": b"old", "stale.txt": b""})
        installer.replace(source, target)
        assert (target / "kpi.cmd").read_bytes() == b"new"
        assert not (target / "stale.txt").exists()
        assert list((target / "python" / "Lib" / "__pycache__").glob("one.*.pyc"))
        assert [path.name for path in target.parent.iterdir()] == ["KPI"]
        assert str(target) in capsys.readouterr().out

    def test_a_former_version_in_use_stays_whole(self, source, tmp_path, monkeypatch):
        target = written(tmp_path / "Programs" / "KPI", {"kpi.cmd": b"old"})

        def in_use(self, other):
            raise PermissionError(13, "in use")

        monkeypatch.setattr(Path, "rename", in_use)
        with pytest.raises(OutputError, match="Excel"):
            installer.replace(source, target)
        assert (target / "kpi.cmd").read_bytes() == b"old"

    def test_where_the_new_one_cannot_take_its_place_the_former_one_comes_back(self, source, tmp_path, monkeypatch):
        target, rename = written(tmp_path / "Programs" / "KPI", {"kpi.cmd": b"old"}), Path.rename

        def not_the_new_one(self, other):
            if self.name.endswith(".new"):
                raise PermissionError(13, "a virus scanner looks into it")
            return rename(self, other)

        monkeypatch.setattr(Path, "rename", not_the_new_one)
        with pytest.raises(OutputError):
            installer.replace(source, target)
        assert (target / "kpi.cmd").read_bytes() == b"old"

    def test_a_full_disk_is_told_and_the_former_version_stays(self, source, tmp_path, monkeypatch):
        target = written(tmp_path / "Programs" / "KPI", {"kpi.cmd": b"old"})

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(installer.shutil, "copyfile", full)
        monkeypatch.setattr(installer.shutil, "copytree", lambda *_, copy_function, **__: copy_function("a", "b"))
        with pytest.raises(OutputError, match="No space left"):
            installer.replace(source, target)
        assert (target / "kpi.cmd").read_bytes() == b"old"


def test_the_command_tells_what_is_wrong_on_one_line(tmp_path):
    broken = written(tmp_path, {"no.zip": b""}) / "no.zip"
    command = [sys.executable, "-m", "addin.portable", "--python", str(broken), "--downloads", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "no.zip" in done.stderr
