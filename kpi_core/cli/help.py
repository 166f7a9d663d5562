"""The help pages: every option with an example, in the language of the user, readable at 80 columns."""

from __future__ import annotations

import textwrap
from typing import Any

from kpi_core.cli.streams import Line, width
from kpi_core.language import current_language
from kpi_core.wording import SENTENCES, say

_INDENT, _WIDEST = 2, 96
_GAP = 2


def help_page(context: Any) -> list[Line]:
    """The page of a command, or of all of them."""
    command = context.command
    name = command.name or "kpi"
    commands = getattr(command, "commands", {})
    lines: list[Line] = [
        [(_word("cli_usage_head"), "bold"), (" ", ""), (context.command_path, "bold cyan"), (_pieces(command), "cyan")]
    ]
    for code in ("help", "about"):
        if f"{code}_{name}" in SENTENCES:
            lines += [[], *_paragraph(_word(f"{code}_{name}"))]
    if commands:
        entries = [(each, _word(f"help_{each}"), "") for each in commands]
        lines += _section("cli_commands", entries)
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    lines += _section("cli_arguments", [_entry(name, param) for param in arguments])
    options = [param for param in command.params if param.param_type_name == "option"]
    help_entry = ("--help", _word("help_help"), _word("example_help"))
    lines += _section("cli_options", [*(_entry(name, param) for param in options), help_entry])
    if f"epilog_{name}" in SENTENCES:
        lines += [[], [(_word("cli_examples"), "bold")]]
        lines += [[("  " + each.strip(), "cyan")] for each in _word(f"epilog_{name}").split("|")]
    return lines


def _word(code: str) -> str:
    return say(code, current_language())


def _pieces(command: Any) -> str:
    """What stands behind the command's name in the line of usage."""
    arguments = [param.metavar for param in command.params if param.param_type_name == "argument"]
    if getattr(command, "commands", {}):
        arguments.append(_word("cli_command_word"))
    return " " + " ".join([*arguments, _word("cli_options_word")])


def _entry(command: str, param: Any) -> tuple[str, str, str]:
    """A parameter: how it is written, what it does, an example."""
    if param.param_type_name == "argument":
        shown = param.metavar
    else:
        shown = f"{param.opts[0]} {param.metavar}" if param.metavar else param.opts[0]
    return shown, _own_word("help", command, param.name), _own_word("example", command, param.name)


def _own_word(what: str, command: str, name: str) -> str:
    """The words of a parameter in this command, else those that all commands share."""
    own = f"{what}_{command}_{name}"
    return _word(own if own in SENTENCES else f"{what}_{name}")


def _section(heading: str, entries: list[tuple[str, str, str]]) -> list[Line]:
    if not entries:
        return []
    left = max(len(shown) for shown, _, _ in entries) + _INDENT + _GAP
    room = max(min(width(), _WIDEST) - left, 30)
    lines: list[Line] = [[], [(_word(heading), "bold")]]
    for shown, text, example in entries:
        first, *rest = textwrap.wrap(text, room, break_on_hyphens=False)
        lines.append([(" " * _INDENT, ""), (shown.ljust(left - _INDENT), "cyan"), (first, "")])
        lines += [[(" " * left + line, "")] for line in rest]
        if example:
            wrapped = textwrap.wrap(f"{_word('cli_example')} {example}", room, break_on_hyphens=False)
            lines += [[(" " * left + line, "dim")] for line in wrapped]
    return lines


def _paragraph(text: str) -> list[Line]:
    return [[(line, "")] for line in textwrap.wrap(text, min(width(), _WIDEST), break_on_hyphens=False)]
