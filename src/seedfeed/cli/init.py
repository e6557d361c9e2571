"""A folder to start from: a commented config and a sample seed. Overwrites nothing."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files
from pathlib import Path

from seedfeed.report import ConfigError, Problem, PublishError

CONFIG = "config.yaml"


def init(folder: Path, now: datetime) -> list[str]:
    """Write config.yaml into `folder`, and a sample below seeds/ where that holds nothing yet.

    Returns the paths written, below `folder`. Raises ConfigError where a config stands there already,
    PublishError where the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / CONFIG).open("x", encoding="utf-8") as file:
            file.write((files("seedfeed.cli") / "starter.yaml").read_text(encoding="utf-8"))
        written = [CONFIG]
        seeds = folder / "seeds"
        seeds.mkdir(exist_ok=True)
        if not any(seeds.iterdir()):
            name = f"{now:%Y-%m-%d}-hello.txt"
            (seeds / name).write_text(_SAMPLE.format(date=f"{now:%Y-%m-%d}"), encoding="utf-8")
            written.append(f"seeds/{name}")
    except FileExistsError as error:
        taken = Problem(str(error.filename), None, "stands there already; nothing is overwritten")
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
