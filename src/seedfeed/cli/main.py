"""The command line: arguments in, an exit status out.

What a command needs is imported when it runs, so that `--help` and errors come at once.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn, Protocol, cast

from seedfeed import __version__
from seedfeed.cli.options import OK, UNPUBLISHED, WRONG
from seedfeed.cli.terminal import print_json, print_problems
from seedfeed.cli.told import to_tell
from seedfeed.report import ConfigError, Problem, PublishError, Report, bug

#: Each is a module of this folder.
COMMANDS = ("build", "check", "explain", "tags", "serve", "verify", "ping", "schema", "cron", "init")

INTERRUPTED = 130


class Command(Protocol):
    """What the module of a command offers."""

    HELP: str  #: what it does, in a few words
    MORE: str  #: sentences for `--help`
    EXIT_STATUS: str  #: a line for each

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Say which arguments it takes."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it. Returns the exit status. Raises ConfigError, PublishError."""


def run() -> NoReturn:
    """The command `seedfeed`."""
    status = OK
    try:
        signal.signal(signal.SIGTERM, _stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(signal.SIGHUP, _stop)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # a parent may have had it ignored; we wait for ours
        status = main()
        sys.stdout.flush()
    except KeyboardInterrupt as stop:
        status = 128 + stop.args[0] if stop.args else INTERRUPTED
        print("seedfeed: interrupted; every document is whole", file=sys.stderr)
    except OSError as error:
        # Whoever reads us has gone (`| head`), or the report does not fit on the disk: say no more there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            status = UNPUBLISHED
            print(f"seedfeed: {error.strerror or error}", file=sys.stderr)
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(status)  # to free what a large build holds, value by value, takes longer than a small build


def _stop(number: int, _: object) -> NoReturn:
    """SIGTERM is answered as Ctrl-C is."""
    raise KeyboardInterrupt(number)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command with `arguments` (default: those of the process). Returns the exit status."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 - closed by `>&-`
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal in another encoding is not an error
    parser = _parser()
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["--print-completion"]:
        import shtab

        shtab.add_argument_to(parser)
    options = parser.parse_args(given)
    if options.command is None:
        parser.print_help(sys.stderr)
        return WRONG
    as_json = getattr(options, "json", False)
    try:
        return _command(options.command).run(options)
    except ConfigError as error:
        if as_json:
            print_json(Report(problems=error.problems))
        print_problems(to_tell(error.problems, options))
        return WRONG
    except PublishError as error:
        if as_json:
            print_json(Report(failures=(error.problem,)))
        print_problems(to_tell([error.problem], options))
        return UNPUBLISHED
    except OSError:
        raise  # the world's fault, not ours
    except MemoryError:
        print_problems([Problem("seedfeed", None, "too little memory; every document is whole")])
        return UNPUBLISHED
    except Exception as error:
        if sys.flags.dev_mode:  # python -X dev -m seedfeed …
            raise
        print_problems([bug(error)])
        print("seedfeed: `python -X dev -m seedfeed …` shows where it happened", file=sys.stderr)
        return UNPUBLISHED


def _command(name: str) -> Command:
    return cast(Command, import_module(f"seedfeed.cli.{name}"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="seedfeed",
        description="Turns a folder of dated text files (seeds/) into feeds (feeds/),\n"
        "tagged by the rules in config.yaml.",
        epilog="Start with `seedfeed init`, then `seedfeed build`.\n`seedfeed COMMAND --help` says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"seedfeed {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", dest="command")
    for name in COMMANDS:
        command = _command(name)
        command.add_options(
            commands.add_parser(
                name,
                help=command.HELP,
                description=f"{command.HELP[0].upper()}{command.HELP[1:]}.\n{command.MORE}",
                epilog=f"exit status:\n{command.EXIT_STATUS}",
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
        )
    return parser
