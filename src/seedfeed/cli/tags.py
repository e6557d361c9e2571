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
and which names no tag covers. With --eval, how many of the tags that seeds name
themselves their texts earn, and which seeds fail. Writes nothing."""
EXIT_STATUS = "  0  all shown\n  2  wrong usage or config\n  3  the seeds cannot be read\n"

_STYLES = {"tag": BOLD, "heading": BOLD, "idle": YELLOW}


def add_options(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument(
        "--eval", action="store_true", help="how well the rules do, beside the `tags` that seeds name themselves"
    )
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    from seedfeed.entries.text import searched
    from seedfeed.pipeline import look
    from seedfeed.tags.evaluation import Evaluation, evaluate, lines
    from seedfeed.tags.rules import rules_of
    from seedfeed.tags.usage import Usage, usage
    from seedfeed.tags.usage import lines as usage_lines

    config = config_of(options)
    with look(config, present(), progress(quiet=options.json), rebuild=True) as seen:
        if options.eval:
            found: Evaluation | Usage = evaluate(seen.records, config.tags, config.seeds_name)
        else:
            entries = seen.made.entries
            said = ((searched(text), text.lang) for text in seen.texts(entries))
            found = usage(entries, said, rules_of(config.tags, config.languages))
    if seen.problems:
        refused = count_of(len(seen.problems), "seed is refused", "seeds are refused")
        print_problems([Problem(config.seeds_name, None, f"{refused}; `seedfeed check` says why")], notice=True)
    if options.json:
        print_value(found)
        return OK
    shown = lines(found) if isinstance(found, Evaluation) else usage_lines(found)
    for number, (kind, words) in enumerate(shown):
        if number and kind in ("tag", "heading"):
            print()
        print(paint(one_line(words), _STYLES.get(kind), sys.stdout))
    return OK
