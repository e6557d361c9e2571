"""Plain text → blocks: what the author's lines mean."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seedfeed.entries import html
from seedfeed.entries.html import html_of, text_of
from seedfeed.entries.plain import blocks_of

_, *COLLECTION = (
    Path(__file__)
    .parents[1]
    .joinpath("cases", "collection", "texts.txt")
    .read_text(encoding="utf-8")
    .split("@@ text ")
)
#: Those that the rules get wrong: a hyphen of `franco-ukrainien` at the end of a line, centred lines of a heading, and
#: an address that is pushed to the right, which keeps its blanks.
WRONG = {"1.50-pdf-rapport", "2.25-protokol", "2.29-brief-kuendigung"}


def shown(text: str) -> str:
    return html_of(blocks_of(text))


def bare(html: str) -> str:
    """HTML without links, its quotes and line breaks written in one way."""
    html = re.sub(r"</?a\b[^>]*>", "", html).replace("&quot;", '"').replace("&#x27;", "'")
    return re.sub(r"<br ?/?>\n?", "<br />\n", html.strip())


@pytest.mark.parametrize("case", COLLECTION, ids=lambda case: case.partition("\n")[0])
def test_real_texts_read_as_their_authors_meant_them(case: str) -> None:
    source, *wanted = re.split(r"\n@@ (?:html|or)\n", case.rstrip("\n"))
    name, _, text = source.partition("\n")
    right = bare(shown(text)) in set(map(bare, wanted))
    assert right != (name in WRONG)


PROSE = "The map showed the coast as it was before the great storm, with all\nof its harbours, and a line.\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One line", "<p>One line</p>"),
        ("One\n\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        (PROSE, f"<p>{' '.join(PROSE.split())}</p>"),
        ("Anna Maier\nGasse 5\nWien", "<p>Anna Maier<br />\nGasse 5<br />\nWien</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("* a\n\n* b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("1) a\n   - x\n2) b", "<ol>\n<li>a\n<ul>\n<li>x</li>\n</ul></li>\n<li>b</li>\n</ol>"),
        ("– So?\n– No.", "<p>– So?<br />\n– No.</p>"),
        ("> a\n> b\nc", "<blockquote>\n<p>a<br />\nb</p>\n</blockquote>\n<p>c</p>"),
        ("    x = 1\n    y < 2", "<pre>x = 1\ny &lt; 2</pre>"),
        ("a\tb\nc\td", "<pre>a\tb\nc\td</pre>"),
        ("各国代表在会议上说新的条约应当在今年之内达成一致并尽快付诸实施而不是再等\n一年。", "<p>各国代表在会议上说新的条约应当在今年之内达成一致并尽快付诸实施而不是再等一年。</p>"),
        ("He lives in Septem\u00ad\nber.", "<p>He lives in September.</p>"),
        ("* * *", "<p>* * *</p>"),
        ("My list for today\n- milk\n- eggs", "<p>My list for today</p>\n<ul>\n<li>milk</li>\n<li>eggs</li>\n</ul>"),
        ("1. a\n\n   more\n2. b", "<ol>\n<li>a\n<p>more</p></li>\n<li>b</li>\n</ol>"),
        ("8. November 2022", "<p>8. November 2022</p>"),
        ("if x:\n    y()\nelse:\n    z()", "<pre>if x:\n    y()\nelse:\n    z()</pre>"),
        ("    if x:\n        y()\n    z()\n\nThat is all.", "<pre>if x:\n    y()\nz()</pre>\n<p>That is all.</p>"),
        ("    " + PROSE.replace("\n", "\n    "), f"<p>{' '.join(PROSE.split())}</p>"),
        ("春眠不觉晓，\n处处闻啼鸟。", "<p>春眠不觉晓，<br />\n处处闻啼鸟。</p>"),
        (">\n>", "<blockquote>\n\n</blockquote>"),
        ("<b> & \"c\"", '<p>&lt;b&gt; &amp; "c"</p>'),
    ],
)  # fmt: skip
def test_each_shape_has_its_element(text: str, html: str) -> None:
    assert shown(text) == html


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://example.org/a?b=1&c=2.", ["https://example.org/a?b=1&c=2"]),
        ("(http://example.org/a_(b))", ["http://example.org/a_(b)"]),
        ("www.example.org, or README.md and example.com", ["http://www.example.org"]),
        ("desk@example.org and javascript:alert(1) and data:text/html,x", []),
        ("https://приклад.укр/шлях", ["https://xn--80aikifvh.xn--j1amh/%D1%88%D0%BB%D1%8F%D1%85"]),
        ('https://example.org/"onclick=alert(1)', ["https://example.org/"]),
    ],
)
def test_web_addresses_are_links(text: str, links: list[str]) -> None:
    assert [each.get("href") for each in etree.fromstring(f"<_>{shown(text)}</_>").iter("a")] == links


@pytest.mark.parametrize(
    "text",
    [">" * 5000 + " x", "\n".join(f"{'  ' * depth}- x" for depth in range(600))],
    ids=["quotations", "lists"],
)
def test_what_is_nested_deeper_than_anybody_writes_is_shown(text: str) -> None:
    blocks = blocks_of(text)
    assert "x" in text_of(blocks) and html_of(blocks)


def calls(work: Callable[[], object]) -> int:
    """How many functions some work calls."""
    count = 0

    def called(_frame: object, event: str, _value: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        *("– Oui.\n", "5. item\n7. item\n", "- item\n\n", "- item\nb word and then it\n", "word\u00ad\nend "),
        *("> said\nanswer\n", "Kyiv: a\nand more\n"),
    ],
)
def test_twice_the_text_is_twice_the_work(unit: str) -> None:
    once, twice = (calls(lambda text=unit * number: html_of(blocks_of(text))) for number in (300, 600))  # type: ignore[misc]
    assert twice < 2.3 * once


def test_a_long_text_is_searched_for_addresses_bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    """linkify-it-py copies what is left of a text for each address that it finds."""
    finder = html._finder()
    searched: list[str] = []

    class Watched:
        def match(self, text: str) -> object:
            searched.append(text)
            return finder.match(text)

    monkeypatch.setattr(html, "_finder", Watched)
    found = list(html.addresses_in("see https://example.org/a_(b) now. " * 1000))
    assert [url for _, _, url in found] == ["https://example.org/a_(b)"] * 1000
    assert max(map(len, searched)) < 600


LINES = st.lists(
    st.text(st.sampled_from("aB1 \t.,:-*>•–—()[]<&\u00ad\u200b各ไ#='\"|_/@w"), max_size=30)
    | st.sampled_from(["- item", "1. one", "2. two", "> said", "    code", "https://example.org/a", ""]),
    max_size=12,
).map("\n".join)


@given(LINES)
def test_whatever_the_text_nothing_is_lost_and_nothing_becomes_markup(text: str) -> None:
    blocks = blocks_of(text)
    root = etree.fromstring(f"<_>{html_of(blocks)}</_>")
    assert {element.tag for element in root.iter()} <= {
        *("_", "p", "br", "ul", "ol", "li", "pre", "blockquote", "a"),
    }
    letters = sorted(character for character in text if character.isalpha())
    assert sorted(character for character in str(root.xpath("string()")) if character.isalpha()) == letters
    assert sorted(character for character in text_of(blocks) if character.isalpha()) == letters


@given(LINES)
def test_the_same_text_is_read_in_the_same_way_again(text: str) -> None:
    once = text_of(blocks_of(text))
    assert html_of(blocks_of(text)) == html_of(blocks_of(text))
    assert once.count("\n\n\n") == 0 or "pre" in html_of(blocks_of(text))
