"""Pages that list entries: the index, one for each tag, and the history in parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from seedfeed.documents.content import Texts
from seedfeed.documents.pages.frame import ShownTag, read_ids, renderer, shower
from seedfeed.feeds import PART, Part, current_feeds
from seedfeed.model import INDEX, TAGS, Config, Document, Entry, Feed
from seedfeed.text.addresses import quote_path
from seedfeed.text.digests import name_of

#: Entries on the index page; the history has them all.
NEWEST = 20


class _Listed(NamedTuple):
    """A feed in the list of feeds."""

    path: str
    title: str
    tag: ShownTag | None
    entries: int


class _Link(NamedTuple):
    """A link to a page of the history."""

    href: str  #: relative to the output folder
    period: str
    number: int
    entries: int


def part_pages(parts: Sequence[Part], config: Config, texts: Texts) -> Iterator[Document]:
    """The pages of the history, oldest first."""
    page = _pages(config, texts)
    links = [_link(part) for part in parts]
    for number, part in enumerate(parts):
        values = {
            "part": links[number],
            "earlier": links[number - 1] if number else None,
            "later": links[number + 1] if number + 1 < len(parts) else None,
        }
        yield page(f"{part.path}.html", "part.html", values, part.entries)


def tag_pages(entries: Sequence[Entry], config: Config, texts: Texts) -> Iterator[Document]:
    """The page of each tag: its newest entries, and as many parts with the older ones as it takes."""
    page = _pages(config, texts)
    by_tag: dict[str, list[Entry]] = {tag.name: [] for tag in config.tags}
    for entry in entries:
        for name in entry.tags:
            if name in by_tag:  # a seed may name others
                by_tag[name].append(entry)
    for tag in config.tags:
        some = by_tag[tag.name]
        older = max(0, len(some) // PART - 1)  # parts; the newest PART entries at least are on the page of the tag
        hrefs = [quote_path(f"{TAGS}/{tag.slug}.{number}.html") for number in range(1, older + 1)]
        home = f"{TAGS}/{tag.slug}.html"
        values = {
            "tag": tag.label or tag.name,
            "feed": f"{TAGS}/{tag.slug}",
            "home": quote_path(home),
            "older": hrefs,
            "count": len(some),
        }
        for number in range(1, older + 1):
            start = len(some) - number * PART
            path = f"{TAGS}/{tag.slug}.{number}.html"
            yield page(path, "tag.html", {**values, "number": number}, tuple(some[start : start + PART]))
        yield page(home, "tag.html", {**values, "number": 0}, tuple(some[: len(some) - older * PART]))


def index_page(
    feeds: Sequence[Feed], parts: Sequence[Part], entries: Sequence[Entry], config: Config, texts: Texts
) -> Document:
    """The page that tells what this is and how to subscribe."""
    counts = Counter(tag for entry in entries for tag in entry.tags)
    values = {
        "feeds": [_listed(feed, counts) for feed in current_feeds(feeds)],
        "parts": [_link(part) for part in reversed(parts)],
    }
    return _pages(config, texts)(INDEX, "index.html", values, entries[:NEWEST])


def _link(part: Part) -> _Link:
    return _Link(quote_path(f"{part.path}.html"), part.period, part.number, len(part.entries))


def _listed(feed: Feed, counts: Mapping[str, int]) -> _Listed:
    if feed.tag is None:
        return _Listed(feed.path, feed.title, None, 0)
    tag = ShownTag(feed.tag.shown, quote_path(f"{feed.path}.html"))
    return _Listed(feed.path, feed.title, tag, counts[feed.tag.term])


def _pages(config: Config, texts: Texts) -> Callable[[str, str, Mapping[str, object], Sequence[Entry]], Document]:
    """What makes pages of a path, a template, what it is to show of the feeds, and entries."""
    render, show, appearance = renderer(config), shower(config), config.appearance

    def page(path: str, template: str, values: Mapping[str, object], entries: Sequence[Entry]) -> Document:
        def parts() -> tuple[bytes]:
            shown = [show(entry, text) for entry, text in zip(entries, texts(entries), strict=True)]
            return (render(path, template, {**values, "entries": shown}).encode(),)

        return Document(
            path=path,
            source=name_of(appearance, *sorted(values.items()), b"".join(entry.key for entry in entries)),
            entries=entries,
            parts=parts,
            read_ids=read_ids,
        )

    return page
