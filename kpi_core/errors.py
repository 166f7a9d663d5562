"""One family of errors and findings. Each names the place, the fault and the remedy, in the user's language.

The words stand in `kpi_core/wording/`, in both languages, one entry a code; a test holds that every code has
both and that both use the same placeholders.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from kpi_core.language import Language, current_language
from kpi_core.wording import say

Level = Literal["error", "warning", "info"]


class KpiError(Exception):
    """The family. `code` names the sentence in `kpi_core/wording/`, `params` fill its placeholders."""

    exit_code = 1

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def message(self, language: Language | None = None) -> str:
        """The sentence, on one line."""
        return say(self.code, language or current_language(), **self.params)

    def __reduce__(self) -> Any:
        return _again, (type(self), self.code, self.params)

    def __str__(self) -> str:
        return self.message()


def _again(kind: type[KpiError], code: str, params: dict[str, Any]) -> KpiError:
    """An error that another process has sent."""
    return kind(code, **params)


class SourceError(KpiError):
    """The input cannot be read, or holds nothing at all for what was asked."""


class UsageError(KpiError):
    """A wrong argument: an unknown KPI, a period that is none, a broken kpi.toml."""

    exit_code = 2


class OutputError(KpiError):
    """The result cannot be written (a full disk, a folder that is not there)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of `kpi check`: a refused row (error), something doubtful (warning) or worth knowing (info).

    `row` and `column` are as the user sees them: 1-based row, header or column letter.
    """

    level: Level
    code: str
    params: dict[str, Any] = field(default_factory=dict, hash=False)
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def message(self, language: Language | None = None) -> str:
        """The sentence with the remedy."""
        return say(self.code, language or current_language(), **self.params)

    def as_dict(self, language: Language | None = None) -> dict[str, Any]:
        """The contract of `kpi check --format json`."""
        return {
            "level": self.level,
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message(language),
        }


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The known name nearest to a mistyped one, or None where nothing is near.

    Examples
    --------
    >>> nearest("convertion", ["conversion", "cac"])
    'conversion'
    """
    folded = {known.casefold(): known for known in names}
    found = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None
