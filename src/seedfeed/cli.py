"""The command line: arguments in, words and an exit status out. The only place that prints.

Exit status: 0 all well · 1 published, but seeds were refused · 2 wrong usage or config · 3 could not publish.
What a command needs is imported when it runs, so that `--help` and errors come at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from seedfeed import __version__
from seedfeed.model import Config, ConfigError, Problem, PublishError, Report, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

OK, REFUSED, WRONG, UNPUBLISHED, INTERRUPTED = 0, 1, 2, 3, 130

_EXIT_STATUS = """\
exit status:
  0  all well, whether anything changed or not
  1  published, but some seeds were refused (with --strict: nothing was published)
  2  wrong usage or config; nothing was written
  3  could not publish (disk, permission, a file that is not ours, another build is running);
     every document is whole, old or new
"""


def run() -> NoReturn:
    """The command `seedfeed`."""
    try:
        status = main()
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
        print("seedfeed: interrupted; every document is whole", file=sys.stderr)
    except BrokenPipeError:
        # Who read us has gone (`| head`): nothing to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = OK
    sys.exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command with `arguments` (default: those of the process). Returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")  # a terminal in another encoding is no error
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.run
    try:
        return command(options)
    except ConfigError as error:
        if getattr(options, "json", False):
            _print_json(Report(problems=error.problems))
        _print_problems(error.problems)
        return WRONG
    except PublishError as error:
        if getattr(options, "json", False):
            _print_json(Report(failures=(error.problem,)))
        _print_problems([error.problem])
        return UNPUBLISHED
    except BrokenPipeError:
        raise
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
        description="Turns a folder of dated text files (seeds/) into feeds (feeds/), tagged by the rules in "
        "config.yaml.",
        epilog="Start with `seedfeed init`, then `seedfeed build`. `seedfeed COMMAND --help` says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"seedfeed {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(
        name: str, run: Callable[[argparse.Namespace], int], words: str, more: str = ""
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=words,
            description=f"{words[0].upper()}{words[1:]}. {more}".strip(),
            epilog=_EXIT_STATUS,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(run=run)
        return command

    def add_config(command: argparse.ArgumentParser) -> None:
        command.add_argument("--config", metavar="FILE", default="config.yaml", help="default: config.yaml")

    def add_report(command: argparse.ArgumentParser) -> None:
        command.add_argument("--quiet", action="store_true", help="print nothing unless there is a problem")
        command.add_argument(
            "--json", action="store_true", help="print one JSON object instead of the summary"
        )

    build = add(
        "build", _build, "make feeds/ from seeds/", "\n\nA document that would not change is not touched."
    )
    add_config(build)
    build.add_argument("--strict", action="store_true", help="publish nothing if a seed is refused")
    build.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    build.add_argument(
        "--rebuild", action="store_true", help="read and render everything anew, whatever is cached"
    )
    add_report(build)

    check = add("check", _check, "read everything, report every problem, write nothing")
    add_config(check)
    add_report(check)

    explain = add(
        "explain",
        _explain,
        "show date, title, id and tags of seeds",
        "\n\nWith the words that earned each tag.",
    )
    add_config(explain)
    explain.add_argument("seeds", metavar="SEED", nargs="+", help="a file below seeds/")

    init = add("init", _init, "write a commented config.yaml and a sample seed", "\n\nOverwrites nothing.")
    init.add_argument("folder", metavar="DIR", nargs="?", default=".", help="default: this folder")
    return parser


def _build(options: argparse.Namespace) -> int:
    from seedfeed.build import build

    config = _config(options)
    report = build(config, _now(), strict=options.strict, dry_run=options.dry_run)
    _print_report(report, config, options, planned=options.dry_run)
    if options.dry_run and not (options.quiet or options.json):
        for verb, paths in (("would write", report.written), ("would remove", report.removed)):
            for path in paths:
                print(f"{verb} {config.output_name}/{path}")
    return _status(report)


def _check(options: argparse.Namespace) -> int:
    from seedfeed.build import build

    config = _config(options)
    report = build(config, _now(), dry_run=True)
    _print_report(report, config, options, planned=True)
    return _status(report)


def _explain(options: argparse.Namespace) -> int:
    from seedfeed.build import read_seeds
    from seedfeed.entries import make_entries
    from seedfeed.explain import explain
    from seedfeed.tags import compile_rules

    config = _config(options)
    seeds, problems = read_seeds(config)
    entries, held, doubles = make_entries(seeds, config, _now())
    by_path = {seed.path: seed for seed in seeds}
    made = {entry.path: entry for entry in entries} | {each.entry.path: each for each in held}
    refused = {problem.path: problem for problem in (*problems, *doubles)}
    rules = compile_rules(config.tags, config.language)
    status = OK
    for number, name in enumerate(options.seeds):
        path = _below(config.seeds, name)
        if path in made:
            if number:
                print()
            print(_bold(f"{config.seeds_name}/{one_line(path)}", sys.stdout))
            for label, words in explain(by_path[path], made[path], config, rules):
                print(f"  {label:<9}  {one_line(words)}")
        else:
            _print_problems([refused.get(f"{config.seeds_name}/{path}") or Problem(name, None, _NO_SEED)])
            status = REFUSED
    return status


_NO_SEED = "no seed: name a .txt or .text file below the seeds folder"


def _init(options: argparse.Namespace) -> int:
    from seedfeed.init import init

    folder = Path(options.folder)
    for path in init(folder, _now()):
        print(f"wrote {one_line(str(folder / path))}")
    there = "" if options.folder == "." else f"cd {one_line(options.folder)}, "
    print(f"Next: {there}set title and url in config.yaml, then run `seedfeed build`.")
    return OK


def _config(options: argparse.Namespace) -> Config:
    from seedfeed.config import read_config

    return read_config(Path(options.config))


def _below(seeds: Path, name: str) -> str:
    """The path below the seeds folder of a file that the user names from here, or from there."""
    folder = os.path.abspath(seeds)
    for candidate in (os.path.abspath(name), os.path.join(folder, name)):
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
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        fault = Problem("SOURCE_DATE_EPOCH", None, f"expected seconds since 1970, got {epoch!r}")
        raise ConfigError([fault]) from error


def _status(report: Report) -> int:
    return UNPUBLISHED if report.failures else REFUSED if report.problems else OK


def _print_report(report: Report, config: Config, options: argparse.Namespace, *, planned: bool) -> None:
    if not options.quiet:
        _print_problems(report.notices, notice=True)
    _print_problems((*report.problems, *report.failures))
    if options.json:
        _print_json(report)
    elif not options.quiet:
        print(_summary(report, config, planned=planned))


def _summary(report: Report, config: Config, *, planned: bool) -> str:
    seeds = f"{report.seeds} {'seed' if report.seeds == 1 else 'seeds'}: {report.entries} published"
    seeds += f", {report.held} held" if report.held else ""
    seeds += f", {len(report.problems)} refused" if report.problems else ""
    would = "would be " if planned else ""
    documents = f"{len(report.written)} {would}written, {len(report.unchanged)} unchanged"
    documents += f", {len(report.removed)} {would}removed" if report.removed else ""
    documents += f", {len(report.failures)} failed" if report.failures else ""
    return f"{seeds}. {config.output_name}/: {documents}."


def _print_json(report: Report) -> None:
    import json

    def rows(problems: Sequence[Problem]) -> list[dict[str, str | int | None]]:
        return [{"path": one_line(each.path), "line": each.line, "reason": each.reason} for each in problems]

    print(
        json.dumps(
            {
                "seeds": report.seeds,
                "entries": report.entries,
                "held": report.held,
                "problems": rows((*report.problems, *report.failures)),
                "notices": rows(report.notices),
                "written": report.written,
                "unchanged": report.unchanged,
                "removed": report.removed,
            },
            ensure_ascii=False,
            indent=2,
        )
    )


def _print_problems(problems: Sequence[Problem], *, notice: bool = False) -> None:
    for problem in problems:
        place, _, words = str(problem).partition(": ")
        print(f"{_bold(place, sys.stderr)}: {'notice: ' if notice else ''}{words}", file=sys.stderr)


def _bold(text: str, stream: TextIO) -> str:
    """`text` set off on a terminal, unless NO_COLOR (no-color.org) says not to."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty()
    return text if plain else f"\033[1m{text}\033[0m"
