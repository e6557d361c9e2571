"""seedfeed tags"""

from __future__ import annotations

import argparse
import sys

from seedfeed.cli.options import OK, add_config, add_json, config_of, present
from seedfeed.cli.terminal import BOLD, YELLOW, paint, print_problems, print_value, progress
from seedfeed.report import Problem, count_of, one_line

HELP = "show what each tag and each term does"
MORE = """\
How many entries have a tag, how many a term decides alone, which terms never match,
and which names no tag covers. Writes nothing."""
EXIT_STATUS = "  0  all shown\n  2  wrong usage or config\n  3  the seeds cannot be read\n"

_STYLES = {"tag": BOLD, "heading": BOLD, "idle": YELLOW}


def add_options(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    from seedfeed.pipeline import look
    from seedfeed.tags.rules import rules_of
    from seedfeed.tags.usage import lines, usage

    config = config_of(options)
    with look(config, present(), progress(quiet=options.json), rebuild=True) as (made, problems, texts):
        found = usage(made.entries, texts(made.entries), rules_of(config.tags, config.languages))
    if problems:
        refused = count_of(len(problems), "seed is refused", "seeds are refused")
        print_problems([Problem(config.seeds_name, None, f"{refused}; `seedfeed check` says why")], notice=True)
    if options.json:
        print_value(found)
        return OK
    for number, (kind, words) in enumerate(lines(found)):
        if number and kind in ("tag", "heading"):
            print()
        print(paint(one_line(words), _STYLES.get(kind), sys.stdout))
    return OK
