"""What each command does with its arguments. Returns an exit status.

What a command needs is imported when it runs, so that `--help` and errors come at once.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from seedfeed.model import Config, Entry, Report
from seedfeed.problems import ConfigError, Problem, one_line
from seedfeed.terminal import bold, print_problems, print_report, progress

OK, REFUSED, WRONG, UNPUBLISHED = 0, 1, 2, 3


def run_build(options: argparse.Namespace) -> int:
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


def run_check(options: argparse.Namespace) -> int:
    from seedfeed.build import build

    config = _config(options)
    report = build(config, _now(), dry_run=True)
    print_report(report, config.output_name, quiet=options.quiet, as_json=options.json, planned=True)
    return _status(report)


def run_explain(options: argparse.Namespace) -> int:
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


def run_init(options: argparse.Namespace) -> int:
    from seedfeed.init import init

    folder = Path(options.folder)
    for path in init(folder, _now()):
        print(f"wrote {one_line(str(folder / path))}")
    config = one_line(str(folder / "config.yaml"))
    print(f"Next: set title and url in {config}, then build with `--config {config}`.")
    return OK


def run_cron(options: argparse.Namespace) -> int:
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
