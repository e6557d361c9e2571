"""seedfeed serve"""

from __future__ import annotations

import argparse
import errno
import os
import sys
from pathlib import Path

from seedfeed.cli.options import OK, UNPUBLISHED, add_config, present
from seedfeed.cli.terminal import bold, counts_of, print_problems, progress
from seedfeed.report import Problem

HELP = "show the feeds while you write"
MORE = """\
Builds into a folder of its own, never into feeds/, and shows the result on this
machine. Each change of a seed, the config or the style is shown at once. The page
of an entry says why it has its tags. Ctrl-C ends it."""
EXIT_STATUS = """\
  0  ended by Ctrl-C
  2  wrong usage or config
  3  the seeds cannot be read, or the port is taken
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--drafts", action="store_true", help="show drafts and what is not due yet, marked")
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine alone")
    parser.add_argument("--port", type=_port, default=8000, help="default: 8000; 0 for any that is free")
    parser.add_argument("--open", action="store_true", help="open a browser")


def run(options: argparse.Namespace) -> int:
    from tempfile import TemporaryDirectory

    from seedfeed.serve.preview import Preview
    from seedfeed.serve.server import address_of, listen, serve

    try:
        listening = listen(options.host, options.port)
    except OSError as error:
        place = f"{options.host}:{options.port}"
        remedy = f"try --port {options.port + 1}" if error.errno == errno.EADDRINUSE else "name another --host"
        print_problems([Problem(place, None, f"{os.strerror(error.errno or 0)}; {remedy}")])
        return UNPUBLISHED
    with listening, TemporaryDirectory(prefix="seedfeed-") as folder:
        preview = Preview(
            Path(options.config), Path(folder), present, drafts=options.drafts, progress=progress(quiet=False)
        )

        def tell() -> None:
            for notice in (True, False):
                problems = [each.problem for each in preview.site.notes if each.notice is notice]
                print_problems(problems, notice=notice)
            print(counts_of(preview.site.report), flush=True)

        tell()
        here = address_of(listening)
        try:
            print(f"Look at {bold(here, sys.stdout)} – Ctrl-C ends it.", flush=True)
            if options.open:
                import webbrowser

                webbrowser.open(here)
            serve(preview, listening, tell)
        except KeyboardInterrupt:
            print()
    return OK


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) >= 1 << 16:
        raise argparse.ArgumentTypeError(f"expected a number up to 65535, got {text}")
    return int(text)
