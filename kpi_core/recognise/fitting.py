"""Grids against the profiles of known systems."""

from __future__ import annotations

import re

from kpi_core.errors import SourceError
from kpi_core.facts import TABLES
from kpi_core.recognise import headers
from kpi_core.recognise.headers import Header
from kpi_core.recognise.pieces import like_number, nothing
from kpi_core.recognise.profile import Profile, profiles
from kpi_core.recognise.ranges import range_in, stated_range
from kpi_core.recognise.understood import LOOKED_AT, Profiled, Understood, fixed_columns, headers_of
from kpi_core.sources.grid import Grid
from kpi_core.sources.spec import SourceSpec


def by_profile(grid: Grid, spec: SourceSpec) -> Understood | None:
    """The grid as an export of a known system; what the user says of its columns wins over the profile."""
    best: tuple[int, int, Profile, tuple[Header, ...]] | None = None
    rows = 1 if grid.headed else min(LOOKED_AT, grid.height)
    preamble: list[str] = []
    for row in range(rows):
        plain = headers_of(grid, row)
        for profile in profiles():
            if spec.table not in (None, profile.table) or (profile.foot and not _ends_with(grid, profile.foot)):
                continue
            for depth in range(min(profile.header_rows, grid.height - row)):
                variants = _joined_headers(grid, row, depth + 1) if depth else (plain,)
                # Of two headers that speak as well, the one with more lines: the lower ones are no data.
                fitting = [(score, above) for above in variants if (score := profile.score(above, preamble))]
                for score, above in fitting[:1]:
                    if best is None or score > best[0] or (best[2] is profile and score == best[0] and depth):
                        best = (score, row + depth, profile, above)
                if fitting and not _label_below(grid, row + depth + 1):
                    break
        preamble += [cell for cell in grid.row(row) if isinstance(cell, str) and cell.strip()]
    return _profiled(grid, spec, *best[1:]) if best else None


def _ends_with(grid: Grid, foot: str) -> bool:
    """Whether the last line begins so."""
    cell = grid.columns[0][-1] if grid.columns and grid.height else ""
    return isinstance(cell, str) and cell.strip().startswith(foot)


def _label_below(grid: Grid, row: int) -> bool:
    """Whether a line holds labels and nothing that could be data: the next line of a header."""
    if row >= grid.height:
        return False
    filled = [cell for cell in grid.row(row) if not nothing(cell)]
    return bool(filled) and all(isinstance(cell, str) and not like_number(cell) for cell in filled)


def _joined_headers(grid: Grid, row: int, rows: int) -> list[tuple[Header, ...]]:
    """Headers that stand one under another: the first that says something speaks for its column, or else the last."""
    lines = [grid.row(each) for each in range(row, row + rows)]
    if not any(isinstance(cell, str) and cell.strip() for cell in lines[0]):
        return []
    tops = [[c for c in column if isinstance(c, str) and c.strip()] for column in zip(*lines, strict=True)]
    return [tuple(headers.parse_header(cells[at] if cells else "") for cells in tops) for at in (0, -1)]


def lines_above(grid: Grid, row: int) -> list[tuple[int, list[str]]]:
    """What stands above the header: for each line its number, its texts, and the line as a whole."""
    lines = []
    for line in range(row):
        texts = [cell for cell in grid.row(line) if isinstance(cell, str) and cell.strip()]
        if texts:
            lines.append((grid.row_number(line), [*texts, ", ".join(texts)] if len(texts) > 1 else texts))
    return lines


def _profiled(grid: Grid, spec: SourceSpec, row: int, profile: Profile, above: tuple[Header, ...]) -> Understood | None:
    matches, also = profile.matches(above)
    try:
        fixed = fixed_columns(grid, spec, above)
    except SourceError:
        return None
    own = {column: match.index for column, match in matches.items()} | fixed
    for column, found in headers.match(above, profile.table, own).items():
        if column in fixed or (column not in matches and column not in (*profile.columns, *profile.never)):
            matches[column] = found
    if profile.channel and "channel" not in fixed:
        matches.pop("channel", None)
    matches = {column: found for column, found in matches.items() if column not in spec.constants}
    order = [column for column in TABLES[profile.table].columns if column in matches]
    preamble = lines_above(grid, row)
    period = stated_range(preamble, profile.period) or range_in(re.split(r"[\\/]", grid.file)[-1])
    why = tuple(profile.why(above, [text for _, texts in preamble for text in texts]))
    known = Profiled(profile, why, {c: more for c, more in also.items() if c not in fixed})
    ours = {c: matches[c] for c in order}
    return Understood(grid, spec, profile.table, row, above, ours, profiled=known, period=period)
