"""Pages for people: index.html and one page for each period of the history. Jinja2 escapes everything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from seedfeed.documents.content import Texts, content_of
from seedfeed.documents.formats import FORMATS, Categories
from seedfeed.documents.opml import PATH as OPML
from seedfeed.entries.entries import page_of
from seedfeed.entries.instants import rfc3339
from seedfeed.feeds import MAIN, current_feeds
from seedfeed.model import Config, Document, Entry, Feed, Text, name_of
from seedfeed.text.addresses import quote_path

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

INDEX = "index.html"
#: How a page names seedfeed as its generator.
MARK = b'generator" content="seedfeed"'
#: Entries on the index page; the history has them all.
NEWEST = 20
#: Languages and scripts in which a line runs from right to left even if it begins with a Latin word.
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ks ps sd ug ur yi".split())
_SCRIPTS_RIGHT_TO_LEFT = frozenset("adlm arab hebr nkoo rohg syrc thaa".split())
_ARTICLE = re.compile(rb'<article\b[^>]* data-id="([^"]*)"')


class _Listed(NamedTuple):
    """A feed in the list of feeds."""

    path: str
    title: str
    tag: str | None  #: what people call it
    entries: int


class _Address(NamedTuple):
    """Where one feed is in one format."""

    format: str
    media_type: str
    href: str  #: relative to the output folder
    url: str


def period_pages(periods: Mapping[str, Sequence[Entry]], config: Config, texts: Texts) -> Iterator[Document]:
    """The pages of the history, oldest first."""
    page = _pages(config, texts)
    names = list(periods)
    for number, period in enumerate(names):
        values = {
            "period": period,
            "earlier": names[number - 1] if number else None,
            "later": names[number + 1] if number + 1 < len(names) else None,
        }
        yield page(page_of(period), "period.html", values, periods[period])


def index_page(
    feeds: Sequence[Feed],
    periods: Mapping[str, Sequence[Entry]],
    entries: Sequence[Entry],
    config: Config,
    texts: Texts,
) -> Document:
    """The page that tells what this is and how to subscribe."""
    counts = Counter(tag for entry in entries for tag in entry.tags)
    values = {
        "feeds": [_listed(feed, counts) for feed in current_feeds(feeds)],
        "periods": [(period, page_of(period), len(periods[period])) for period in reversed(list(periods))],
    }
    return _pages(config, texts)(INDEX, "index.html", values, entries[:NEWEST])


def _listed(feed: Feed, counts: Mapping[str, int]) -> _Listed:
    if feed.tag is None:
        return _Listed(feed.path, feed.title, None, 0)
    return _Listed(feed.path, feed.title, feed.tag.shown, counts[feed.tag.term])


def _pages(config: Config, texts: Texts) -> Callable[[str, str, Mapping[str, object], Sequence[Entry]], Document]:
    """What makes pages of a path, a template, what it is to show of the feeds, and entries."""
    appearance, category, addresses = config.appearance, config.categories(), partial(_addresses, config)

    def page(path: str, template: str, values: Mapping[str, object], entries: Sequence[Entry]) -> Document:
        def parts() -> tuple[bytes]:
            shown = [
                _shown(entry, text, category, config) for entry, text in zip(entries, texts(entries), strict=True)
            ]
            more = {"root": "../" * path.count("/"), "main": addresses(MAIN), "index": INDEX, "opml": OPML}
            html = (
                _environment()
                .get_template(template)
                .render({**values, **more}, config=config, entries=shown, addresses=addresses)
            )
            return (html.encode(),)

        return Document(
            path=path,
            source=name_of(appearance, values, b"".join(entry.key for entry in entries)),
            entries=entries,
            parts=parts,
            read_ids=_read_ids,
        )

    return page


def _read_ids(file: BinaryIO) -> Iterator[bytes]:
    """The ids of the entries on a page. Raises ValueError if it is malformed."""
    from seedfeed.documents import xml

    return xml.read_ids(file, _ARTICLE)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["rfc3339"] = rfc3339
    return environment


def preload() -> None:
    """Import and parse what renders pages."""
    for name in _environment().list_templates():
        _environment().get_template(name)


def _runs_to_the_left(lang: str) -> bool:
    """Whether text in a language (BCP 47) runs from right to left. The script decides, where it is said."""
    language, *others = lang.lower().split("-")
    script = next((each for each in others if len(each) == 4 and each.isalpha()), None)
    return script in _SCRIPTS_RIGHT_TO_LEFT if script else language in _RIGHT_TO_LEFT


def _addresses(config: Config, path: str) -> list[_Address]:
    return [
        _Address(
            format=FORMATS[name].name,
            media_type=FORMATS[name].media_type,
            href=quote_path(f"{path}.{name}"),
            url=config.url_of(f"{path}.{name}"),
        )
        for name in config.formats
    ]


class _Shown(NamedTuple):
    """An entry on a page."""

    entry: Entry
    text: Text
    content: Markup
    tags: tuple[str, ...]  #: as people see them
    day: str  #: in the time zone of the config
    place: str | None  #: where a page shows it, relative to the output folder
    source: str | None
    lang: str
    dir: str


def _shown(entry: Entry, text: Text, category: Categories, config: Config) -> _Shown:
    from markupsafe import Markup

    page = page_of(entry.period) if entry.period else None
    own = page and f"{config.url_of(page)}#{entry.anchor}"
    lang = text.lang or config.language
    return _Shown(
        entry=entry,
        text=text,
        content=Markup(content_of(text)),  # noqa: S704 - HTML that `entries` made, and escaped
        tags=tuple(category(tag).shown for tag in entry.tags),
        day=entry.published.astimezone(config.timezone).date().isoformat(),
        place=page and f"{quote_path(page)}#{entry.anchor}",
        source=entry.link if entry.link != own else None,
        lang=lang,
        dir="rtl" if _runs_to_the_left(lang) else "auto",
    )
