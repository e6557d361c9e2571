"""Pages for people: index.html and one page for each period of the history. Jinja2 escapes everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from seedfeed.dates import rfc3339
from seedfeed.entries import page_of
from seedfeed.feeds import current_feeds, periods_of
from seedfeed.formats import format_of
from seedfeed.model import Config, Document, Entry, Feed
from seedfeed.names import quote_path
from seedfeed.opml import PATH as OPML

if TYPE_CHECKING:
    from jinja2 import Environment

INDEX = "index.html"
#: Entries on the index page; the history has them all.
NEWEST = 20
#: Languages in whose text a line runs from right to left even if it begins with a Latin word.
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ku ps sd ug ur yi".split())


@dataclass(frozen=True, slots=True)
class _Address:
    """Where one feed stands in one format."""

    format: str
    media_type: str
    href: str  #: relative to the output folder
    url: str


def render_periods(feeds: Sequence[Feed], entries: Sequence[Entry], config: Config) -> Iterator[Document]:
    """The pages of the history, oldest first."""
    periods = periods_of(entries)
    names = list(periods)
    template = _environment().get_template("period.html")
    shared = _shared(feeds, config)
    for number, period in enumerate(names):
        text = template.render(
            shared,
            root="../",
            period=period,
            entries=[_shown(entry, config) for entry in periods[period]],
            earlier=names[number - 1] if number else None,
            later=names[number + 1] if number + 1 < len(names) else None,
        )
        yield Document(page_of(period), (text.encode(),))


def render_index(feeds: Sequence[Feed], entries: Sequence[Entry], config: Config) -> Document:
    """The page that tells what this is and how to subscribe."""
    counts: Counter[str | None] = Counter(tag for entry in entries for tag in entry.tags)
    periods = periods_of(entries)
    text = (
        _environment()
        .get_template("index.html")
        .render(
            _shared(feeds, config),
            root="",
            feeds=[(feed, _addresses(feed, config), counts[feed.tag]) for feed in current_feeds(feeds)],
            entries=[_shown(entry, config) for entry in entries[:NEWEST]],
            periods=[(period, page_of(period), len(periods[period])) for period in reversed(periods)],
        )
    )
    return Document(INDEX, (text.encode(),))


def _shared(feeds: Sequence[Feed], config: Config) -> dict[str, object]:
    main, *_ = current_feeds(feeds)
    return {"config": config, "main": _addresses(main, config), "index": INDEX, "opml": OPML}


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _addresses(feed: Feed, config: Config) -> list[_Address]:
    return [
        _Address(
            format=format_of(name).NAME,
            media_type=format_of(name).MEDIA_TYPE,
            href=quote_path(f"{feed.path}.{name}"),
            url=config.url_of(f"{feed.path}.{name}"),
        )
        for name in config.formats
    ]


def _shown(entry: Entry, config: Config) -> dict[str, object]:
    """What a template needs of an entry."""
    page = page_of(entry.period) if entry.period else None
    own = page and f"{config.url_of(page)}#{entry.anchor}"
    local = entry.published.astimezone(config.timezone)
    lang = entry.lang or config.language
    return {
        "entry": entry,
        "day": f"{local.year:04}-{local:%m-%d}",
        "instant": rfc3339(entry.published),
        "place": page and f"{quote_path(page)}#{entry.anchor}",
        "source": entry.link if entry.link != own else None,
        "lang": lang,
        "dir": "rtl" if lang.partition("-")[0].lower() in _RIGHT_TO_LEFT else "auto",
        "paragraphs": entry.text.split("\n\n"),
    }
