"""seedfeed ping"""

from __future__ import annotations

import argparse
from pathlib import Path

from seedfeed.cli.options import OK, WRONG, add_config, add_json, add_quiet, config_of
from seedfeed.cli.terminal import print_problems, print_value
from seedfeed.report import Problem, count_of
from seedfeed.text.addresses import pinged_of

HELP = "tell the hub which feeds have news"
MORE = """\
For subscribers by WebSub, who get news at once. Run it after feeds/ is where it is
published: each feed that changed since the hub was last told is looked at there
first. What fails is tried again next time."""
EXIT_STATUS = """\
  0  the hub was told, or there is nothing to tell; what failed is a notice
  2  wrong usage or config
  3  feeds/ cannot be read
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_quiet(parser)
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    from seedfeed.web.ping import ping

    config = config_of(options)
    if config.hub is None:
        print_problems(
            [Problem(options.config, None, "names no `hub:`, such as https://pubsubhubbub.appspot.com/")]
        )
        return WRONG
    found = ping(config, config.hub, Path(options.config).parent / pinged_of(Path(options.config).name))
    if not options.quiet:  # what fails is tried again
        print_problems(found.notices, notice=True)
    if options.json:
        print_value(found)
    elif not options.quiet:
        print(f"{config.hub} was told of {count_of(len(found.told), 'feed', 'feeds')}.")
    return OK
