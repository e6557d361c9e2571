"""seedfeed explain"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from seedfeed.cli.options import OK, REFUSED, add_config, add_json, config_of, present
from seedfeed.cli.terminal import DIM, GREEN, YELLOW, bold, paint, print_problems, print_value
from seedfeed.report import Problem, one_line

HELP = "show date, title, id and tags of seeds"
MORE = "With the words that earned each tag, their lines and columns, and what was near."
EXIT_STATUS = "  0  all shown\n  1  one is not a seed, or is refused\n  2  wrong usage or config\n"

_COLOURS = {"tag": GREEN, "near": YELLOW, "absent": DIM, "notice": YELLOW, "held": YELLOW}
_NO_SEED = "not a seed: name a .txt or .md file below the seeds folder"


def add_options(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_json(parser)
    parser.add_argument("seeds", metavar="SEED", nargs="+", help="a file below seeds/")


def run(options: argparse.Namespace) -> int:
    from seedfeed.entries.instants import rfc3339
    from seedfeed.explain import explain, lines
    from seedfeed.model import Entry
    from seedfeed.pipeline import look
    from seedfeed.seeds.parse import MAX_SIZE, parse_seed
    from seedfeed.seeds.scan import read
    from seedfeed.tags.rules import rules_of

    config = config_of(options)
    with look(config, present()) as (found, _, problems, _):
        pass  # the texts are read from the files that are named
    rules = rules_of(config.tags, config.languages)
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
            seen = os.path.exists(config.seeds / path)
            reason = _NO_SEED if seen else f"no such file below {config.seeds_name}/ of {options.config}"
            problem = refused.get(shown) or Problem(name, None, reason)
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
