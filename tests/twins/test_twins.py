"""Every profile reads its twin: rows, sums by month and channel, what is left out, and no second opinion."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from kpi_core.load import load
from kpi_core.recognise.profile import profiles
from kpi_core.snapshot import Facts, Snapshot
from tests.twins.make import MAKERS, Told, make

COUNTED = {"orders": "order_id", "leads": "lead_id"}


def sums(facts: Facts, column: str) -> dict[tuple[str, str, str], Decimal]:
    """Sums by month and channel, as the twin counts them."""
    frame = facts.frame
    month = frame["date"].dt.strftime("%Y-%m")
    channel = frame["channel"].astype(object).where(frame["channel"].notna(), "") if "channel" in frame else ""
    if column in COUNTED and facts.kind == column:
        rows = pd.DataFrame({"month": month, "channel": channel, "id": frame[COUNTED[column]]}).drop_duplicates("id")
        amounts, scale = rows.assign(amount=1), 0
    elif column.startswith("won"):
        won = frame[frame["won"]]
        amount = won["revenue"] if column == "won_revenue" else 1
        when = won["won_date"].dt.strftime("%Y-%m") if "won_date" in won else ""
        amounts = pd.DataFrame({"month": when, "channel": channel[won.index], "amount": amount}, index=won.index)
        scale = facts.decimals["revenue"] if column == "won_revenue" else 0
    else:
        amounts = pd.DataFrame({"month": month, "channel": channel, "amount": frame[column].fillna(0)})
        scale = facts.decimals[column]
    result: dict[tuple[str, str, str], Decimal] = {}
    for m, c, amount in amounts[["month", "channel", "amount"]].itertuples(index=False):
        for key in {(column, m, c), (column, "", ""), (column, m, ""), (column, "", c)}:
            result[key] = result.get(key, Decimal(0)) + Decimal(int(amount)).scaleb(-scale)
    return result


def check(snapshot: Snapshot, told: Told) -> None:
    facts = snapshot.tables[told.table]
    source = next(each for each in facts.sources if each.file == told.path.name)
    fate = (source.rows_read, dict(source.excluded), source.rows_refused)
    assert fate == (told.rows, told.excluded, told.refused)
    assert source.rows_read == source.rows_used + sum(source.excluded.values()) + source.rows_refused
    assert (source.monthly, source.vat) == (told.monthly, told.vat)
    for column in {key[0] for key in told.sums}:
        assert sums(facts, column) == {key: value for key, value in told.sums.items() if key[0] == column}


@pytest.mark.parametrize("name", MAKERS)
def test_the_profile_reads_its_twin(name: str, tmp_path: Path):
    told = make(name, tmp_path)
    snapshot = load(told.path)
    matched = [finding for finding in snapshot.findings if finding.code == "profile_matched"]
    label = next(each for each in profiles() if each.name == told.profile).label
    assert matched
    assert matched[0].params["system"] == label
    assert matched[0].params["why"]
    assert not [finding.message("ru") for finding in snapshot.findings if finding.level == "error"]
    for finding in snapshot.findings:
        assert finding.message("ru")
        assert finding.message("en")
    assert label.en in matched[0].message("en")
    assert "(таблица" not in matched[0].message("en")
    assert label.ru == label.en or label.ru not in matched[0].message("en")
    check(snapshot, told)


def test_every_profile_has_a_twin(tmp_path: Path):
    made = {make(name, tmp_path).profile for name in MAKERS}
    assert {each.name for each in profiles()} == made
