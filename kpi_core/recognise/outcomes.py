"""Which rows of a table are sales: by a flag, by a status, by a date of sale; what nobody can know is asked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kpi_core.folding import fold
from kpi_core.recognise import flags, words
from kpi_core.recognise.cells import Cells, Different, Mask
from kpi_core.recognise.dates import Dates
from kpi_core.recognise.headers import Header
from kpi_core.recognise.ledger import Ledger
from kpi_core.recognise.profile import Profile
from kpi_core.recognise.table import Table
from kpi_core.sources.spec import SourceSpec

_SALE_WORDS = ("продаж", "оплат", "платеж", "покуп", "sale", "paid", "payment", "purchase", "won")


def names_a_sale(header: Header) -> bool:
    """A closing date may close a lost deal; a date of sale or payment is a sale."""
    return any(word in header.key for word in _SALE_WORDS)


class Outcomes:
    """What the reader of a table does with outcomes; it owns the rest."""

    spec: SourceSpec
    profile: Profile | None
    ledger: Ledger
    cells: dict[str, Cells]
    count: int
    table: Table

    def _listed(self, header: str, wanted: tuple[str, ...]) -> Mask:
        raise NotImplementedError

    def _flag(self, column: str, yes: frozenset[str], no: frozenset[str]) -> bool:
        cells = self.cells[column]
        values, strange = flags.parse_flags(cells, yes, no)
        if strange:
            name = self.ledger.name_of(cells)
            self.ledger.say("warning", f"flag_unknown_{column}", column=name, words=strange[:10])
            return False
        self.table.flags[column] = values
        return True

    def _won(self, dates: Mapping[str, Dates]) -> None:
        if self.spec.won:
            won = np.ones(self.count, bool)
            for header, wanted in self.spec.won.items():
                won &= self._listed(header, wanted)
            self.table.flags["won"] = won
        elif "won" in self.cells and not self.cells["won"].blank:
            self._flag("won", words.WON, words.LOST)
        if "won" not in self.table.flags and "status" in self.cells:
            self._won_by_status()
        if "won" not in self.table.flags and "won_date" in dates and names_a_sale(self.cells["won_date"].header):
            self.table.flags["won"] = ~np.isnat(dates["won_date"].values)

    def _won_by_status(self) -> None:
        cells = self.cells["status"]
        seen = cells.different
        winners = [str(v) for v in seen.values if isinstance(v, str) and self._means_won(v)]
        if not winners:
            self._ask_won(seen)
            return
        self.table.flags["won"] = seen.where(lambda value: str(value) in winners)
        others = [str(v) for v in seen.values if str(v) not in winners]
        self.ledger.say("info", "won_by_status", column=self.ledger.name_of(cells), won=winners, others=others[:12])

    def _ask_won(self, seen: Different) -> None:
        """Stages of which none is known as a sale, nor all as a loss or as work, are asked about."""
        used = set(np.unique(seen.codes[self.ledger.used])) - {-1}
        known = {*words.LOST, *words.WORK, *(self.profile.statuses if self.profile else ())}
        stages = [str(value) for at, value in enumerate(seen.values) if at in used]
        if any(fold(flags.without_pipeline(stage)) not in known for stage in stages):
            name = self.ledger.name_of(self.cells["status"])
            self.ledger.say("warning", "won_unknown", column=name, words=stages[:12])

    def _means_won(self, status: str) -> bool:
        outcome = self.profile.statuses.get(fold(status)) if self.profile else None
        if outcome:
            return outcome == "won"
        return fold(status) in words.WON or fold(flags.without_pipeline(status)) in words.WON
