"""seedfeed verify"""

from __future__ import annotations

import argparse

from seedfeed.cli.options import OK, REFUSED, add_config, add_json, config_of
from seedfeed.cli.terminal import print_problems, print_value, progress
from seedfeed.report import count_of

HELP = "look at what is published, as subscribers get it"
MORE = """\
Asks for every document of feeds/ at its address, as readers do, and says what is
wrong with the answers and how to mend the server. Writes nothing."""
EXIT_STATUS = """\
  0  all well
  1  something is wrong
  2  wrong usage or config
  3  feeds/ cannot be read, or has no document
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_json(parser)
    more = "ask for the documents on top, and of all others N alone"
    parser.add_argument("--sample", type=int, metavar="N", help=more)


def run(options: argparse.Namespace) -> int:
    from seedfeed.web.verify import verify

    config = config_of(options)
    found = verify(config, progress(quiet=options.json), options.sample)
    print_problems(found.problems)
    if options.json:
        print_value(found)
    else:
        asked = count_of(found.asked, "document", "documents")
        of = f" of {found.documents}" if found.asked < found.documents else ""
        said = count_of(len(found.problems), "problem", "problems") if found.problems else "all well"
        print(f"{asked}{of} at {config.url}: {said}.")
    return REFUSED if found.problems else OK
