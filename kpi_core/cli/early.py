"""The drawing process of `kpi report`, started before this one imports anything: both have a second of work to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi_core.report import Renderer

_waiting: list[Renderer] = []
_NO_PDF = ("--help", "html", ".html", ".htm")


def start(arguments: Sequence[str]) -> None:
    """Start it where the command line looks like one that draws a PDF; a wrong guess costs nothing but a process."""
    if arguments[:1] == ["report"] and not any(each.casefold().endswith(_NO_PDF) for each in arguments):
        from kpi_core.report import Renderer

        _waiting.append(Renderer())


def renderer() -> Renderer:
    """The one that was started, else one that begins now."""
    from kpi_core.report import Renderer

    return _waiting.pop() if _waiting else Renderer()


def stop() -> None:
    """Let go what nobody has asked for, as where the command line was wrong."""
    while _waiting:
        _waiting.pop().close()
