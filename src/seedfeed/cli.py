"""The command line: arguments in, an exit status out.

What a command needs is imported when it runs, so that `--help` and errors come at once.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from seedfeed import __version__
from seedfeed.model import Config, ConfigError, Entry, Problem, PublishError, Report, one_line
from seedfeed.terminal import bold, print_json, print_problems, print_report, progress

if TYPE_CHECKING:
    from collections.abc import Callable

OK, REFUSED, WRONG, UNPUBLISHED, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 130, 143

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
    os._exit(
        status
    )  # all is written: to free a hundred thousand values one by one takes longer than a small build


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
            command.add_argument("--json", action="store_true", help="print one JSON object, no summary")
        return command

    build = add("build", _build, "make feeds/ from seeds/", "What would not change is not touched.", _EXIT_STATUS)
    build.add_argument("--strict", action="store_true", help="publish nothing if a seed is refused")
    build.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    build.add_argument("--rebuild", action="store_true", help="read and render everything anew")

    add("check", _check, "read everything, report every problem", "Writes nothing.", _CHECK_STATUS)

    explain = add(
        "explain",
        _explain,
        "show date, title, id and tags of seeds",
        "With the words that earned each tag, and their lines.",
        "  0  all shown\n  1  one is no seed, or is refused\n  2  wrong usage or config\n",
    )
    explain.add_argument("seeds", metavar="SEED", nargs="+", help="a file below seeds/")

    add(
        "cron",
        _cron,
        "print a crontab line and systemd units",
        "For the folder of the config, with absolute paths. Installs nothing.",
        "  0  printed\n  2  wrong usage or config\n",
    )

    init = add(
        "init",
        _init,
        "write a commented config.yaml and a sample seed",
        "Overwrites nothing.",
        "  0  written\n  2  there is a config.yaml already\n  3  the folder cannot be written to\n",
    )
    init.add_argument("folder", metavar="DIR", nargs="?", default=".", help="default: this folder")
    return parser


def _build(options: argparse.Namespace) -> int:
    now, seen = _now(), None
    if not (options.dry_run or options.rebuild):
        from seedfeed.idle import last_report

        idle, seen = last_report(Path(options.config), now, strict=options.strict)
        if idle:
            print_report(idle.report, idle.output, quiet=options.quiet, as_json=options.json)
            return _status(idle.report)

    from seedfeed.build import build

    config = _config(options)
    report = build(
        config,
        now,
        strict=options.strict,
        dry_run=options.dry_run,
        rebuild=options.rebuild,
        seen=seen,
        progress=progress(quiet=options.quiet or options.json),
    )
    print_report(
        report,
        config.output_name,
        quiet=options.quiet,
        as_json=options.json,
        planned=options.dry_run,
        strict=options.strict,
    )
    if options.dry_run and not (options.quiet or options.json):
        for verb, paths in (("would write", report.written), ("would remove", report.removed)):
            for path in paths:
                print(f"{verb} {config.output_name}/{path}")
    return _status(report)


def _check(options: argparse.Namespace) -> int:
    from seedfeed.build import build

    config = _config(options)
    report = build(config, _now(), dry_run=True)
    print_report(report, config.output_name, quiet=options.quiet, as_json=options.json, planned=True)
    return _status(report)


def _explain(options: argparse.Namespace) -> int:
    from seedfeed.build import look
    from seedfeed.explain import explain
    from seedfeed.scan import read
    from seedfeed.seeds import MAX_SIZE, parse_seed
    from seedfeed.tags import compile_rules

    config = _config(options)
    found, problems = look(config, _now())
    rules = compile_rules(config.tags, config.language)
    made: dict[str, tuple[Entry, datetime | None]] = {entry.path: (entry, None) for entry in found.entries}
    made |= {each.entry.path: (each.entry, each.until) for each in found.held}
    refused = {problem.path: problem for problem in problems}
    status = OK
    for number, name in enumerate(options.seeds):
        path = _below(config.seeds, name, os.path.dirname(options.config))
        shown = f"{config.seeds_name}/{path}"
        data = read(config.seeds / path, MAX_SIZE) if path in made else None
        if data is None:
            print_problems([refused.get(shown) or Problem(name, None, _NO_SEED)])
            status = REFUSED
            continue
        if number:
            print()
        print(bold(one_line(shown), sys.stdout))
        for label, words in explain(parse_seed(path, data, config.dayfirst), *made[path], config, rules):
            print(f"  {label:<9}  {one_line(words)}")
    return status


_NO_SEED = "no seed: name a .txt or .text file below the seeds folder"


def _init(options: argparse.Namespace) -> int:
    from seedfeed.init import init

    folder = Path(options.folder)
    for path in init(folder, _now()):
        print(f"wrote {one_line(str(folder / path))}")
    config = one_line(str(folder / "config.yaml"))
    print(f"Next: set title and url in {config}, then build with `--config {config}`.")
    return OK


def _cron(options: argparse.Namespace) -> int:
    from seedfeed.cron import cron_text

    config = _config(options)
    path = os.path.abspath(options.config)
    program = os.path.abspath(sys.argv[0])
    command = [program] if os.path.basename(program) == "seedfeed" else [sys.executable, "-m", "seedfeed"]
    try:
        text = cron_text(
            command=[*command, "build", "--quiet", "--config", path],
            folders=[os.path.abspath(config.output), os.path.abspath(config.cache.parent)],
            title=config.title,
            user=_user(),
            folder=os.path.basename(os.path.dirname(path)),
        )
    except ValueError as error:
        raise ConfigError([Problem(options.config, None, f"{error}: move the folder")]) from error
    print(text, end="")
    return OK


def _user() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container, users have no names
        return str(os.getuid())


def _config(options: argparse.Namespace) -> Config:
    from seedfeed.config import read_config

    return read_config(Path(options.config))


def _below(seeds: Path, name: str, beside: str) -> str:
    """The path below the seeds folder of a file that the user names from here, from there, or as we do."""
    folder = os.path.realpath(seeds)
    for given in (name, os.path.join(folder, name), os.path.join(beside, name)):
        candidate = os.path.join(os.path.realpath(os.path.dirname(given)), os.path.basename(given))
        if candidate.startswith(folder + os.sep):
            path = os.path.relpath(candidate, folder)
            if os.path.lexists(candidate):
                return path
    return name


def _now() -> datetime:
    """The present: SOURCE_DATE_EPOCH where it is set (reproducible-builds.org), else the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        if not re.fullmatch(r"-?[0-9]+", epoch):
            raise ValueError(epoch)
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        fault = Problem("SOURCE_DATE_EPOCH", None, f"expected seconds since 1970, got {epoch!r}")
        raise ConfigError([fault]) from error


def _status(report: Report) -> int:
    return UNPUBLISHED if report.failures else REFUSED if report.problems else OK
