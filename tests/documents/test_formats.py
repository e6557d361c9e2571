"""Every format: valid for the validator, and the same to every reader."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seedfeed.documents.content import content_of
from seedfeed.documents.due import feed_documents, is_ours
from seedfeed.documents.formats import FORMATS, format_of
from seedfeed.model import Author, Category, Entry, Feed, Text
from seedfeed.text.characters import UNFIT, squeeze
from tests.documents.validator import ATOM, CONTENT, DC, complaints
from tests.helpers import CONFIG, Site, a_config, an_entry

AN_ENTRY = an_entry()
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
A_TEXT = Text(title="A", titled=1, author=None, lang="fr", summary="A", body="A")
ROOT = Path(__file__).parents[2]
ALL = CONFIG + "formats: [atom, rss, json]\n"
NASTY = [
    *(
        "<script>alert(1)</script>",
        "]]>",
        "&amp; & <b>bold</b>",
        "{{ 7 * 7 }}",
        "{% raw %}",
        "\x07\x01\x85",
        "🛩️ 🇺🇦",
    ),
    *(
        "שלום עולם",
        "العربية",
        "Français – « oui »",
        "О’Браєн",
        '"quotes" \'n such',
        "https://example.org/?a=b&c=d",
    ),
    *("\u202eright to left", "&#x3C;", "<!--", "-->", "\\", "%s", "javascript:alert(1)", "drone", "France’s"),
]


def hostile_seeds(site: Site, number: int) -> None:
    chance = random.Random(7)
    for n in range(number):
        day = f"2024-{1 + n % 12:02}-{1 + n % 28:02}"
        words = " ".join(chance.choices(NASTY, k=6))
        plain = re.sub(r"</?\w+>|&#?\w+;", "", words)  # a title that shows HTML is a warning by itself
        kind = n % 4
        if kind == 0:
            site.seed(f"{n:03}.txt", f"date {day} {plain}.\n\n{words}\n{words}")
        elif kind == 1:
            site.seed(
                f"{n:03} & ü's.txt", f"Date: {day}\nTitle: {plain}\nAuthor: {words}\nTags: {words}\n\n{words}"
            )
        elif kind == 2:
            value = json.dumps(plain, ensure_ascii=False)
            site.seed(f"sub/{n:03}.txt", f"---\ndate: {day}\ntitle: {value}\nlang: he\n---\n{words}")
        else:
            site.seed(f"{n:03}.txt", f"date {day} updated 2024-12-30\nLink to {plain}.\n\n{words}")


def check_valid(folder: Path, url: str = "https://drones.example.org/feeds/") -> int:
    count = 0
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if path.suffix in (".atom", ".rss", ".opml"):
            assert complaints(path.read_bytes(), url + name) == [], name
            count += 1
        elif path.suffix == ".json":
            check_json_feed(json.loads(path.read_bytes()), url + name)
            count += 1
        if path.is_file():
            assert is_ours(path.read_bytes()), name
    return count


def check_json_feed(feed: dict[str, Any], url: str) -> None:
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == url
    assert all(isinstance(feed[key], str) and feed[key] for key in ("title", "home_page_url", "language"))
    assert all(author["name"] for author in feed["authors"])
    allowed = (
        "id url title content_html content_text summary date_published date_modified authors tags language".split()
    )
    for item in feed["items"]:
        assert item.keys() <= set(allowed)
        assert item["id"] and item["content_html"] and item["content_text"]
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])


def test_the_validator_has_nothing_to_say_of_the_feeds_that_we_ship() -> None:
    assert check_valid(ROOT / "feeds") > 20


@pytest.mark.parametrize("number", [0, 1, 500])
def test_the_validator_has_nothing_to_say_of_hostile_seeds(site: Site, number: int) -> None:
    site.config(
        "title: <b>T</b> & co\nurl: https://drones.example.org/feeds/\nauthor: {name: N, email: a@b.c, uri: https://b.c/}\n"
        "subtitle: S & T\nlanguage: fr\nttl: 60\nformats: [atom, rss, json]\nlimit: 300\n"
        "tags: {a & b: [drone], '🛩': [France], '<script>': [oui]}\nfeeds: {x: {all: [a & b]}}\n"
    )
    hostile_seeds(site, number)
    assert site.build().status == 0
    assert check_valid(site.feeds) >= 16


def read_all(site: Site, path: str = "feed") -> dict[str, list[dict[str, Any]]]:
    """What feedparser and a JSON parser see of one feed in each format, in the same words."""
    seen: dict[str, list[dict[str, Any]]] = {}
    for suffix in ("atom", "rss"):
        parsed = feedparser.parse((site.feeds / f"{path}.{suffix}").read_bytes())
        assert not parsed.bozo
        seen[suffix] = [
            {
                "id": entry.id,
                "url": entry.get("link"),
                "title": entry.title,
                "published": entry.published_parsed[:6],
                "tags": [tag.term for tag in entry.get("tags", [])],
                "content": entry.content[0].value,
                "summary": entry.summary if suffix == "atom" else html.unescape(entry.summary),
                "author": entry.get("author") or None,
            }
            for entry in parsed.entries
        ]
    feed = json.loads((site.feeds / f"{path}.json").read_bytes())
    seen["json"] = [
        {
            "id": item["id"],
            "url": item.get("url"),
            "title": item["title"],
            "published": datetime.fromisoformat(item["date_published"]).timetuple()[:6],
            "tags": item.get("tags", []),
            "content": item["content_html"],
            "summary": item["summary"],
            "author": item["authors"][0]["name"] if "authors" in item else None,
        }
        for item in feed["items"]
    ]
    return seen


def test_all_formats_say_the_same(site: Site) -> None:
    site.config(ALL + "author: Desk\n")
    site.seed(
        "a.txt",
        "Date: 2025-07-22T09:30+02:00\nTitle: Drones & co\nAuthor: Олена\nTags: own\n\nUn.\n\nDeux & trois.",
    )
    site.seed(
        "b.txt", "Date: 2025-07-22\nLink: https://example.org/a?b=1&c=2\nAuthor: X\n\nAbout France – “quoted”."
    )
    assert site.build().status == 0
    for path in ("feed", "tags/drones"):
        seen = read_all(site, path)
        assert seen["atom"] == seen["rss"] == seen["json"] != []


def test_an_rss_channel_says_what_its_readers_want(site: Site) -> None:
    site.config(ALL + "author: Desk\n")
    site.build()
    assert feedparser.parse((site.feeds / "feed.rss").read_bytes()).feed.author == "Desk"
    site.config(ALL + "subtitle: Sub\nttl: 90\nlanguage: en-GB\nauthor: {name: Desk, email: d@example.org}\n")
    site.seed("a.txt", "date 2025-07-22 updated 2025-07-24 A drone")
    site.build()
    channel: Any = etree.parse(site.feeds / "tags" / "drones.rss").getroot().find("channel")
    assert {name: channel.findtext(name) for name in ("title", "link", "description", "language", "ttl")} == {
        "title": "Drone watch: drones",
        "link": "https://drones.example.org/feeds/tags/drones.html",
        "description": "Sub",
        "language": "en-GB",
        "ttl": "90",
    }
    assert channel.findtext("lastBuildDate") == "Thu, 24 Jul 2025 12:00:00 +0000"  # never the clock
    assert channel.findtext("managingEditor") == "d@example.org (Desk)"
    assert channel.findtext("category") == "drones"


TEXT = st.text(min_size=1).map(lambda text: squeeze(UNFIT.sub("", text))).filter(bool)
INSTANT = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda when: when.replace(microsecond=0)
)


@given(
    title=TEXT,
    body=TEXT,
    author=TEXT,
    tags=st.lists(TEXT, unique=True, max_size=3),
    published=INSTANT,
    updated=INSTANT,
)
def test_any_text_comes_back_as_it_was(
    title: str, body: str, author: str, tags: list[str], published: datetime, updated: datetime
) -> None:
    entry = AN_ENTRY._replace(published=published, updated=updated, tags=tuple(tags))
    text = A_TEXT._replace(title=title, summary=body, author=author, body=body)
    feed = Feed(
        path="feed",
        id="urn:x",
        title=title,
        subtitle=body,
        tag=Category(title, "https://example.org/"),
        entries=(entry, entry._replace(id="urn:x:b")),
    )
    config = a_config()._replace(author=Author(name=author), formats=tuple(FORMATS))

    documents = feed_documents(feed, config, lambda entries: [text] * len(entries))
    rendered = {document.format: b"".join(document.parts()) for document in documents}
    atom, rss, jsonfeed = (rendered[name] for name in ("atom", "rss", "json"))
    check_atom(etree.fromstring(atom), entry, text)
    check_rss(etree.fromstring(rss), entry, text)
    check_json(json.loads(jsonfeed), entry, text)
    assert all(map(is_ours, rendered.values()))


@pytest.mark.parametrize("name", ["atom", "rss"])
@given(
    shapes=st.lists(
        st.tuples(
            st.sampled_from([None, "https://example.org/a?b&c"]),
            st.sampled_from([None, "A. Nobody"]),
            st.sampled_from([None, "fr", "uk"]),
            st.lists(st.sampled_from(["France", "drones", "<b>"]), unique=True).map(tuple),
            INSTANT,
        ),
        min_size=2,
        max_size=5,
    )
)
def test_an_entry_shows_nothing_of_those_rendered_before(name: str, shapes: list[Any]) -> None:
    module = format_of(name)
    categories = a_config().categories()
    things = [
        (
            AN_ENTRY._replace(link=link, tags=tags, published=when, updated=when),
            A_TEXT._replace(author=author, lang=lang),
        )
        for link, author, lang, tags, when in shapes
    ]
    there = [module.render_entry(*each, categories) for each in things]
    back = [module.render_entry(*each, categories) for each in reversed(things)]
    assert there == back[::-1]
    for (entry, text), data in zip(things, there, strict=True):
        element = etree.fromstring(b'<_ xmlns:content="c" xmlns:dc="d">' + data + b"</_>")[0]
        shown = [each.get("term") or each.text for each in element.iter("category")]
        assert tuple(shown) == entry.tags
        assert (b"A. Nobody" in data) == bool(text.author)
        assert (b"b&amp;c" in data) == bool(entry.link)
        assert name == "rss" or element.get(LANG) == text.lang


def instant_of(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


def check_atom(root: Any, entry: Entry, text: Text) -> None:
    assert not feedparser.parse(etree.tostring(root)).bozo
    element = root.findall(ATOM + "entry")[0]
    assert [child.tag.removeprefix(ATOM) for child in element] == [
        *("id", "title", "updated", "author", "content", "summary"),
        *["category"] * len(entry.tags),
        "published",
    ]
    assert root.findtext(ATOM + "title") == element.findtext(ATOM + "title") == text.title
    assert root.findtext(ATOM + "subtitle") == element.findtext(ATOM + "summary") == text.summary
    assert element.findtext(ATOM + "content") == content_of(text)
    assert element.findtext(f"{ATOM}author/{ATOM}name") == root.findtext(f"{ATOM}author/{ATOM}name") == text.author
    assert tuple(category.get("term") for category in element.findall(ATOM + "category")) == entry.tags
    assert element.findtext(ATOM + "published") == instant_of(entry.published)
    assert element.findtext(ATOM + "updated") == instant_of(entry.updated)


def check_rss(root: Any, entry: Entry, text: Text) -> None:
    channel = root.find("channel")
    item = channel.findall("item")[0]
    assert [child.tag for child in item] == [
        *("title", "description", CONTENT + "encoded", "guid"),
        *["category"] * len(entry.tags),
        *(DC + "creator", *[DC + "language"] * bool(text.lang), "pubDate"),
    ]
    assert channel.findtext("title") == item.findtext("title") == channel.findtext("category") == text.title
    assert channel.findtext("description") == text.summary
    assert html.unescape(item.findtext("description")) == html.unescape(html.escape(text.summary, quote=False))
    assert item.findtext(CONTENT + "encoded") == content_of(text)
    assert item.findtext(DC + "creator") == text.author
    assert item.findtext(DC + "language") == text.lang
    assert tuple(category.text for category in item.findall("category")) == entry.tags
    assert datetime.strptime(item.findtext("pubDate"), "%a, %d %b %Y %H:%M:%S %z") == entry.published


def check_json(feed: Any, entry: Entry, text: Text) -> None:
    item = feed["items"][0]
    assert (feed["title"], feed["description"], feed["authors"]) == (
        text.title,
        text.summary,
        [{"name": text.author}],
    )
    assert item == {
        "id": entry.id,
        "title": text.title,
        "content_html": content_of(text),
        "content_text": text.body,
        "summary": text.summary,
        "date_published": instant_of(entry.published),
        "date_modified": instant_of(entry.updated),
        "authors": [{"name": text.author}],
        "language": "fr",
    } | ({"tags": list(entry.tags)} if entry.tags else {})


def test_html_is_escaped() -> None:
    text = A_TEXT._replace(body="a < b & c\n\n<script>")
    assert content_of(text) == "<p>a &lt; b &amp; c</p>\n<p>&lt;script&gt;</p>"


def test_an_opml_reader_finds_every_feed_once(site: Site) -> None:
    import listparser

    site.config(ALL + "subtitle: Sub\nfeeds: {both: {title: Both & more, all: [France, drones]}}\n")
    site.seed("a.txt", "date 2025-06-22 A drone over France")
    site.seed("b.txt", "date 2025-07-22 A drone over France")
    site.build()
    listed = listparser.parse((site.feeds / "feeds.opml").read_bytes())
    assert not listed.bozo
    assert [(feed.title, feed.url) for feed in listed.feeds] == [
        ("Drone watch", "https://drones.example.org/feeds/feed.atom"),
        ("Drone watch: France", "https://drones.example.org/feeds/tags/france.atom"),
        ("Drone watch: Ukraine", "https://drones.example.org/feeds/tags/ukraine.atom"),
        ("Drone watch: drones", "https://drones.example.org/feeds/tags/drones.atom"),
        ("Both & more", "https://drones.example.org/feeds/both.atom"),
    ]


def test_a_large_feed_is_noticed_with_the_setting_that_helps(site: Site) -> None:
    site.config(CONFIG + "limit: 1\n")
    for n in range(3):
        site.seed(f"{n}.txt", f"date 2025-0{5 + n // 2}-22 " + "long text " * 60_000)
    ran = site.run("check")
    assert ran.status == 0
    assert ran.problems == [
        "feeds/archive/2025-05.atom: notice: 1.2 MB, and many readers refuse a feed above 1 MB; set `archive: day`"
    ]
    site.config(CONFIG + "limit: 3\n")
    assert "feeds/feed.atom: notice: 1.8 MB, and many readers refuse a feed above 1 MB; set a lower `limit`" in (
        site.run("check").err
    )


def test_without_pages_an_entry_has_no_link_but_its_own(site: Site) -> None:
    site.config(ALL + "pages: false\n")
    site.seed("a.txt", "date 2025-07-22 A drone")
    site.seed("b.txt", "Date: 2025-06-22\nLink: https://example.org/b\n\nA drone")
    site.build()
    assert {entry["url"] for entries in read_all(site).values() for entry in entries} == {
        *(None, "https://drones.example.org/feeds/a"),  # a guid, where there is no link
        "https://example.org/b",
    }
    assert [path for path in site.documents() if path.endswith((".html", ".css"))] == []


def walk(site: Site, suffix: str) -> Iterator[dict[str, Any]]:
    """The entries that a reader meets who goes from the main feed through prev-archive to the end."""
    url: str | None = f"https://drones.example.org/feeds/feed.{suffix}"
    visited = set()
    while url:
        assert url not in visited
        visited.add(url)
        document = (site.feeds / url.removeprefix("https://drones.example.org/feeds/")).read_bytes()
        if suffix == "json":
            feed = json.loads(document)
            yield from ({"id": item["id"]} for item in feed["items"])
            url = feed.get("next_url")
        else:
            parsed = feedparser.parse(document)
            yield from ({"id": entry.id} for entry in parsed.entries)
            url = {link.rel: link.href for link in parsed.feed.links}.get("prev-archive")


@pytest.mark.parametrize("archive", ["year", "month", "day"])
@pytest.mark.parametrize("limit", ["1", "3", "all"])
def test_whoever_walks_through_the_history_misses_nothing(site: Site, archive: str, limit: str) -> None:
    site.config(ALL + f"limit: {limit}\narchive: {archive}\ntimezone: Pacific/Auckland\n")
    dates = [
        "2023-12-31T23:30",
        "2024-01-01",
        "2024-01-01T00:10Z",
        "2024-02-29",
        "2025-07-01",
        "2025-07-01",
        "2025-07-02",
    ]
    for n, date in enumerate(dates):
        site.seed(f"{n}.txt", f"date {date} Drone {n}")
    assert site.build().status == 0
    assert check_valid(site.feeds) > 0
    for suffix in ("atom", "rss", "json"):
        met = [entry["id"] for entry in walk(site, suffix)]
        assert set(met) == {f"https://drones.example.org/feeds/{n}" for n in range(len(dates))}


def test_the_archive_of_a_closed_period_knows_its_neighbours(site: Site) -> None:
    site.config(ALL + "limit: 1\n")
    for month in (3, 5, 6, 7):
        site.seed(f"{month}.txt", f"date 2025-0{month}-22 A drone")
    site.build()
    assert not (site.feeds / "archive" / "2025-07.atom").exists()  # still open

    def history(path: str) -> dict[str, str]:
        links = feedparser.parse((site.feeds / path).read_bytes()).feed.links
        return {
            link.rel: link.href.removeprefix("https://drones.example.org/feeds/")
            for link in links
            if link.rel != "self"
        }

    for suffix in ("atom", "rss"):
        assert history(f"archive/2025-05.{suffix}") == {
            "alternate": "archive/2025-05.html",
            "current": f"feed.{suffix}",
            "prev-archive": f"archive/2025-03.{suffix}",
            "next-archive": f"archive/2025-06.{suffix}",
        }
        assert b"<fh:archive/>" in (site.feeds / f"archive/2025-05.{suffix}").read_bytes()
        assert history(f"feed.{suffix}") == {"alternate": "", "prev-archive": f"archive/2025-06.{suffix}"}


def test_current_feeds_hold_all_of_the_open_period_whatever_the_limit(site: Site) -> None:
    site.config(ALL + "limit: 2\nfeeds: {all: {any: [drones]}}\n")
    site.seed("old.txt", "date 2025-06-30 Old")
    for n in range(5):
        site.seed(f"{n}.txt", f"date 2025-07-0{n + 1} Drone {n}")
    site.build()
    for feed in ("feed.atom", "tags/drones.atom", "all.atom"):
        assert len(site.titles(feed)) == 5


@pytest.mark.parametrize("feed", ["feed.atom", "tags/drones.atom", "all.atom"])
def test_a_correction_that_is_announced_reaches_who_reads_one_current_feed_only(site: Site, feed: str) -> None:
    site.config(ALL + "limit: 2\nfeeds: {all: {any: [drones]}}\n")
    for month in range(1, 8):
        site.seed(f"{month}.txt", f"date 2025-0{month}-10 Drone {month}")
    site.build()
    assert site.titles(feed) == ["Drone 7", "Drone 6"]
    site.seed("1.txt", "date 2025-01-10 updated 2025-07-20 Drone 1, corrected")
    site.build()
    assert site.titles(feed) == ["Drone 7", "Drone 6", "Drone 1, corrected"]


def test_nothing_is_lost_when_the_clock_goes_back_across_midnight(site: Site) -> None:
    site.config(ALL + "limit: 1\ntimezone: America/St_Johns\n")
    site.seed("november.txt", "date 2009-11-01T00:00:30-02:30 November")
    site.seed("october.txt", "date 2009-10-31T23:30-03:30 October")
    site.seed("september.txt", "date 2009-09-01 September")
    site.build()
    assert {entry["id"][-8:] for entry in walk(site, "atom")} == {"november", "/october", "eptember"}


def test_an_extra_feed_has_the_limit_too_and_the_history_is_published_first(site: Site) -> None:
    site.config(CONFIG + "limit: 1\nfeeds: {x: {any: [drones]}}\n")
    for month in (5, 6, 7):
        site.seed(f"{month}.txt", f"date 2025-0{month}-22 A drone")
    written = site.build("--json").report["written"]
    pages = [f"entries/{month}.html" for month in (7, 6, 5)]
    pages += [f"archive/2025-0{month}.html" for month in (5, 6, 7)]
    pages += [f"tags/{tag}.html" for tag in ("france", "ukraine", "drones")]
    assert written == [  # whoever reads an entry can follow its link
        *("style.css", *pages, "archive/2025-05.atom", "archive/2025-06.atom"),
        *("tags/france.atom", "tags/ukraine.atom", "tags/drones.atom", "x.atom", "feed.atom"),
        *("feeds.opml", "index.html"),
    ]
    assert len(site.titles("x.atom")) == 1


def test_a_new_entry_leaves_closed_archives_untouched(site: Site) -> None:
    for month in (4, 5, 6, 7):
        site.seed(f"{month}.txt", f"date 2025-0{month}-22 A drone")
    site.build()
    site.seed("new.txt", "date 2025-07-23 Another drone")
    written = site.build("--json").report["written"]
    assert [path for path in written if path.startswith("archive/")] == ["archive/2025-07.html"]
