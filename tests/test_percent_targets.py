"""A plan of 26 for a percent KPI is a plan of 26 %, in kpi.toml as in a workbook; that it was read so is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_core.config import load_config
from kpi_core.engine import build
from kpi_core.load import load


def config(folder: Path, kpi: str, numbers: str, name: str = "kpi.toml") -> Path:
    (folder / "o.csv").write_text("Дата;Выручка\n2026-10-01;5\n", encoding="utf-8")
    text = f'[[source]]\npath = "o.csv"\n\n[[target]]\nmonth = "2026-10"\nkpi = "{kpi}"\n{numbers}\n'
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    ("kpi", "written", "meant", "told"),
    [
        ("conversion", "26", 0.26, True),
        ("conversion", "2.6", 0.026, True),
        ("conversion", '"26"', 0.26, True),
        ("conversion", '"26 %"', 0.26, False),
        ("conversion", '"2600 %"', 26.0, False),
        ("conversion", "0.26", 0.26, False),
        ("conversion", "1", 1.0, False),
        ("romi", "1.5", 1.5, False),  # a return of 150 % is usual
        ("romi", "150", 1.5, True),
        ("sales_growth_yoy", "-12", -0.12, True),
        ("cac", "26", 26.0, False),
    ],
)
def test_what_a_bare_number_means(tmp_path: Path, kpi: str, written: str, meant: float, told: bool):
    path = config(tmp_path, kpi, f"target = {written}")
    found = load_config(path)
    assert found.targets[0].target == pytest.approx(meant, rel=1e-12)
    assert [each.code for each in found.findings] == (["percent_read"] if told else [])


def test_base_and_norm_are_of_the_same_unit(tmp_path: Path):
    found = load_config(config(tmp_path, "conversion", "target = 0.3\nbase = 20\nnorm = 25\nweight = 0.4"))
    target = found.targets[0]
    assert (target.target, target.base, target.norm, target.weight) == (0.3, 0.2, 0.25, 0.4)
    assert [each.column for each in found.findings] == ["target 1: base", "target 1: norm"]


def test_the_remark_names_file_place_and_remedy(tmp_path: Path):
    snapshot = load(config(tmp_path, "conversion", "target = 26"))
    remark = next(each for each in snapshot.findings if each.code == "percent_read")
    assert (remark.level, remark.file, remark.column, remark.value) == ("warning", "kpi.toml", "target 1: target", "26")
    assert remark.message("ru") == "«26» для показателя conversion прочитано как 26 %. Пишите 26 % или 0,26."
    assert build(snapshot).target("conversion").value == 0.26


def test_a_remark_on_the_file_above_stays_until_its_targets_are_replaced(tmp_path: Path):
    config(tmp_path, "conversion", "target = 26", "agency.toml")
    (tmp_path / "kpi.toml").write_text('extends = "agency.toml"\n', encoding="utf-8")
    assert [each.file for each in load_config(tmp_path / "kpi.toml").findings] == ["agency.toml"]
    own = 'extends = "agency.toml"\n[[target]]\nmonth = "2026-10"\nkpi = "conversion"\ntarget = "26 %"\n'
    (tmp_path / "kpi.toml").write_text(own, encoding="utf-8")
    assert load_config(tmp_path / "kpi.toml").findings == ()
