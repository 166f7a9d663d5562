"""Charts by channel: small multiples on one scale and the heat map of the plan."""

from __future__ import annotations

from kpi_core.periods import Period
from kpi_core.report.cards import SPARK_MONTHS, months_back
from kpi_core.report.facets import Series, facets, panel_width
from kpi_core.report.metrics import fitted, wrapped
from kpi_core.report.model import Figure, Heat, Multiples
from kpi_core.report.scribe import Scribe
from kpi_core.status import judged, plan_status, status
from kpi_core.units import NBSP, format_scaled, format_value, rounded, scale_for, scale_unit, short_month

PER_ROW, MOST_PANELS, MOST_ROWS = 6, 12, 14
_NAME = 9.0
# A name beside the heat map stands in one line of 22 % of the page.
_HEAD, _HEAD_SIZE = 140.0, 11.2
_BASES = ("revenue", "leads", "orders")
_LEAST_MONTHS = 3


def build_multiples(scribe: Scribe) -> Multiples | None:
    """Thirteen months of the channels, the smallest ones together; None below two channels or three months."""
    base = _base(scribe)
    months = months_back(scribe.month, SPARK_MONTHS)
    while base is not None and len(months) > 1 and scribe.ask(base, None, months[0]).value is None:
        del months[0]
    if base is None or len(scribe.cube.channels) < 2 or len(months) < _LEAST_MONTHS:
        few = base is not None and len(scribe.cube.channels) < 2
        scribe.miss("multiples", "no_channels" if few else "few_months" if base else "no_data")
        return None
    unit = scribe.kpi(base).unit
    channels = [each for each in scribe.cube.channels if _series(scribe, base, each, months) != [None] * len(months)]
    shown = channels[: MOST_PANELS if len(channels) <= MOST_PANELS else MOST_PANELS - 1]
    rest = channels[len(shown) :]
    values = [_series(scribe, base, channel, months) for channel in shown]
    scale = scale_for(
        max([abs(value) for each in values for value in each if value is not None] or [0.0]), scribe.language, unit
    )
    count = len(shown) + bool(rest)
    per_row = count if count <= PER_ROW else -(-count // 2)
    room = panel_width(per_row)
    made = [
        Series(
            wrapped(channel, room, _NAME, 600),
            format_scaled(each[-1], scale, scribe.language),
            *_year(scribe, base, channel),
            each,
            [scribe.cube.target(base, month, channel).value for month in months],
        )
        for channel, each in zip(shown, values, strict=True)
    ]
    if rest:
        summed = _summed([_series(scribe, base, channel, months) for channel in rest])
        text = format_scaled(summed[-1], scale, scribe.language)
        name = (scribe.say("others", count=len(rest)),)
        made.append(Series(name, text, "", "", summed, [None] * len(months)))
    plan = any(value is not None for each in made for value in each.plan)
    label = scale_unit(scale, unit, scribe.language, scribe.currency)
    what = f"{scribe.label(base)}, {label}" if label else scribe.label(base)
    first, final = (_tick(scribe, month) for month in (months[0], months[-1]))
    listed = "; ".join(f"{' '.join(each.name)} {each.value}" for each in made)
    chart = facets(
        made,
        per_row=per_row,
        first=first,
        final=final,
        title=scribe.say("multiples_alternative", label=what, listed=listed),
        height=124 if count > PER_ROW else 136,
    )
    subtitle = scribe.say(
        "multiples_subtitle", label=what, count=len(months), plan=scribe.say("multiples_plan") if plan else ""
    )
    return Multiples(scribe.say("multiples_title", label=scribe.label(base)), subtitle, chart, "")


def _base(scribe: Scribe) -> str | None:
    return next((name for name in _BASES if scribe.ask(name).value is not None), None)


def _series(scribe: Scribe, base: str, channel: str, months: list[Period]) -> list[float | None]:
    return [scribe.ask(base, channel, month).value for month in months]


def _summed(series: list[list[float | None]]) -> list[float | None]:
    """Month by month; undefined where no channel has a value."""
    columns = [[value for value in column if value is not None] for column in zip(*series, strict=True)]
    return [sum(column) if column else None for column in columns]


def _year(scribe: Scribe, base: str, channel: str) -> tuple[str, str]:
    """The change on the year with its glyph, and its tone."""
    answer = scribe.change(base, "yoy", channel)
    if answer.value is None or not judged(answer):
        return "", ""
    signal = scribe.signal(base, "yoy", channel)
    text = scribe.plain_change(base, answer, "yoy", channel)
    tone = scribe.tone(base, answer, "yoy", channel)
    return f"{scribe.say('word_yoy')}{NBSP}{text}", "flat" if signal is False else tone


def _tick(scribe: Scribe, month: Period) -> str:
    return f"{short_month(month.start, scribe.language)}{NBSP}{month.start:%y}"


def build_heat(scribe: Scribe) -> Heat | None:
    """Attainment of the plan by channel and month, where at least one channel has targets in the report month."""
    base = next(
        (
            name
            for name in _BASES
            if any(_attained(scribe, name, scribe.month, channel) is not None for channel in scribe.cube.channels)
        ),
        None,
    )
    if base is None:
        scribe.miss("heat", "no_channel_plan")
        return None
    months = [
        month
        for month in months_back(scribe.month, SPARK_MONTHS)
        if any(_attained(scribe, base, month, channel) is not None for channel in (*scribe.cube.channels, None))
    ]
    planned = [
        channel
        for channel in scribe.cube.channels
        if any(_attained(scribe, base, month, channel) is not None for month in months)
    ][:MOST_ROWS]
    rows = [(fitted(channel, _HEAD, _HEAD_SIZE, 600), _cells(scribe, base, months, channel)) for channel in planned]
    total = _cells(scribe, base, months, None)
    if any(cell.text for cell in total):
        rows.append((scribe.say("total"), total))
    header = tuple(short_month(month.start, scribe.language) for month in months)
    label = scribe.label(base)
    return Heat(_heat_title(scribe, base, planned), scribe.say("heat_subtitle", label=label), header, tuple(rows))


def _attained(scribe: Scribe, name: str, month: Period, channel: str | None) -> float | None:
    return scribe.cube.attainment(name, month, channel).value


def _cells(scribe: Scribe, base: str, months: list[Period], channel: str | None) -> tuple[Figure, ...]:
    return tuple(_cell(scribe, base, month, channel) for month in months)


def _cell(scribe: Scribe, base: str, month: Period, channel: str | None) -> Figure:
    """Whole percents, and the status of what is shown: 99.6 % reads 100 and is on plan here."""
    share = _attained(scribe, base, month, channel)
    if share is None:
        return Figure("")
    shown = float(rounded(share, "percent", digits=0)) / 100
    fit = status(scribe.cube, base, month, channel)
    return Figure(format_value(shown * 100, "count", scribe.language), tone=plan_status(shown) if fit else "")


def _heat_title(scribe: Scribe, base: str, planned: list[str]) -> str:
    """How many channels met the plan of the month, as the cells show it: a status by the written rule."""
    cells = [_cell(scribe, base, scribe.month, channel) for channel in planned]
    judged_cells = [cell for cell in cells if cell.tone]
    met = sum(cell.tone == "good" for cell in judged_cells)
    label = scribe.label(base)
    if not judged_cells:
        return scribe.say("heat_plain", label=label)
    if met in (0, len(judged_cells)):
        return scribe.say("heat_all" if met else "heat_none", label=label)
    return scribe.say("heat_title", label=label, met=met, count=len(judged_cells))
