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
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

from seedfeed import __version__
from seedfeed.cli.commands import (
    OK,
    UNPUBLISHED,
    WRONG,
    run_build,
    run_check,
    run_cron,
    run_explain,
    run_init,
    run_tags,
)
from seedfeed.cli.terminal import print_json, print_problems
from seedfeed.report import ConfigError, PublishError, Report, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED, TERMINATED = 130, 143

_EXIT_STATUS = """\
  0  all well, whether anything changed or not
  1  some seeds were refused; the others are published, unless --strict
  2  wrong usage or config; nothing was written
  3  could not publish: disk, permission, another build is running, a file
     that is not ours; every document is whole, old or new
  130, 143  interrupted by Ctrl-C or SIGTERM; every document is whole
"""
_CHECK_STATUS = """\
  0  all well
  1  some seeds would be refused
  2  wrong usage or config
  3  a build could not publish: a file that is not ours is in the way
"""


def run() -> NoReturn:
    """The command `seedfeed`."""
    status = OK
    try:
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # a parent may have had it ignored; we wait for ours
        status = main()
        sys.stdout.flush()
    except KeyboardInterrupt as stop:
        status = TERMINATED if stop.args else INTERRUPTED
        print("seedfeed: interrupted; every document is whole", file=sys.stderr)
    except OSError as error:
        # Who reads us has gone (`| head`), or the report does not fit on the disk: say no more there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            status = UNPUBLISHED
            print(f"seedfeed: {error.strerror or error}", file=sys.stderr)
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(status)  # to free what a large build holds, value by value, takes longer than a small build


def _stop(number: int, _: object) -> NoReturn:
    """Asked to end, we do what we do for Ctrl-C."""
    raise KeyboardInterrupt(number)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command with `arguments` (default: those of the process). Returns the exit status."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 - closed by `>&-`
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal in another encoding is no error
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.run is None:
        parser.print_help(sys.stderr)
        return WRONG
    command: Callable[[argparse.Namespace], int] = options.run
    try:
        return command(options)
    except ConfigError as error:
        if getattr(options, "json", False):
            print_json(Report(problems=error.problems))
        print_problems(error.problems)
        return WRONG
    except PublishError as error:
        if getattr(options, "json", False):
            print_json(Report(failures=(error.problem,)))
        print_problems([error.problem])
        return UNPUBLISHED
    except OSError:
        raise  # the world's fault, not ours
    except Exception as error:
        if sys.flags.dev_mode:  # python -X dev -m seedfeed …
            raise
        print(
            f"seedfeed: a bug, please report it: {type(error).__name__}: {one_line(str(error))}",
            file=sys.stderr,
        )
        print("seedfeed: `python -X dev -m seedfeed …` shows where it happened", file=sys.stderr)
        return UNPUBLISHED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="seedfeed",
        description="Turns a folder of dated text files (seeds/) into feeds (feeds/),\n"
        "tagged by the rules in config.yaml.",
        epilog="Start with `seedfeed init`, then `seedfeed build`.\n`seedfeed COMMAND --help` says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"seedfeed {__version__}")
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")

    def add(
        name: str, run: Callable[[argparse.Namespace], int], words: str, more: str, exit_status: str
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=words,
            description=f"{words[0].upper()}{words[1:]}.\n{more}",
            epilog=f"exit status:\n{exit_status}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(run=run)
        if name != "init":
            command.add_argument("--config", metavar="FILE", default="config.yaml", help="default: config.yaml")
        if name in ("build", "check"):
            command.add_argument("--quiet", action="store_true", help="print nothing unless there is a problem")
        if name in ("build", "check", "explain", "tags"):
            command.add_argument("--json", action="store_true", help="print JSON, nothing for people")
        return command

    build = add(
        "build",
        run_build,
        "make feeds/ from seeds/",
        "What would not change is not touched.",
        _EXIT_STATUS,
    )
    build.add_argument("--strict", action="store_true", help="publish nothing if a seed is refused")
    build.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    build.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="name what is written; with --dry-run, each entry that changes tags",
    )
    build.add_argument("--rebuild", action="store_true", help="read and render everything anew")

    add("check", run_check, "read everything, report every problem", "Writes nothing.", _CHECK_STATUS)

    explain = add(
        "explain",
        run_explain,
        "show date, title, id and tags of seeds",
        "With the words that earned each tag, their lines and columns, and what was near.",
        "  0  all shown\n  1  one is no seed, or is refused\n  2  wrong usage or config\n",
    )
    explain.add_argument("seeds", metavar="SEED", nargs="+", help="a file below seeds/")

    add(
        "tags",
        run_tags,
        "show what each tag and each term does",
        "How many entries have a tag, how many a term decides alone, which terms never match,\n"
        "and which names no tag covers. Writes nothing.",
        "  0  all shown\n  2  wrong usage or config\n  3  the seeds cannot be read\n",
    )

    add(
        "cron",
        run_cron,
        "print a crontab line and systemd units",
        "For the folder of the config, with absolute paths. Installs nothing.",
        "  0  printed\n  2  wrong usage or config\n",
    )

    init = add(
        "init",
        run_init,
        "write a commented config.yaml and a sample seed",
        "Overwrites nothing.",
        "  0  written\n  2  there is a config.yaml already\n  3  the folder cannot be written to\n",
    )
    init.add_argument("folder", metavar="DIR", nargs="?", default=".", help="default: this folder")
    return parser
