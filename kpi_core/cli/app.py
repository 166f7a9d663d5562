"""The command line as a whole: its commands, global options, and how every failure is told in one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from kpi_core import __version__
from kpi_core.cli import faults, streams
from kpi_core.cli.help import help_page
from kpi_core.errors import UsageError, nearest
from kpi_core.language import set_language

INTERRUPTED = 130


class _AsTyped:
    """Takes the place of typer's conversion of values: ours are texts and flags, which the parser gives as they are."""

    def coerce(self, value: Any, **_: Any) -> Any:
        return value


class _Page:
    """What commands and their group share: our own help page, and values as they were typed."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page at once, so that a terminal sees its colours."""
        streams.write(help_page(ctx))

    def get_params(self, ctx: Any) -> Any:
        params = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            # Recent typers ask pydantic to convert a text to a text, and its import costs as much as all of `kpi list`.
            # Older ones do not know the attribute.
            param._runtime_param = _AsTyped()
        return params


class Command(_Page, TyperCommand):
    """A subcommand, with our own words for a superfluous argument."""

    def invoke(self, ctx: Any) -> Any:
        if ctx.args:
            raise UsageError("cli_extra", value=" ".join(ctx.args), command=ctx.command_path)
        return super().invoke(ctx)


class Group(_Page, TyperGroup):
    """All subcommands; an unknown one is answered with the near name."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = nearest(args[0], self.commands)
            if near is None:
                raise UsageError("cli_no_command", name=args[0], known=list(self.commands))
            raise UsageError("cli_no_command_near", name=args[0], near=near)
        return super().resolve_command(ctx, args)


COMMANDS = {
    **{name: name for name in (
        "report", "compute", "explain", "check", "suggest", "alerts", "scorecard", "bridge", "quadrant", "forecast",
        "cohorts", "whatif",
    )},
    "list": "list.list_kpis",
    **{name: name for name in ("new", "tidy", "batch", "refresh")},
}  # fmt: skip
"""Each command and its function: that of its own name in the module of its name, unless said otherwise."""
HOSTS = ("build", "install", "uninstall", "doctor")
_GROUP: dict[str, Any] = {
    "cls": Group,
    "rich_markup_mode": None,
    "add_completion": False,
    "invoke_without_command": True,
}
_COMMAND: dict[str, Any] = {"cls": Command, "context_settings": {"allow_extra_args": True}}


def application(named: str = "") -> typer.Typer:
    """The command line: with the named command alone, so that nothing is imported for the others, else with all."""
    app = typer.Typer(pretty_exceptions_enable=False, **_GROUP)
    app.callback()(kpi)
    for name in [named] if named in COMMANDS else COMMANDS:
        module, _, function = COMMANDS[name].partition(".")
        app.command(name, **_COMMAND)(getattr(import_module(f"kpi_core.cli.{module}"), function or name))
    if named not in COMMANDS:
        hosts = typer.Typer(**_GROUP)
        hosts.callback()(addin_group)
        for step in HOSTS:
            hosts.command(step, **_COMMAND)(getattr(import_module("kpi_core.cli.addin"), step))
        app.add_typer(hosts, name="addin")
    return app


def addin_group(context: typer.Context) -> None:
    _page_unless_named(context)


def kpi(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version")] = False,
    debug: Annotated[bool, typer.Option("--debug")] = False,
) -> None:
    if version:
        sys.stdout.write(f"kpi {__version__}\n")
        raise typer.Exit
    _page_unless_named(context)


def _page_unless_named(context: typer.Context) -> None:
    """Without a subcommand there is nothing to do but to show which there are."""
    if context.invoked_subcommand is None:
        streams.write(help_page(context), sys.stderr)
        raise typer.Exit(UsageError.exit_code)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing but `--debug` ever shows a traceback."""
    set_language(None)
    streams.prepare()
    # `--debug` may stand anywhere: people add it to the end of the line that has just failed.
    debug = "--debug" in arguments
    try:
        code = _invoke([argument for argument in arguments if argument != "--debug"])
        sys.stdout.flush()
        return code
    except (KeyboardInterrupt, typer.Abort):
        streams.tell(faults.interrupted())
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return 0
    except Exception as failure:
        if debug:
            raise
        message, code = faults.told(failure)
        streams.write([[(faults.heading(), "bold red"), (" " + message, "")]], sys.stderr)
        return code
    finally:
        set_language(None)


def _invoke(arguments: list[str]) -> int:
    command = typer.main.get_command(application(arguments[0] if arguments else ""))
    try:
        with command.make_context("kpi", arguments) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    return 0


def _forget_stdout() -> None:
    """Whoever read has gone (`| head`): keep Python from complaining about it once more at its end."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
