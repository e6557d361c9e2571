"""seedfeed init"""

from __future__ import annotations

import argparse
import shlex
from datetime import datetime
from pathlib import Path

from seedfeed.cli.options import OK, present
from seedfeed.cli.program import INSTALL, lasting, typed
from seedfeed.cli.schema import SCHEMA, text_of_schema
from seedfeed.report import ConfigError, Problem, PublishError, one_line

HELP = "write a commented config.yaml and a sample seed"
MORE = "Overwrites nothing."
EXIT_STATUS = "  0  written\n  2  there is a config.yaml already\n  3  the folder cannot be written to\n"

CONFIG = "config.yaml"


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", nargs="?", default=".", help="default: this folder")


def run(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    for path in init(folder, present()):
        print(f"wrote {one_line(str(folder / path))}")
    config = one_line(str(folder / CONFIG))
    command = shlex.join([*typed(), "build", *([] if config == CONFIG else ["--config", config])])
    install = f"install seedfeed ({INSTALL}), " if lasting() is None else ""
    print(f"Next: {install}set title and url in {config}, then run: {command}")
    return OK


def init(folder: Path, now: datetime) -> list[str]:
    """Write config.yaml into `folder`, its schema for editors, and a sample seed where there is none yet.

    Returns the paths written, below `folder`. Raises ConfigError where there is a config already,
    PublishError where the folder cannot be written to.
    """
    from importlib.resources import files  # some 5 ms, which other commands do without

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / CONFIG).open("x", encoding="utf-8") as file:
            file.write((files("seedfeed.cli") / "starter.yaml").read_text(encoding="utf-8"))
        written = [CONFIG]
        known = folder / SCHEMA
        if not known.exists():
            known.write_text(text_of_schema(), encoding="utf-8")
            written.append(SCHEMA)
        seeds = folder / "seeds"
        seeds.mkdir(exist_ok=True)
        if not any(seeds.iterdir()):
            name = f"{now:%Y-%m-%d}-hello.txt"
            (seeds / name).write_text(_SAMPLE.format(date=f"{now:%Y-%m-%d}"), encoding="utf-8")
            written.append(f"seeds/{name}")
    except FileExistsError as error:
        taken = Problem(str(error.filename), None, "is there already; nothing is overwritten")
        raise ConfigError([taken]) from error
    except OSError as error:
        raise PublishError(Problem(str(folder), None, f"cannot be written to: {error.strerror}")) from error
    return written


_SAMPLE = """\
date {date} This is a seed: one text file, one entry of the feed. Its first sentence is the title.

A blank line begins a paragraph. The words in config.yaml decide which tags an entry gets; this one is \
about feeds, so it gets the tag “feeds”. Put your own files beside this one, run `seedfeed build`, and \
remove it.
"""
