"""Atom, as other people's software reads it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from seedfeed.formats import MARK, MARK_WITHIN, render
from seedfeed.model import Author, Config, Entry, Feed
from seedfeed.prose import UNFIT, squeeze, to_html
from tests.helpers import CONFIG, Site, a_config

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def complaints(document: bytes, url: str) -> list[str]:
    """What the W3C feed validator would say of an Atom document, by the names of its messages.

    Its rules, rebuilt from its source (feed.py, entry.py, link.py, content.py, base.py, validators.py).
    """
    root: Any = etree.fromstring(document)
    found: list[str] = []

    def need(holds: object, message: str) -> None:
        if not holds:
            found.append(message)

    def text(element: Any, name: str) -> str:
        each = element.findall(ATOM + name)
        need(len(each) <= 1, f"DuplicateElement {name}")
        return (each[0].text or "") if each else ""

    need(root.tag == ATOM + "feed", "InvalidNamespace")
    entries = root.findall(ATOM + "entry")
    last_metadata = max(i for i, child in enumerate(root) if child.tag != ATOM + "entry")
    need(all(root.index(entry) > last_metadata for entry in entries), "MisplacedMetadata")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            need(text(element, name), f"MissingElement {name}")
        for name in ("updated", "published"):
            value = text(element, name)
            if name == "updated" or value:
                need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value), f"InvalidRFC3339Date {value}")
                need(value >= "1970", "ImplausibleDate")
        uri = urlsplit(text(element, "id"))
        need(uri.scheme and re.fullmatch(r"[\x21-\x7e]+", text(element, "id")), "InvalidFullLink")
        need(uri.scheme not in ("http", "https") or uri.path, "NonCanonicalURI")
        alternates = [
            link for link in element.findall(ATOM + "link") if link.get("rel", "alternate") == "alternate"
        ]
        kinds = [(link.get("type"), link.get("hreflang")) for link in alternates]
        need(len(set(kinds)) == len(kinds), "DuplicateAtomLink")
        for link in element.findall(ATOM + "link"):
            need(re.fullmatch(r"https?://[\x21-\x7e]+", link.get("href", "")), "InvalidLink")
        for category in element.findall(ATOM + "category"):
            need(category.get("term"), "MissingAttribute term")
            need(urlsplit(category.get("scheme", "x:")).scheme, "InvalidFullLink scheme")
        for author in element.findall(ATOM + "author"):
            need(text(author, "name"), "MissingElement name")
    links = {link.get("rel"): link.get("href") for link in root.findall(ATOM + "link")}
    need("self" in links, "MissingSelf")
    need(links.get("self") == url, "SelfDoesntMatchLocation")
    need(root.get(LANG), "MissingDCLanguage")
    need(text(root, "generator"), "NotBlank generator")
    for entry in entries:
        need(
            root.find(ATOM + "author") is not None or entry.find(ATOM + "author") is not None,
            "MissingElement author",
        )
        need(entry.find(ATOM + "content") is not None, "MissingContentOrAlternate")
        need(text(entry, "summary").strip(), "NotBlank summary")
        need(entry.find(ATOM + "content").get("type") == "html", "InvalidTextType")
        for name in ("title", "summary"):
            need(entry.find(ATOM + name).get("type", "text") == "text", "InvalidTextType")
    for name, message in (("id", "DuplicateEntries"), ("updated", "DuplicateUpdated")):
        values = [text(entry, name) for entry in entries]
        need(len(set(values)) == len(values), message)
    need(not re.search("[\x80-\x9f]", document.decode()), "BadCharacters")
    need(document.startswith(b"<?xml version='1.0' encoding='UTF-8'?>"), "MissingEncoding")
    return found


def validate(site: Site) -> None:
    for path, document in site.documents().items():
        if not path.endswith(".atom"):
            continue
        assert complaints(document, f"https://example.org/feeds/{path}") == [], path


def test_the_validator_has_nothing_to_say(site: Site) -> None:
    site.config(
        "title: <b>T</b> & co\nurl: https://example.org/feeds/\nauthor: {name: N, email: a@b.c, uri: https://b.c/}\n"
        "subtitle: S\nlanguage: fr\ntags: {a & b: [drone], '🛩': [France]}\nfeeds: {x: {all: [a & b]}}\n"
    )
    site.build()
    validate(site)  # nothing to show yet
    site.seed(
        "a.txt",
        "date 2025-07-22 updated 2025-07-23 French drone: ]]> <script>alert('&amp;')</script> & \x07\x85",
    )
    site.seed(
        "b.txt",
        "Date: 2025-07-22\nLink: https://example.org/ü?a=1&b=2\nLang: fr\nAuthor: Ö\nTags: x\n\nDrone",
    )
    site.seed("c.txt", "date 2025-07-23 France")
    assert site.build().status == 0
    validate(site)


def test_the_feed_says_who_made_it_where_it_stands_and_in_which_language(site: Site) -> None:
    site.config(CONFIG + "subtitle: A subtitle\nlanguage: en-GB\nauthor: {name: Desk, email: d@example.org}\n")
    site.seed("a.txt", "date 2025-07-22 A drone")
    site.build()
    feed = site.feed("tags/drones.atom").feed
    assert feed.title == "Drone watch: drones"
    assert feed.subtitle == "A subtitle"
    assert feed.id == "https://example.org/feeds/tags/drones:feed"
    assert feed.updated == "2025-07-22T12:00:00Z"
    assert feed.language == "en-GB"
    assert feed.generator == "seedfeed"
    assert feed.author_detail == {"name": "Desk", "email": "d@example.org"}
    assert [(link.rel, link.type, link.href) for link in feed.links] == [
        ("self", "application/atom+xml", "https://example.org/feeds/tags/drones.atom"),
        ("alternate", "text/html", "https://example.org/feeds/"),
    ]
    assert [(tag.term, tag.scheme) for tag in feed.tags] == [("drones", "https://example.org/feeds/tags/")]
    assert "tags" not in site.feed().feed  # some readers give these to entries that have none


def test_an_entry_reads_as_it_was_written(site: Site) -> None:
    site.seed(
        "a.txt",
        "Date: 2025-07-22T09:30+02:00\nUpdated: 2025-07-23\nTitle: A <title> & more\nAuthor: Олена\n"
        "Link: https://example.org/a?b=1&c=2\nLang: fr\nTags: own\n\nUn drone <b>\nen France.\n\nFin & suite.",
    )
    site.build()
    [entry] = site.feed().entries
    assert entry.title_detail.type == "text/plain"
    assert entry.title == "A <title> & more"
    assert entry.published == "2025-07-22T07:30:00Z"
    assert entry.updated == "2025-07-23T12:00:00Z"
    assert entry.author == "Олена"
    assert [(link.rel, link.href) for link in entry.links] == [("alternate", "https://example.org/a?b=1&c=2")]
    assert [(tag.term, tag.scheme) for tag in entry.tags] == [
        (term, "https://example.org/feeds/tags/") for term in ("France", "drones", "own")
    ]
    assert entry.summary == "Un drone <b> en France. Fin & suite."
    [content] = entry.content
    assert (content.type, content.language) == ("text/html", "fr")
    assert content.value == "<p>Un drone &lt;b&gt; en France.</p>\n<p>Fin &amp; suite.</p>"


def test_an_entry_is_the_same_bytes_in_every_feed(site: Site) -> None:
    site.seed("a.txt", "date 2025-07-22 A drone over France")
    site.build()
    found = {
        path: re.findall(rb"<entry>.*</entry>", document, re.S) for path, document in site.documents().items()
    }
    assert found["feed.atom"] == found["tags/france.atom"] == found["tags/drones.atom"] != []


TEXT = st.text(min_size=1).map(lambda text: squeeze(UNFIT.sub("", text))).filter(bool)
INSTANT = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda when: when.replace(microsecond=0)
)


@given(title=TEXT, body=TEXT, author=TEXT, tags=st.lists(TEXT, unique=True, max_size=3), published=INSTANT)
@settings(deadline=None)
def test_any_text_comes_back_as_it_was(
    title: str, body: str, author: str, tags: list[str], published: datetime
) -> None:
    entry = Entry(
        path="a.txt",
        anchor="a",
        period=None,
        text=body,
        id="urn:x:a",
        title=title,
        published=published,
        updated=published,
        content=to_html([body]),
        summary=body,
        link=None,
        author=author,
        lang=None,
        tags=tuple(tags),
    )
    [document] = render(
        [Feed(path="feed", id="urn:x", title=title, tag=title, entries=(entry,))], written_by(author)
    )
    root = etree.fromstring(b"".join(document))
    [element] = root.findall(ATOM + "entry")
    assert [child.tag.removeprefix(ATOM) for child in element] == [
        *("id", "title", "updated", "author", "content", "summary"),
        *["category"] * len(tags),
        "published",
    ]
    assert root.findtext(ATOM + "title") == element.findtext(ATOM + "title") == title
    assert element.findtext(ATOM + "summary") == body
    assert element.findtext(ATOM + "content") == to_html([body])
    assert element.findtext(f"{ATOM}author/{ATOM}name") == root.findtext(f"{ATOM}author/{ATOM}name") == author
    assert [category.get("term") for category in element.findall(ATOM + "category")] == tags
    assert element.findtext(ATOM + "published") == published.isoformat().replace("+00:00", "Z")
    assert not feedparser.parse(b"".join(document)).bozo
    assert MARK.search(b"".join(document)[:MARK_WITHIN])


def written_by(author: str) -> Config:
    from dataclasses import replace

    return replace(a_config(), author=Author(name=author))
