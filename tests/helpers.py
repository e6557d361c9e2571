"""A folder with a config and seeds, as a user has one, and the command run in it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from seedfeed.cache import reading
from seedfeed.config.keys import parse_config
from seedfeed.entries.text import earned_tags, make_text
from seedfeed.model import Config, Entry, Record
from seedfeed.seeds.parse import parse_seed
from seedfeed.tags.rules import rules_of

CONFIG = """\
title: Drone watch
url: https://drones.example.org/feeds/
tags: [France, Ukraine, drones]
"""
#: 2025-08-01T00:00:00Z: all builds of the tests happen then, unless they say otherwise.
NOW = "1754006400"


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.out)
        return value

    @property
    def problems(self) -> list[str]:
        return self.err.splitlines()


class Site:
    """A folder with config.yaml and seeds/."""

    def __init__(self, folder: Path, run: Callable[..., Ran]) -> None:
        self.folder = folder
        self.run = run
        self.seeds = folder / "seeds"
        self.feeds = folder / "feeds"
        self.seeds.mkdir()
        self.config(CONFIG)

    def config(self, text: str) -> None:
        (self.folder / "config.yaml").write_text(text, encoding="utf-8")

    def seed(self, name: str, text: str | bytes) -> Path:
        path = self.seeds / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def build(self, *options: str) -> Ran:
        return self.run("build", *options)

    def feed(self, path: str = "feed.atom") -> Any:
        parsed = feedparser.parse((self.feeds / path).read_bytes())
        assert not parsed.bozo, parsed.get("bozo_exception")
        return parsed

    def titles(self, path: str = "feed.atom") -> list[str]:
        return [entry.title for entry in self.feed(path).entries]

    def documents(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.feeds)): path.read_bytes()
            for path in sorted(self.feeds.rglob("*"))
            if path.is_file()
        }


@contextmanager
def database(path: Path) -> Iterator[sqlite3.Connection]:
    """A SQLite file, whose changes are saved and which is closed: `with sqlite3.connect(…)` does not close."""
    with closing(sqlite3.connect(path)) as connection, connection:
        yield connection


def record_of(path: str, text: str, config: Config | None = None) -> Record:
    """What a build knows of a seed, but for its text."""
    config = config or a_config()
    seed = parse_seed(path, text.encode(), config.dayfirst)
    earned = earned_tags(make_text(seed, config)[0], rules_of(config.tags, config.languages))
    return reading.record_of((0, path, 0, 0, 0, 0, text.encode()), seed, earned)


def a_config(text: str = CONFIG, folder: Path = Path(__file__).parent.parent) -> Config:
    return parse_config(text, folder)


def an_entry() -> Entry:
    """An entry of no seed in particular."""
    return Entry(
        number=0,
        path="a.txt",
        anchor="a",
        page="entries/a.html",
        id="urn:x:a",
        published=datetime(2025, 7, 22, tzinfo=UTC),
        updated=datetime(2025, 7, 22, tzinfo=UTC),
        link=None,
        period=None,
        tags=(),
        digest=b"a",
        key=b"a",
    )
