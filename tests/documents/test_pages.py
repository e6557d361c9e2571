"""The pages, by their source and in a real browser."""

from __future__ import annotations

import functools
import io
import json
import re
import threading
from collections.abc import Iterator
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from babel.dates import format_date
from babel.localedata import locale_identifiers
from lxml import etree
from PIL import Image

from seedfeed.documents.phrases import LANGUAGES, day_in_words, phrases_of
from seedfeed.text.addresses import slug
from tests.helpers import CONFIG, Site

ROOT = Path(__file__).parents[2]


def picture(kind: str, width: int = 16, height: int = 16) -> bytes:
    data = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(data, kind)
    return data.getvalue()


PICTURES = {"png": picture("PNG"), "jpg": picture("JPEG")}


def page_of(site: Site, path: str = "index.html") -> str:
    return (site.feeds / path).read_text(encoding="utf-8")


def visible(page: str) -> str:
    """The page without the places where a long address may break."""
    return page.replace("<wbr />", "")


def test_the_index_tells_what_this_is_and_how_to_subscribe(site: Site) -> None:
    site.config(CONFIG + "subtitle: A subtitle\nformats: [rss, atom]\nlanguage: fr\n")
    site.seed("a.txt", "date 2025-06-22 A drone over France")
    site.seed("b.txt", "date 2025-07-22 A drone over Paris")
    site.build()
    page = visible(page_of(site))
    assert '<h1 lang="fr" dir="auto">Drone watch</h1>' in page
    assert "A subtitle" in page
    for path in ("feed.rss", "tags/france.rss", "tags/drones.rss"):
        assert (
            f'<a href="{path}" type="application/rss+xml"><code>https://drones.example.org/feeds/{path}</code></a>'
            in page
        )
    assert '<a href="feed.atom" type="application/atom+xml">Atom</a>' in page
    assert '<a href="feeds.opml">' in page
    assert '<a href="tags/drones.html">drones</a></bdi> <span class="quiet">2</span>' in page
    assert page.index('href="archive/2025-07.html"') < page.index('href="archive/2025-06.html"')
    for format in ("rss", "atom"):
        assert f'<link rel="alternate" type="application/{format}+xml" title="Drone watch (' in page


def test_each_entry_has_a_page_of_its_own_where_its_link_leads(site: Site) -> None:
    site.seed("sub/one & two's.txt", "date 2025-07-22 Text")
    site.seed("b.txt", "Date: 2025-07-22\nLink: https://example.org/original\nLang: ar\nAuthor: X\n\nنص")
    site.build()
    own = "https://drones.example.org/feeds/entries/sub/one%20%26%20two%27s.html"
    links = {entry.id.rpartition("/")[2]: entry.link for entry in site.feed().entries}
    assert links == {"b": "https://example.org/original", "one%20%26%20two%27s": own}
    page = page_of(site, "entries/sub/one & two's.html")
    assert f'<link rel="canonical" href="{own}" />' in page
    assert '<link rel="stylesheet" href="../../style.css" />' in page
    page = page_of(site, "entries/b.html")
    assert '<a href="https://example.org/original">Source</a>' in page
    assert '<link rel="canonical" href="https://drones.example.org/feeds/entries/b.html" />' in page
    assert 'lang="ar" dir="rtl">' in page


def test_the_page_of_an_entry_tells_machines_what_it_is(site: Site) -> None:
    site.config(CONFIG + "rights: CC BY 4.0\n")
    site.seed(
        "a.txt",
        "Date: 2025-07-22\nUpdated: 2025-07-24\nTitle: A </script> & “drone”\nAuthor: N. N.\n\nOver France. More.",
    )
    site.build()
    page: Any = etree.fromstring(page_of(site, "entries/a.html").encode())
    meta = {each.get("property") or each.get("name"): each.get("content") for each in page.iter("meta")}
    url = "https://drones.example.org/feeds/entries/a.html"
    expected = {"og:title": "A </script> & “drone”", "og:description": "Over France. More.", "og:url": url}
    expected |= {"og:type": "article", "article:published_time": "2025-07-22T12:00:00Z"}
    assert {name: meta[name] for name in expected} == expected
    article = json.loads(page.find(".//script[@type='application/ld+json']").text)
    assert (article["@type"], article["headline"]) == ("Article", "A </script> & “drone”")
    assert (article["datePublished"], article["dateModified"]) == ("2025-07-22T12:00:00Z", "2025-07-24T12:00:00Z")
    assert (article["author"]["name"], article["keywords"]) == ("N. N.", ["France", "drones"])
    assert article["copyrightNotice"] == "CC BY 4.0"
    entry = page.find(".//article[@class='h-entry']")
    found = {each.get("class"): each for each in entry.iter() if each.get("class")}
    assert found["p-name"].text == "A </script> & “drone”"
    assert found["dt-published"].get("datetime") == "2025-07-22T12:00:00Z"
    assert found["dt-updated"].get("datetime") == "2025-07-24T12:00:00Z"
    assert found["u-url"].get("value") == url
    assert found["u-uid"].get("value") == "https://drones.example.org/feeds/a"
    assert "".join(found["content e-content"].itertext()).strip() == "Over France. More."
    assert found["p-author h-card"].text == "N. N."


def test_a_page_leads_to_the_earlier_and_the_later_entry(site: Site) -> None:
    for day in (20, 21, 22):
        site.seed(f"{day}.txt", f"date 2025-07-{day} Entry {day}")
    site.build()

    def near(day: int) -> dict[str, str]:
        return dict(re.findall(r'<a href="([^"]+)" rel="(prev|next)">', page_of(site, f"entries/{day}.html")))

    assert near(20) == {"../entries/21.html": "next"}
    assert near(21) == {"../entries/20.html": "prev", "../entries/22.html": "next"}
    assert near(22) == {"../entries/21.html": "prev"}
    site.seed("23.txt", "date 2025-07-23 Entry 23")
    written = site.build("--json").report["written"]
    assert [path for path in written if path.startswith("entries/")] == ["entries/23.html", "entries/22.html"]


def test_a_tag_has_a_page_with_its_feeds_and_its_entries(site: Site) -> None:
    site.config(CONFIG + "formats: [atom, rss]\n")
    site.seed("a.txt", "date 2025-07-21 A drone")
    site.seed("b.txt", "Date: 2025-07-22\nTags: own, France\n\nAnother drone")
    site.build()
    page = visible(page_of(site, "tags/drones.html"))
    assert re.findall(r'<a class="u-url" href="([^"]+)">', page) == ["../entries/b.html", "../entries/a.html"]
    assert "https://drones.example.org/feeds/tags/drones.atom" in page
    assert '<a href="../tags/drones.rss"' in page
    for path, root in (("index.html", ""), ("entries/b.html", "../"), ("archive/2025-07.html", "../")):
        assert f'<a class="p-category" rel="tag" href="{root}tags/france.html">France</a>' in page_of(site, path)
    assert '<span class="p-category">own</span>' in page_of(site)  # which has no feed, and no page


def test_old_addresses_lead_to_the_line_that_links_on(site: Site) -> None:
    site.seed("sub/a b.txt", "date 2025-07-22 Text")
    site.build()
    page: Any = etree.fromstring(page_of(site, "archive/2025-07.html").encode())
    line = page.find(".//article[@id='sub/a%20b']")
    assert line.find(".//a[@class='u-url']").get("href") == "../entries/sub/a%20b.html"


def test_a_page_is_dated_in_the_zone_and_written_in_the_language_of_the_config(site: Site) -> None:
    site.config(
        CONFIG.replace("drones]", "Україна]") + "timezone: Pacific/Auckland\nlanguage: fr\nformats: [json]\n"
    )
    site.seed("a.txt", "date 2025-06-30T23:00Z Україна")
    assert site.build().status == 0
    page = page_of(site, "archive/2025-07.html")
    assert '<html lang="fr">' in page
    assert "<h1>juillet 2025</h1>" in page
    assert '<time class="dt-published" datetime="2025-06-30T23:00:00Z">1er juillet 2025</time>' in page
    assert 'href="tags/%D1%83%D0%BA%D1%80%D0%B0%D1%97%D0%BD%D0%B0.json"' in page_of(site)
    assert json.loads((site.feeds / "feed.json").read_bytes())["language"] == "fr"


def test_a_day_is_written_as_people_of_each_country_write_it() -> None:
    # The first of a month has a rule of its own, and a test.
    days = [date(2012, month, day) for month in range(1, 13) for day in (2, 12, 28)]
    for name in ("en_001", *(each for each in locale_identifiers() if each.partition("_")[0] in LANGUAGES)):
        if name != "en":  # which is that of the world here
            language = name.replace("_", "-")
            assert [day_in_words(day, language) for day in days] == [
                format_date(day, "long", name) for day in days
            ]


@pytest.mark.parametrize(
    ("language", "shown", "subscribe", "day", "month"),
    [
        ("en", "en", "Subscribe", "22 July 2025", "July 2025"),
        ("en-US", "en-US", "Subscribe", "July 22, 2025", "July 2025"),
        ("fr", "fr", "S’abonner", "22 juillet 2025", "juillet 2025"),
        ("de-AT", "de-AT", "Abonnieren", "22. Juli 2025", "Juli 2025"),
        ("uk", "uk", "Підписатися", "22 липня 2025", "липень 2025"),
        ("ru", "ru", "Подписаться", "22 июля 2025", "июль 2025"),
        ("fi", "en", "Subscribe", "22 July 2025", "July 2025"),  # one for which there are no words
        ("en-XX-x-ours", "en-XX-x-ours", "Subscribe", "22 July 2025", "July 2025"),
    ],
)
def test_pages_speak_the_language_of_the_config(
    site: Site, language: str, shown: str, subscribe: str, day: str, month: str
) -> None:
    site.config(CONFIG + f"language: {language}\n")
    site.seed("a.txt", "Date: 2025-07-22\nTags: drones\n\nA text")
    site.build()
    for path in ("index.html", "entries/a.html", "tags/drones.html"):
        page = page_of(site, path)
        assert f'<html lang="{shown}">' in page
        assert f">{subscribe}</h2>" in page
        assert re.search(rf">{day}[^<]*</time>", page)
    assert re.search(rf"<h1>{month}[^<]*</h1>", page_of(site, "archive/2025-07.html"))


def test_each_language_has_all_words_and_they_are_its_own() -> None:
    folder = ROOT / "src" / "seedfeed" / "documents" / "phrases"
    assert {path.stem for path in folder.glob("??.py")} == set(LANGUAGES)
    for one, other in combinations(LANGUAGES, 2):
        assert all(phrases_of(one))
        same = {word for word, there in zip(phrases_of(one), phrases_of(other), strict=True) if word == there}
        assert same <= {"Source", "Записи", "1"}


def test_the_index_counts_all_entries_whatever_the_limit(site: Site) -> None:
    site.config(CONFIG + "limit: 1\n")
    for number in range(3):
        site.seed(f"{number}.txt", f"date 2025-0{number + 5}-22 A drone")
    site.build()
    assert '<a href="tags/drones.html">drones</a></bdi> <span class="quiet">3</span>' in page_of(site)


@pytest.mark.parametrize(
    ("name", "text", "is_seen"),
    [
        ("a.md", "---\ndate: 2025-07-20\ndraft: true\n---\nThe next version", False),
        ("a.md", "---\ndate: 2025-07-24\nid: urn:x:2\n---\nLater", True),
        ("A.txt", "date 2099-01-01 In time", False),
        ("A.txt", "date 2025-07-23 Later", True),
    ],
)
def test_what_comes_later_takes_no_address_from_a_published_entry(
    site: Site, name: str, text: str, is_seen: bool
) -> None:
    site.seed("a.txt", "date 2025-07-22 Text")
    site.build()
    before = site.documents()
    site.seed(name, text)
    assert site.build().status == 0
    assert "<p>Text</p>" in page_of(site, "entries/a.html")
    assert next(each.link for each in site.feed().entries if each.title == "Text").endswith("/entries/a.html")
    line: Any = etree.fromstring(page_of(site, "archive/2025-07.html").encode()).find(".//article[@id='a']")
    assert line.find(".//a[@class='u-url']").text == "Text"
    assert (site.documents() != before) == is_seen


def test_no_name_of_a_seed_is_there_twice_on_a_page(site: Site) -> None:
    for name in "content content: how subscribe entries feeds newest history older".split():
        site.seed(f"{name}.txt", f"date 2025-07-22 A drone over France, {name}")
    site.build()
    for path in site.feeds.rglob("*.html"):
        ids: Any = etree.fromstring(path.read_bytes()).xpath("//@id")
        assert len(set(ids)) == len(ids), path
    page: Any = etree.fromstring(page_of(site, "archive/2025-07.html").encode())
    assert page.find(".//*[@id='content']").tag == "article"
    assert page.find(".//*[@id='content:']").tag == "main"


def test_two_seeds_that_share_a_name_have_two_pages(site: Site) -> None:
    site.seed("a.TXT", "Date: 2025-07-22\nId: urn:x:1\n\nOne")
    site.seed("a.txt", "Date: 2025-07-22\nId: urn:x:2\n\nTwo")
    site.seed("a.txt.txt", "Date: 2025-07-22\nId: urn:x:3\n\nThree")
    site.seed("A.md", "Date: 2025-07-22\nId: urn:x:4\n\nFour")
    assert site.build().status == 0
    page = page_of(site, "archive/2025-07.html")
    assert re.findall(r'<article [^>]* id="([^"]+)"', page) == ["a.txt.txt", "a.txt", "a", "A"]
    links = {entry.title: entry.link.rpartition("/")[2] for entry in site.feed().entries}
    assert links == {"Four": "A.html", "One": "a-2.html", "Two": "a-3.html", "Three": "a.txt.html"}
    for title, name in links.items():
        assert f"<p>{title}</p>" in page_of(site, f"entries/{name}")


@pytest.mark.parametrize(
    "name",
    [
        "é" * 120,
        "e\u0301" * 20,
        "a.html/b",
        "A.HTML/c.html/d",
        "?#%",
        "a\nb",
        "con",
        "x" * 240,
        "x" * 239 + "/" + "y" * 240,
    ],
)
def test_any_name_of_a_seed_gives_a_page_that_is_where_the_link_says(site: Site, name: str) -> None:
    site.seed(f"{name}.txt", "date 2025-07-22 A drone")
    site.seed("a.txt", "date 2025-07-21 A drone")
    assert site.build().status == 0
    for entry in site.feed().entries:
        path = unquote(entry.link.removeprefix("https://drones.example.org/feeds/"))
        assert entry.title in page_of(site, path)
    assert site.build("--json").report["written"] == []


def test_names_that_begin_in_the_same_way_have_two_pages(site: Site) -> None:
    for end in "ab":
        site.seed(f"{'x' * 230}{end}.txt", f"date 2025-07-22 Entry {end}")
    site.build()
    assert len({entry.link for entry in site.feed().entries}) == 2


def test_the_index_of_a_site_without_entries_says_so(site: Site) -> None:
    site.build()
    assert "Nothing has been published yet." in page_of(site)
    assert "Nothing has been published yet." in page_of(site, "tags/drones.html")


def test_the_style_is_ours_and_then_that_of_the_config(site: Site) -> None:
    (site.folder / "my.css").write_text("h1 { color: teal }")
    site.config(CONFIG + "style: my.css\n")
    site.seed("a.txt", "date 2025-07-22 A drone")
    site.build()
    assert page_of(site, "style.css").endswith("h1 { color: teal }")
    (site.folder / "my.css").write_text("h1 { color: navy }")
    assert site.build("--json").report["written"] == ["style.css"]
    (site.folder / "my.css").write_bytes(b"\xff")
    assert site.build().err == "config.yaml:4: style: my.css is not UTF-8 at byte 0\n"


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_a_picture_is_copied_and_named_in_all_documents(site: Site, suffix: str) -> None:
    data = PICTURES[suffix]
    (site.folder / "logo").write_bytes(data)
    site.config(CONFIG + "icon: logo\nformats: [atom, rss, json]\n")
    site.seed("a.txt", "date 2025-07-22 A drone")
    assert site.build().err == ""
    url = f"https://drones.example.org/feeds/icon.{suffix}"
    with Image.open(site.feeds / f"icon.{suffix}") as picture, Image.open(site.folder / "logo") as before:
        assert picture.tobytes() == before.tobytes()
    assert (site.feed().feed.icon, site.feed().feed.logo) == (url, url)
    assert site.feed("feed.rss").feed.image.href == url
    assert json.loads((site.feeds / "feed.json").read_bytes())["icon"] == url
    assert f'<link rel="icon" href="../icon.{suffix}" />' in page_of(site, "entries/a.html")
    site.config(CONFIG + "icon: https://example.org/i.svg\n")
    assert f"icon.{suffix}" in site.build("--json").report["removed"]
    assert '<link rel="icon" href="https://example.org/i.svg" />' in page_of(site)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GIF89a", "is neither a PNG nor a JPEG picture"),
        (b"", "is neither a PNG nor a JPEG picture"),
        (PICTURES["png"][:-1], "is a PNG picture that is cut off or damaged"),
        (PICTURES["png"].replace(b"IDAT", b"IDAX"), "is a PNG picture that is cut off or damaged"),
        (PICTURES["jpg"][:-2], "is a JPEG picture that is cut off or damaged"),
        (b"\xff\xd8\xff\xd9", "is a JPEG picture that is cut off or damaged"),
    ],
)
def test_what_is_no_picture_is_refused(site: Site, data: bytes, reason: str) -> None:
    (site.folder / "logo").write_bytes(data)
    site.config(CONFIG + "icon: logo\n")
    assert (site.build().status, site.build().err) == (2, f"config.yaml:4: icon: logo {reason}\n")


def test_a_picture_that_is_not_square_is_noticed(site: Site) -> None:
    (site.folder / "logo.png").write_bytes(picture("PNG", 32, 16))
    site.config(CONFIG + "icon: logo.png\n")
    ran = site.build()
    assert (ran.status, ran.problems[0]) == (
        0,
        "config.yaml:4: notice: icon: logo.png is 32 × 16 pixels; readers want a square one",
    )
    site.config(CONFIG + "icon: nowhere.png\n")
    assert site.build().err == "config.yaml:4: icon: no file nowhere.png beside the config\n"


def test_nothing_in_a_seed_or_the_config_becomes_markup(site: Site) -> None:
    evil = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 7777777 + 1 }} {% include 'x' %}"
    quoted = evil.replace('"', "")
    site.config(
        f'title: "{quoted}"\nurl: https://drones.example.org/feeds/\nsubtitle: "{quoted}"\ntags: ["{quoted} drone"]\n'
    )
    site.seed("a.txt", f"Date: 2025-07-22\nTitle: {evil}\nAuthor: {evil}\nTags: {evil}\nSummary: {evil}\n\n{evil}")
    assert site.build().status == 0
    for path in (
        "index.html",
        "archive/2025-07.html",
        "entries/a.html",
        f"tags/{slug(quoted + ' drone').lower()}.html",
    ):
        page = page_of(site, path)
        assert re.findall("<script[^>]*>", page) == ['<script type="application/ld+json">'] * ("entries" in path)
        assert "<img" not in page
        assert "7777778" not in page


def test_without_history_no_page_leads_to_it(site: Site) -> None:
    site.config(CONFIG + "archive: none\n")
    site.seed("a.txt", "date 2025-07-22 First.\n\nSecond.")
    site.build()
    assert "<p>Second.</p>" in page_of(site, "entries/a.html")
    for path in ("index.html", "entries/a.html"):
        assert "History" not in page_of(site, path)
        assert "archive/" not in page_of(site, path)


class Handler(SimpleHTTPRequestHandler):
    """A web server that says nothing."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    quiet = ("--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync")
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--no-first-run", *quiet]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """Where the pages of a site with much on them are served."""
    site.config((ROOT / "config.yaml").read_text(encoding="utf-8"))
    for path in (ROOT / "seeds").rglob("*.txt"):
        site.seed(str(path.relative_to(ROOT / "seeds")), path.read_bytes())
    site.seed("ar.txt", "Date: 2025-07-20\nLang: ar\nAuthor: אבי\n\nUAV طائرات مسيرة فوق باريس.")
    site.seed("long & odd 'name'.txt", "date 2025-07-20 " + "Donaudampfschifffahrtsgesellschaft" * 6)
    assert site.run("build").status == 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site.feeds)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


CONTRAST = """() => {
  const channel = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = rgb => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]);
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const paper = element => {
    for (let each = element; each; each = each.parentElement) {
      const colour = numbers(getComputedStyle(each).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
  };
  return [...document.querySelectorAll("body *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .map(e => {
      const [a, b] = [light(numbers(getComputedStyle(e).color)), light(paper(e))].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05);
    });
}"""


@pytest.mark.system
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["index.html", "entries/ar.html", "tags/drones.html", "archive/2025-07.html#ar"])
def test_a_page_in_chromium(site: Site, address: str, browser: Any, path: str, scheme: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800}, color_scheme=scheme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(address + path)
    assert said == []
    assert {url.partition("#")[0] for url in requested} - {"data:,"} == {
        address + path.partition("#")[0],
        address + "style.css",
    }  # nothing else
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    contrasts = page.evaluate(CONTRAST)
    assert len(contrasts) > 10
    assert min(contrasts) >= 4.5
    discovered = page.eval_on_selector_all(
        "link[rel=alternate]", "links => links.map(each => [each.type, each.href])"
    )
    assert ["application/atom+xml", address + "feed.atom"] in discovered
    assert ["application/feed+json", address + "feed.json"] in discovered
    hrefs = page.eval_on_selector_all("a[href], link[href]", "links => links.map(each => each.href)")
    inside = sorted({href for href in hrefs if href.startswith(address)})
    assert len(inside) > 5
    for href in inside:
        target, _, anchor = href.removeprefix(address).partition("#")
        assert (site.feeds / (unquote(target) or "index.html")).is_file(), href
        if anchor:
            page.goto(href)
            assert page.evaluate("document.querySelector(':target') !== null"), href
    assert said == []
    page.close()


@pytest.mark.system
def test_text_from_right_to_left_runs_so(address: str, browser: Any) -> None:
    page = browser.new_page()
    for path, direction in (("ar", "rtl"), ("003_why-there", "ltr")):
        page.goto(f"{address}entries/{path}.html")
        for part in (".content", "h1"):
            assert page.eval_on_selector(part, "each => getComputedStyle(each).direction") == direction
    page.close()


@pytest.mark.parametrize(
    ("lang", "direction"),
    [
        *(("ku", "auto"), ("fa-Latn", "auto"), ("ar-Latn", "auto"), ("uk", "auto")),
        *(("he", "rtl"), ("ar", "rtl"), ("az-Arab", "rtl"), ("fa-IR", "rtl"), ("ur-Arab-PK", "rtl")),
    ],
)
def test_the_script_decides_the_direction_of_a_text(site: Site, lang: str, direction: str) -> None:
    site.seed("a.txt", f"Date: 2025-07-22\nLang: {lang}\n\nSpas ji bo her tiştî.")
    site.build()
    assert f'<div class="content e-content" dir="{direction}">' in page_of(site, "entries/a.html")
