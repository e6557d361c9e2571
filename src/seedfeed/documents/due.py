"""Entries → documents: all that is due in feeds/, each rendered when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from seedfeed.documents import opml, pictures
from seedfeed.documents.content import Texts
from seedfeed.documents.formats import FORMATS, format_of
from seedfeed.documents.media_types import MEDIA_TYPES
from seedfeed.documents.pages import entry, frame, lists
from seedfeed.feeds import entries_by_tag, make_feeds, parts_of
from seedfeed.model import Config, Document, Entry, Feed
from seedfeed.processes import batches
from seedfeed.text.digests import name_of

SUFFIXES = tuple(f".{suffix}" for suffix in MEDIA_TYPES)
_MARKS = {opml.MARK, frame.MARK, pictures.MARK, *(kind.mark for kind in FORMATS.values())}
_MARK = re.compile(b"|".join(map(re.escape, sorted(_MARKS))))
#: Bytes of a document in which its mark is.
MARK_WITHIN = 1000


def is_ours(start: bytes) -> bool:
    """Whether a file that begins so is a document of ours."""
    return bool(_MARK.search(start[:MARK_WITHIN]))


def documents(entries: Sequence[Entry], config: Config, texts: Texts) -> tuple[Document, ...]:
    """All that is due, in the order of publishing: what is linked to comes before what links to it."""
    parts = parts_of(entries)
    by_tag = entries_by_tag(entries, config)
    feeds = make_feeds(entries, parts, by_tag, config)
    due: list[Document] = []
    if config.picture:
        due.append(_icon(config.picture, config))
    if config.pages:
        due.append(frame.style_document(config))
        due += entry.entry_pages(entries, config, texts)
        due += lists.part_pages(parts, config, texts)
        due += lists.tag_pages(by_tag, config, texts)
    due += chain.from_iterable(feed_documents(feed, config, texts) for feed in feeds)
    due.append(opml.opml_document(feeds, config))
    if config.pages:
        due.append(lists.index_page(feeds, parts, entries, by_tag, config, texts))
    return tuple(due)


def _icon(picture: bytes, config: Config) -> Document:
    path = (config.icon or "").removeprefix(config.url)
    return Document(path, name_of(picture), (), lambda: (picture,), lambda _: iter(()))


def preload(config: Config) -> None:
    """Import what writes documents: some 150 ms, for while there is something else to wait for."""
    for name in config.formats:
        format_of(name)
    if config.pages:
        frame.preload()


def feed_documents(feed: Feed, config: Config, texts: Texts) -> Iterator[Document]:
    """The documents of a feed, one in each format of the config."""
    head = (feed.path, feed.id, feed.title, feed.subtitle, feed.tag, feed.archived, feed.history)
    shown = b"".join(entry.key for entry in feed.entries) or repr(feed.since)
    source = name_of(config.appearance, head, shown)
    for name in config.formats:
        yield Document(
            path=f"{feed.path}.{name}",
            source=source,
            entries=feed.entries,
            format=name,
            parts=partial(_parts, feed, name, config, texts),
            read_ids=lambda file, name=name: format_of(name).read_ids(file),  # type: ignore[misc]
        )


def _parts(feed: Feed, name: str, config: Config, texts: Texts) -> Iterator[bytes]:
    module, category = format_of(name), config.categories()
    head, tail = module.render_frame(feed, config)
    separator: bytes = getattr(module, "SEPARATOR", b"")
    entries = zip(feed.entries, texts(feed.entries), strict=True)
    rendered = (module.render_entry(entry, text, category) for entry, text in entries)
    yield head
    for place, some in enumerate(batches(rendered, len)):
        yield separator * bool(place) + separator.join(some)
    yield tail
