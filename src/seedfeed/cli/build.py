"""seedfeed build"""

from __future__ import annotations

import argparse

from seedfeed.cli.options import add_config, add_json, add_quiet, config_of, present, status_of
from seedfeed.cli.terminal import print_report, print_retagged, print_seen, progress
from seedfeed.cli.told import to_tell

HELP = "make feeds/ from seeds/"
MORE = "What would not change is not touched."
EXIT_STATUS = """\
  0  all well, whether anything changed or not
  1  some seeds were refused; the others are published, unless --strict
  2  wrong usage or config; nothing was written
  3  could not publish: disk, permission, another build is running, a file
     that is not ours, or most entries would go (--confirm); every document
     is whole, old or new
  129, 130, 143  interrupted by a closed terminal, Ctrl-C or SIGTERM; every
     document is whole
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_quiet(parser)
    add_json(parser)
    parser.add_argument("--strict", action="store_true", help="publish nothing if a seed is refused")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    more = "name what subscribers will see and what is written; with --dry-run, tags that change, too"
    parser.add_argument("-v", "--verbose", action="store_true", help=more)
    confirm = "publish even if most entries would go or all ids change"
    parser.add_argument("--confirm", action="store_true", help=confirm)
    parser.add_argument("--rebuild", action="store_true", help="read and render everything anew")


def run(options: argparse.Namespace) -> int:
    from seedfeed.pipeline import build

    config = config_of(options)
    for_people = not (options.quiet or options.json)
    report = build(
        config,
        present(),
        strict=options.strict,
        dry_run=options.dry_run,
        rebuild=options.rebuild,
        confirm=options.confirm,
        progress=progress(quiet=not for_people),
    )
    print_report(
        report,
        config.output_name,
        to_tell(report.faults, options),
        quiet=options.quiet,
        as_json=options.json,
        planned=options.dry_run,
        strict=options.strict,
    )
    if options.verbose and for_people:
        print_seen(report)
    if options.verbose and for_people and not options.dry_run:
        for path in report.written:
            print(f"wrote {config.output_name}/{path}")
    if options.dry_run and for_people:
        print_retagged(report.retagged, verbose=options.verbose)
        for verb, paths in (("would write", report.written), ("would remove", report.removed)):
            for path in paths:
                print(f"{verb} {config.output_name}/{path}")
    return status_of(report)
