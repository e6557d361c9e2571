"""What each command does with its arguments. Returns an exit status.

What a command needs is imported when it runs, so that `--help` and errors come at once.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from seedfeed.cli.terminal import (
    BOLD,
    DIM,
    GREEN,
    YELLOW,
    bold,
    paint,
    print_problems,
    print_report,
    print_retagged,
    print_value,
    progress,
)
from seedfeed.model import Config, Entry
from seedfeed.report import ConfigError, Problem, Report, count_of, one_line

OK, REFUSED, WRONG, UNPUBLISHED = 0, 1, 2, 3


def run_build(options: argparse.Namespace) -> int:
    from seedfeed.build import build

    config = _config(options)
    report = build(
        config,
        _now(),
        strict=options.strict,
        dry_run=options.dry_run,
        rebuild=options.rebuild,
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
    if options.verbose and not (options.dry_run or options.quiet or options.json):
        for path in report.written:
            print(f"wrote {config.output_name}/{path}")
    if options.dry_run and not (options.quiet or options.json):
        print_retagged(report.retagged, verbose=options.verbose)
        for verb, paths in (("would write", report.written), ("would remove", report.removed)):
            for path in paths:
                print(f"{verb} {config.output_name}/{path}")
    return _status(report)


def run_check(options: argparse.Namespace) -> int:
    from seedfeed.build import build
    from seedfeed.tags.inflections import LANGUAGES, primary

    config = _config(options)
    report = build(config, _now(), dry_run=True, rebuild=True)
    if config.tags and primary(config.language) not in LANGUAGES:
        reason = f"language: no rules for the forms of words in {config.language}; list them as terms"
        report = report._replace(notices=(*report.notices, Problem(options.config, None, reason)))
    print_report(report, config.output_name, quiet=options.quiet, as_json=options.json, planned=True)
    return _status(report)


def run_explain(options: argparse.Namespace) -> int:
    from seedfeed.build import look
    from seedfeed.entries.instants import rfc3339
    from seedfeed.explain import explain, lines
    from seedfeed.seeds.parse import MAX_SIZE, parse_seed
    from seedfeed.seeds.scan import read
    from seedfeed.tags.rules import compile_rules

    config = _config(options)
    with look(config, _now()) as (found, problems, _):
        pass  # the texts are read from the files that are named
    rules = compile_rules(config.tags, config.language)
    made: dict[str, tuple[Entry, str | None]] = {entry.path: (entry, None) for entry in found.entries}
    made |= {each.entry.path: (each.entry, f"until a build after {rfc3339(each.until)}") for each in found.held}
    made |= {each.entry.path: (each.entry, f"a draft: it says `{each.reason}`") for each in found.drafts}
    refused = {problem.path: problem for problem in problems}
    status = OK
    explained: list[object] = []
    for number, name in enumerate(options.seeds):
        path = _below(config.seeds, name, os.path.dirname(options.config))
        shown = f"{config.seeds_name}/{path}"
        data = read(config.seeds / path, MAX_SIZE) if path in made else None
        if data is None:
            problem = refused.get(shown) or Problem(name, None, _NO_SEED)
            print_problems([problem])
            explained.append({"seed": shown, "problem": problem.reason})
            status = REFUSED
            continue
        explanation = explain(shown, parse_seed(path, data, config.dayfirst), *made[path], config, rules)
        if options.json:
            explained.append(explanation)
            continue
        if number:
            print()
        print(bold(one_line(shown), sys.stdout))
        for label, words in lines(explanation):
            shown_label = paint(f"{label:<9}", _COLOURS.get(label), sys.stdout)
            print(f"  {shown_label}  {one_line(words)}")
    if options.json:
        print_value(explained)
    return status


_COLOURS = {"tag": GREEN, "near": YELLOW, "absent": DIM, "notice": YELLOW, "held": YELLOW}


def run_tags(options: argparse.Namespace) -> int:
    from seedfeed.build import look
    from seedfeed.tags.rules import compile_rules
    from seedfeed.tags.usage import lines, usage

    config = _config(options)
    with look(config, _now(), progress(quiet=options.json), rebuild=True) as (made, problems, texts):
        found = usage(made.entries, texts(made.entries), compile_rules(config.tags, config.language))
    if problems:
        refused = count_of(len(problems), "seed is refused", "seeds are refused")
        print_problems([Problem(config.seeds_name, None, f"{refused}; `seedfeed check` says why")], notice=True)
    if options.json:
        print_value(found)
        return OK
    looks = {"tag": BOLD, "heading": BOLD, "idle": YELLOW}
    for number, (kind, words) in enumerate(lines(found)):
        if number and kind in ("tag", "heading"):
            print()
        print(paint(one_line(words), looks.get(kind), sys.stdout))
    return OK


_NO_SEED = "no seed: name a .txt or .text file below the seeds folder"


def run_init(options: argparse.Namespace) -> int:
    from seedfeed.cli.init import init

    folder = Path(options.folder)
    for path in init(folder, _now()):
        print(f"wrote {one_line(str(folder / path))}")
    config = one_line(str(folder / "config.yaml"))
    command = shlex.join([*_typed(), "build", *([] if config == "config.yaml" else ["--config", config])])
    install = f"install seedfeed ({_INSTALL}), " if _lasting() is None else ""
    print(f"Next: {install}set title and url in {config}, then run: {command}")
    return OK


def run_cron(options: argparse.Namespace) -> int:
    from seedfeed.cli.cron import cron_text

    config = _config(options)
    path = os.path.abspath(options.config)
    command = _lasting()
    if command is None:
        reason = f"runs from a cache, which may be cleared ({sys.prefix}); install it first: {_INSTALL}"
        raise ConfigError([Problem("seedfeed", None, reason)])
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


_INSTALL = "`pipx install …` or `uv tool install …`, with what you gave `pipx run` or `uvx --from`"
#: How parts of the paths are called below which pipx and uv keep what they run once.
_CACHES = {".cache", "Caches", "archive-v0", "environments-v2", "builds-v0"}


def _lasting() -> list[str] | None:
    """The words that run this program tomorrow too, with absolute paths; None if it is installed in a cache."""
    if is_in_cache(sys.prefix, os.environ):
        return None
    program = os.path.abspath(sys.argv[0])
    return [program] if os.path.basename(program) == "seedfeed" else [sys.executable, "-m", "seedfeed"]


def _typed() -> list[str]:
    """The words that run this program from here, as short as they can be."""
    command = _lasting()
    if command is None:
        return ["seedfeed"]
    found = shutil.which("seedfeed")
    if found and os.path.abspath(found) == command[0]:
        return ["seedfeed"]
    here = os.path.relpath(command[0])
    return [command[0] if here.startswith("..") else here, *command[1:]]


def is_in_cache(folder: str, environment: Mapping[str, str]) -> bool:
    """Whether a folder belongs to what may be cleared at any time."""
    caches = [environment[name] for name in ("XDG_CACHE_HOME", "UV_CACHE_DIR") if environment.get(name)]
    inside = os.path.realpath(folder) + os.sep
    named = any(inside.startswith(os.path.realpath(cache) + os.sep) for cache in caches)
    return named or not _CACHES.isdisjoint(inside.split(os.sep))


def _user() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container, users have no names
        return str(os.getuid())


def _config(options: argparse.Namespace) -> Config:
    from seedfeed.config.keys import read_config

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
