"""Atom, as other people's software reads it."""

from __future__ import annotations

import re

from tests.helpers import CONFIG, Site


def test_the_feed_says_who_made_it_where_it_stands_and_in_which_language(site: Site) -> None:
    site.config(CONFIG + "subtitle: A subtitle\nlanguage: en-GB\nauthor: {name: Desk, email: d@example.org}\n")
    site.seed("a.txt", "date 2025-07-22 A drone")
    site.build()
    feed = site.feed("tags/drones.atom").feed
    assert feed.title == "Drone watch: drones"
    assert feed.subtitle == "A subtitle"
    assert feed.id == "https://drones.example.org/feeds/tags/drones:feed"
    assert feed.updated == "2025-07-22T12:00:00Z"
    assert feed.language == "en-GB"
    assert feed.generator == "seedfeed"
    assert feed.author_detail == {"name": "Desk", "email": "d@example.org"}
    assert [(link.rel, link.type, link.href) for link in feed.links] == [
        ("self", "application/atom+xml", "https://drones.example.org/feeds/tags/drones.atom"),
        ("alternate", "text/html", "https://drones.example.org/feeds/tags/drones.html"),
    ]
    assert [(tag.term, tag.scheme) for tag in feed.tags] == [("drones", "https://drones.example.org/feeds/tags/")]
    assert "tags" not in site.feed().feed  # some readers give these to entries that have none


def test_an_entry_reads_as_it_was_written(site: Site) -> None:
    site.seed(
        "a.txt",
        "Date: 2025-07-22T09:30+02:00\nUpdated: 2025-07-23\nTitle: A <title> & more\nAuthor: Олена\n"
        "Link: https://example.org/a?b=1&c=2\nLang: fr\nTags: own\n\nUn drone <b>gris\nen France.\n\nFin & suite.",
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
        (term, "https://drones.example.org/feeds/tags/") for term in ("France", "drones", "own")
    ]
    assert entry.summary == "Un drone <b>gris en France. Fin & suite."
    [content] = entry.content
    assert (content.type, content.language) == ("text/html", "fr")
    assert content.value == "<p>Un drone &lt;b&gt;gris en France.</p>\n<p>Fin &amp; suite.</p>"


def test_an_entry_is_the_same_bytes_in_every_feed(site: Site) -> None:
    site.seed("a.txt", "date 2025-07-22 A drone over France")
    site.build()
    found = {
        path: re.findall(rb"<entry>.*</entry>", document, re.S) for path, document in site.documents().items()
    }
    assert found["feed.atom"] == found["tags/france.atom"] == found["tags/drones.atom"] != []
