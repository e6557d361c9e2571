"""The pages, by their source and in a real browser."""

from __future__ import annotations

import functools
import json
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import CONFIG, Site

ROOT = Path(__file__).parents[2]


def test_the_index_tells_what_this_is_and_how_to_subscribe(site: Site) -> None:
    site.config(CONFIG + "subtitle: A subtitle\nformats: [rss, atom]\nlanguage: fr\n")
    site.seed("a.txt", "date 2025-06-22 A drone over France")
    site.seed("b.txt", "date 2025-07-22 A drone over Paris")
    site.build()
    page = (site.feeds / "index.html").read_text(encoding="utf-8")
    assert '<h1 lang="fr" dir="auto">Drone watch</h1>' in page
    assert "A subtitle" in page
    for path in ("feed.rss", "tags/france.rss", "tags/drones.rss"):
        assert (
            f'<a href="{path}" type="application/rss+xml"><code>https://drones.example.org/feeds/{path}</code></a>'
            in page
        )
    assert '<a href="feed.atom" type="application/atom+xml">Atom</a>' in page
    assert '<a href="feeds.opml">' in page
    assert '<bdi>drones</bdi> <span class="quiet">2</span>' in page
    assert page.index('href="archive/2025-07.html"') < page.index('href="archive/2025-06.html"')
    for format in ("rss", "atom"):
        assert f'<link rel="alternate" type="application/{format}+xml" title="Drone watch (' in page


def test_each_entry_has_its_permanent_place_in_the_history(site: Site) -> None:
    site.seed("sub/one & two's.txt", "date 2025-07-22 Text")
    site.seed("b.txt", "Date: 2025-07-22\nLink: https://example.org/original\nLang: ar\nAuthor: X\n\nنص")
    site.build()
    page = (site.feeds / "archive" / "2025-07.html").read_text(encoding="utf-8")
    assert re.search(r'<article id="sub/one%20%26%20two%27s" [^>]*lang="en">', page)
    assert re.search(r'<article id="b" [^>]*lang="ar">', page)
    assert '<a href="https://example.org/original">source</a>' in page
    links = {entry.id.rpartition("/")[2]: entry.link for entry in site.feed().entries}
    assert links["b"] == "https://example.org/original"
    assert "https://drones.example.org/feeds/archive/2025-07.html#sub/one%20%26%20two%27s" in links.values()


def test_a_page_is_dated_in_the_zone_and_written_in_the_language_of_the_config(site: Site) -> None:
    site.config(
        CONFIG.replace("drones]", "Україна]") + "timezone: Pacific/Auckland\nlanguage: fr\nformats: [json]\n"
    )
    site.seed("a.txt", "date 2025-06-30T23:00Z Україна")
    assert site.build().status == 0
    page = (site.feeds / "archive" / "2025-07.html").read_text(encoding="utf-8")
    assert re.search(r'<article id="a" [^>]*lang="fr">', page)
    assert '<time datetime="2025-06-30T23:00:00Z">2025-07-01</time>' in page
    index = (site.feeds / "index.html").read_text(encoding="utf-8")
    assert 'href="tags/%D1%83%D0%BA%D1%80%D0%B0%D1%97%D0%BD%D0%B0.json"' in index
    assert json.loads((site.feeds / "feed.json").read_bytes())["language"] == "fr"


def test_the_index_counts_all_entries_whatever_the_limit(site: Site) -> None:
    site.config(CONFIG + "limit: 1\n")
    for number in range(3):
        site.seed(f"{number}.txt", f"date 2025-0{number + 5}-22 A drone")
    site.build()
    assert '<bdi>drones</bdi> <span class="quiet">3</span>' in (site.feeds / "index.html").read_text(
        encoding="utf-8"
    )


def test_two_seeds_that_share_a_name_have_two_anchors(site: Site) -> None:
    site.seed("a.TXT", "Date: 2025-07-22\nId: urn:x:1\n\nOne")
    site.seed("a.txt", "Date: 2025-07-22\nId: urn:x:2\n\nTwo")
    site.seed("a.txt.txt", "Date: 2025-07-22\nId: urn:x:3\n\nThree")
    assert site.build().status == 0
    page = (site.feeds / "archive" / "2025-07.html").read_text(encoding="utf-8")
    assert re.findall(r'<article id="([^"]+)"', page) == ["a.txt.txt", "a.txt", "a"]


def test_nothing_in_a_seed_or_the_config_becomes_markup(site: Site) -> None:
    evil = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 7777777 + 1 }} {% include 'x' %}"
    quoted = evil.replace('"', "")
    site.config(
        f'title: "{quoted}"\nurl: https://drones.example.org/feeds/\nsubtitle: "{quoted}"\ntags: ["{quoted} drone"]\n'
    )
    site.seed("a.txt", f"Date: 2025-07-22\nTitle: {evil}\nAuthor: {evil}\nTags: {evil}\nSummary: {evil}\n\n{evil}")
    assert site.build().status == 0
    for path in ("index.html", "archive/2025-07.html"):
        page = (site.feeds / path).read_text(encoding="utf-8")
        assert "<script" not in page
        assert "<img" not in page
        assert "7777778" not in page


def test_without_history_the_index_shows_the_newest_entries_whole(site: Site) -> None:
    site.config(CONFIG + "archive: none\n")
    site.seed("a.txt", "date 2025-07-22 First.\n\nSecond.")
    site.build()
    page = (site.feeds / "index.html").read_text(encoding="utf-8")
    assert "<p>First.</p>" in page
    assert "<p>Second.</p>" in page
    assert "History" not in page


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
@pytest.mark.parametrize("path", ["index.html", "archive/2025-07.html#ar"])
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
        address + path.partition("#")[0]
    }  # nothing else
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    contrasts = page.evaluate(CONTRAST)
    assert len(contrasts) > 20
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
        assert (site.feeds / (target or "index.html")).is_file(), href
        if anchor:
            page.goto(href)
            assert page.evaluate("document.querySelector(':target') !== null"), href
    assert said == []
    page.close()


@pytest.mark.system
def test_text_from_right_to_left_runs_so(address: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(address + "archive/2025-07.html#ar")
    assert page.eval_on_selector("article#ar .content", "each => getComputedStyle(each).direction") == "rtl"
    assert page.eval_on_selector("article:not(#ar) .content", "each => getComputedStyle(each).direction") == "ltr"
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
    page = (site.feeds / "archive" / "2025-07.html").read_text(encoding="utf-8")
    assert f'<div class="content" dir="{direction}">' in page
