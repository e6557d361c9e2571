"""seedfeed check"""

from __future__ import annotations

import argparse

from seedfeed.cli.options import add_config, add_json, add_quiet, config_of, present, status_of
from seedfeed.cli.terminal import print_annotations, print_report
from seedfeed.report import ConfigError

HELP = "read everything, report every problem"
MORE = "Writes nothing."
EXIT_STATUS = """\
  0  all well
  1  some seeds would be refused
  2  wrong usage or config
  3  a build could not publish: a file that is not ours is in the way
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_quiet(parser)
    add_json(parser)
    more = "github: annotations, which it shows beside the line"
    parser.add_argument("--output-format", choices=("text", "github"), default="text", help=more)


def run(options: argparse.Namespace) -> int:
    from seedfeed.pipeline import build

    github = options.output_format == "github"
    try:
        config = config_of(options)
    except ConfigError as error:
        if github:
            print_annotations("error", error.problems, options.config)
        raise
    report = build(config, present(), dry_run=True, rebuild=True)
    if github:
        print_annotations("warning", report.notices, options.config)
        print_annotations("error", report.faults, options.config)
        return status_of(report)
    print_report(
        report,
        config.output_name,
        report.faults,
        quiet=options.quiet,
        as_json=options.json,
        planned=True,
    )
    return status_of(report)
