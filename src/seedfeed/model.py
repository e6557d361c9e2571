"""The values that flow through a build, each frozen. Knows no file, no clock and no format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import BinaryIO, NamedTuple

from seedfeed.report import Problem
from seedfeed.text.addresses import quote_path
from seedfeed.text.digests import name_of

#: What a date in a seed says: a day alone, a local time (naive), or an instant (aware).
When = date | datetime

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: How the names of files end that are seeds, in any case.
PLAIN, MARKDOWN = (".txt", ".text"), (".md", ".markdown")

#: The folders below feeds/ that hold documents. Only `entries` has folders in it.
FOLDERS = ENTRIES, TAGS, ARCHIVE = "entries", "tags", "archive"
#: The first page.
INDEX = "index.html"


def folder_of(path: str) -> str:
    """The folder of a document, both below feeds/; empty for feeds/ itself."""
    return path.rpartition("/")[0]


class Author(NamedTuple):
    """A person construct (RFC 4287, 3.2)."""

    name: str
    email: str | None = None
    uri: str | None = None


class Category(NamedTuple):
    """How documents show a tag (RFC 4287, 4.2.2)."""

    term: str
    scheme: str  #: absolute URI
    label: str | None = None

    @property
    def shown(self) -> str:
        """What people see."""
        return self.label or self.term


class Tag(NamedTuple):
    """A name for what entries are about, and the terms that earn it."""

    name: str
    terms: tuple[str, ...]  #: any of which earns it
    slug: str  #: names the documents of its feed
    exceptions: tuple[str, ...] = ()  #: a mention inside one of these does not count
    all: tuple[str, ...] = ()  #: each of these must be mentioned too
    prominent: bool = False  #: whether a mention in passing is not enough
    label: str | None = None  #: for people
    scheme: str | None = None  #: absolute URI; None for the one that all tags share
    limit: int | None = None  #: entries in its feed; None for all
    hidden: bool = False  #: whether it has no feed and no page of its own

    def category(self, shared: str) -> Category:
        """How documents show it; `shared` is the scheme of tags that have none of their own."""
        return Category(self.name, self.scheme or shared, self.label)

    @property
    def is_plain(self) -> bool:
        """Whether any mention of any term earns it."""
        return not (self.exceptions or self.all or self.prominent)

    @property
    def rule(self) -> tuple[object, ...]:
        """All that decides which text earns it."""
        return self.name, self.terms, self.exceptions, self.all, self.prominent


class FeedRule(NamedTuple):
    """An extra feed: which tags an entry needs, and must not have, to be in it."""

    slug: str
    title: str
    subtitle: str | None = None
    all: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()
    limit: int | None = None  #: entries in it; None for all

    def takes(self, tags: Iterable[str]) -> bool:
        """Whether an entry with these tags belongs in the feed."""
        tags = frozenset(tags)
        return self.all <= tags and (not self.any or bool(self.any & tags)) and not self.none & tags


class Config(NamedTuple):
    """config.yaml, read and checked."""

    title: str
    url: str  #: absolute, ends with a slash
    id: str  #: absolute URI, the root of every id
    subtitle: str | None
    author: Author
    language: str  #: BCP 47, of feeds and pages
    languages: tuple[str, ...]  #: in which terms are inflected; the first is `language`
    timezone: tzinfo
    time: time  #: the time of day of a date without one
    dayfirst: bool | None  #: None: `03/04/2025` is unclear
    limit: int | None  #: entries in a current feed; None for all
    ttl: int | None  #: minutes between two polls, for RSS
    formats: tuple[str, ...]
    archive: str  #: year, month, day or none
    pages: bool  #: for people
    rights: str | None  #: what may be done with the entries
    hub: str | None  #: the address of a WebSub hub, which tells subscribers what is new
    icon: str | None  #: the address of a picture
    picture: bytes | None  #: that is to be copied there
    style: str  #: CSS that comes after ours
    tags: tuple[Tag, ...]
    feeds: tuple[FeedRule, ...]
    seeds: Path
    output: Path
    text: bytes  #: of the file
    cache: Path  #: the file that saves the next build work
    seeds_name: str  #: as written in the config, for messages
    output_name: str
    cache_name: str
    notices: tuple[Problem, ...] = ()  #: what is harmless, and perhaps not meant
    beside: tuple[Path, ...] = ()  #: other files that it is read from

    @property
    def tags_url(self) -> str:
        """Where the feeds of the tags stand: the scheme of categories, unless theirs says otherwise."""
        return f"{self.url}tags/"

    @property
    def appearance(self) -> bytes:
        """Names all that a document may show of the config, beside its feed and its entries."""
        tags = tuple((tag.name, tag.slug, tag.label, tag.scheme, tag.hidden) for tag in self.tags)
        nowhere = Path()
        return name_of(tags, self._replace(
            tags=(), feeds=(), languages=(), limit=None, picture=None, style="", dayfirst=None, seeds=nowhere,
            output=nowhere, cache=nowhere, seeds_name="", output_name="", cache_name="", text=b"", notices=(),
            beside=(),
        ))  # fmt: skip

    def categories(self) -> Callable[[str], Category]:
        """How documents show a tag, by its name, which a seed may have made up."""
        known = {tag.name: tag.category(self.tags_url) for tag in self.tags}
        return lambda name: known.get(name) or Category(name, self.tags_url)

    def url_of(self, path: str) -> str:
        """The address of the document at `path` (below the output folder)."""
        return self.url + quote_path(path)

    def seed_problem(self, path: str, line: int | None, reason: str) -> Problem:
        """A problem of the seed at `path` (below the seeds folder)."""
        return Problem(f"{self.seeds_name}/{path}".rstrip("/"), line, reason)

    def document_problem(self, path: str, reason: str) -> Problem:
        """A problem of the document at `path` (below the output folder)."""
        return Problem(f"{self.output_name}/{path}".rstrip("/"), None, reason)


class Seed(NamedTuple):
    """One text file, parsed. Its values are clean: XML 1.0 can carry every character."""

    path: str  #: below the seeds folder, `/` between folders
    date: When
    body: str  #: line ends are LF; nothing is around it but the blanks before a block that is indented
    line: int  #: of the file, from 1, on which the body begins
    column: int  #: of that line, from 1
    updated: When | None = None
    title: str | None = None
    author: str | None = None
    link: str | None = None  #: absolute http(s) URI
    id: str | None = None  #: absolute URI
    tags: tuple[str, ...] | None = None  #: None where it does not say
    lang: str | None = None  #: BCP 47
    summary: str | None = None
    draft: str | None = None  #: the line of the header that keeps it back
    expires: When | None = None  #: from then on it is kept back
    notices: tuple[tuple[int, str], ...] = ()  #: (line, what was cleaned, dropped or left out)


class Text(NamedTuple):
    """What an entry says."""

    title: str
    titled: int  #: 1 if by the seed, its heading or headline; 0 if by its first sentence, which is in the body too
    author: str | None
    lang: str | None
    summary: str
    body: str  #: plain text: a blank line between blocks, lines that mean something are lines
    content: str | None = None  #: HTML; None where each block of the body is a paragraph
    hidden: tuple[tuple[int, int], ...] = ()  #: where addresses and code begin and end in the body
    markdown: str | None = None  #: what the author wrote, where that is Markdown


#: A file below the seeds folder as it is found: path, size, mtime (in nanoseconds), ctime, inode.
Found = tuple[str, int, int, int, int]


class Record(NamedTuple):
    """What is known of a file below the seeds folder, but for its text: of a seed, or why it is none. Plain."""

    number: int  #: names the file, and its text, in the cache
    path: str  #: below the seeds folder
    size: int
    mtime: int  #: nanoseconds
    ctime: int
    inode: int
    digest: bytes  #: of the bytes of the file
    line: int | None = None  #: of the fault
    reason: str | None = None  #: why it is not a seed
    notices: tuple[tuple[int, str], ...] = ()  #: (line, what was cleaned, dropped or left out)
    name: str = ""  #: the path without its suffix, ready for a URI
    date: str = ""  #: ISO 8601
    updated: str | None = None  #: ISO 8601
    id: str | None = None
    link: str | None = None
    draft: str | None = None  #: the line of the header that keeps it back
    expires: str | None = None  #: ISO 8601
    tags: tuple[str, ...] | None = None  #: names, as the seed has them; None where it does not say
    earned: tuple[str, ...] = ()  #: names that its text earns, in the order of the config

    @property
    def found(self) -> Found:
        """The file, as it was when it was read."""
        return self[1:6]


class Entry(NamedTuple):
    """What a seed becomes (RFC 4287, 4.1.2), but for its text."""

    number: int  #: of its text in the cache
    path: str  #: of its seed
    anchor: str  #: names it on a page that lists it, ready for a URI
    page: str | None  #: the path of its page below feeds/; None without pages
    id: str  #: absolute URI, never changes
    published: datetime  #: UTC
    updated: datetime  #: UTC, never before `published`
    link: str | None
    period: str | None  #: of the history: `2025-07`; None without history
    tags: tuple[str, ...]  #: in the order of the config, then those of the seed
    digest: bytes  #: of the bytes of its seed
    key: bytes  #: names all of this and the text: what has the same key renders to the same bytes


class Feed(NamedTuple):
    """One list of entries, newest first."""

    path: str  #: below feeds/, without suffix
    id: str  #: absolute URI
    title: str
    subtitle: str | None = None
    tag: Category | None = None  #: of a tag feed
    entries: tuple[Entry, ...] = ()
    archived: bool = False  #: a closed part of the history (RFC 5005, 4)
    #: Relations of RFC 5005 and the paths of the feeds that they lead to: prev-archive, next-archive, current.
    history: tuple[tuple[str, str], ...] = ()

    since: datetime = EPOCH  #: when the oldest entry of all was updated

    @property
    def updated(self) -> datetime:
        """When an entry last changed; where there is none, when all began, so that no clock shows."""
        return max((entry.updated for entry in self.entries), default=self.since)


class Document(NamedTuple):
    """One file below feeds/, rendered when it is asked for: a feed of everything is never whole in memory."""

    path: str  #: below feeds/
    source: bytes  #: names all that it is rendered from
    entries: Sequence[Entry]  #: that it shows
    parts: Callable[[], Iterable[bytes]]
    read_ids: Callable[[BinaryIO], Iterator[bytes]]  #: of the entries in a file; ValueError if it is malformed
    format: str | None = None  #: of a feed
    reads: Sequence[Entry] = ()  #: whose texts are read, where these are not `entries`


#: What tells without reading it whether a file is still the same: size, mtime (in nanoseconds), ctime, inode.
Stat = tuple[int, int, int, int]


class File(NamedTuple):
    """A document as it is in feeds/."""

    source: bytes
    digest: bytes  #: of its bytes
    stat: Stat
