"""Every failure as one sentence with a remedy, and its exit code."""

from __future__ import annotations

import errno
from typing import Any

from kpi_core.errors import KpiError, OutputError, UsageError, nearest
from kpi_core.language import current_language
from kpi_core.wording import say

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def heading() -> str:
    """The word in front of an error."""
    return say("cli_error", current_language())


def interrupted() -> str:
    """What Ctrl-C is answered with."""
    return say("cli_interrupted", current_language())


def told(failure: Exception) -> tuple[str, int]:
    """The sentence and the exit code of a failure."""
    known = failure if isinstance(failure, KpiError) else _translated(failure)
    return known.message(), known.exit_code


def _translated(failure: Exception) -> KpiError:
    """A failure that is none of ours, in our words."""
    if hasattr(failure, "format_message"):
        return _wrong_use(failure)
    if isinstance(failure, MemoryError):
        return KpiError("cli_memory")
    if isinstance(failure, OSError) and failure.errno in _FULL:
        return OutputError("cli_full")
    if isinstance(failure, OSError) and failure.filename:
        return OutputError("cli_os", path=failure.filename, detail=failure.strerror or failure)
    detail = " ".join(str(failure).split())[:200]
    return KpiError("cli_unexpected", kind=type(failure).__name__, detail=detail)


def _wrong_use(failure: Any) -> UsageError:
    """What the parser of the command line complains about; its exceptions are told by name, for their home moves."""
    context: Any = getattr(failure, "ctx", None)
    command = context.command_path if context else "kpi"
    kind = type(failure).__name__
    if kind == "NoSuchOption":
        known = [name for param in context.command.params for name in (*param.opts, *param.secondary_opts)]
        near = nearest(failure.option_name, [name for name in known if name.startswith("-")])
        if near:
            return UsageError("cli_no_option_near", name=failure.option_name, near=near, command=command)
        return UsageError("cli_no_option", name=failure.option_name, command=command)
    if kind == "MissingParameter":
        param = failure.param
        name = param.metavar or param.name
        if param.param_type_name == "option":
            name = f"{param.opts[0]} {name}"
        return UsageError("cli_missing", name=name, command=command)
    if kind == "BadOptionUsage":
        return UsageError("cli_needs_value", name=failure.option_name, command=command)
    return UsageError("cli_usage", detail=failure.format_message(), command=command)
