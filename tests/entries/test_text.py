"""Seed → text: title, summary, content, in plain text and Markdown."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seedfeed.documents.content import content_of
from seedfeed.entries.text import make_text, searched
from seedfeed.entries.titles import TITLE_LENGTH
from seedfeed.model import Text
from seedfeed.report import SeedError
from seedfeed.seeds.parse import parse_seed
from tests.helpers import CONFIG, Site, a_config

CASES = Path(__file__).parents[1] / "cases"


def text_of(source: str, name: str = "a.txt", config: str = CONFIG) -> Text:
    return make_text(parse_seed(name, source.encode()), a_config(config))[0]


def notices_of(source: str, name: str) -> list[str]:
    return [words for _, words in make_text(parse_seed(name, source.encode()), a_config())[1]]


TEXTS = sorted(path for path in (CASES / "texts").iterdir() if path.suffix != ".json")


@pytest.mark.parametrize("header", ["date 2025-07-22\n", "date 2025-07-22\n\n", "Date: 2025-07-22\n\n"])
def test_a_block_that_opens_a_text_keeps_its_indent(header: str) -> None:
    code = "    if x:\n        y()\n    z()\n\nThat is all."
    assert text_of(header + code).content == "<pre>if x:\n    y()\nz()</pre>\n<p>That is all.</p>"
    assert "<code>if x:\n    y()\nz()\n</code>" in content_of(text_of(header + code, "a.md"))
    assert text_of(f"{header}    A headline\n\nThat is all.").title == "A headline"
    assert text_of(f"{header}   The guest may stay,\n   the rain may fall.").summary == "the rain may fall."


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_shared_texts_give_what_they_must(path: Path) -> None:
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["want"]
    try:
        text = make_text(parse_seed(path.name, path.read_bytes()), a_config())[0]
    except SeedError:
        assert any(want.get("refused") for want in wanted)
        return
    assert any(fits(text, want) for want in wanted)


def fits(text: Text, want: dict[str, Any]) -> bool:
    html = content_of(text)
    root = etree.fromstring(f"<_>{html}</_>")
    lines = re.sub(r"<br />|</?(?:p|li|ul|ol)>", "\n", html).split("\n")
    found: dict[str, Callable[[Any], bool]] = {
        "title": lambda value: text.title == value,
        "content_text": lambda value: text.body == value,
        "title_at_least": lambda value: value <= len(text.title) <= TITLE_LENGTH + 1,
        "links": lambda value: [each.get("href") for each in root.iter("a")] == value,
        "lines": lambda value: set(value) <= set(lines),
        "one_line": lambda value: any(value in line for line in lines),
        "words_apart": lambda value: all(re.search(rf"\b{word}\b", text.body) for word in value),
        "elements": lambda value: {each.tag for each in root.iter()} >= set(value),
        "never": lambda value: not any(each in html or each in text.title for each in value),
    }
    return all(found[key](value) for key, value in want.items())


with (CASES / "titles.tsv").open(encoding="utf-8", newline="") as file:
    TITLES = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", TITLES, ids=lambda row: row["title"])
def test_the_shared_titles_end_where_their_sentence_does(row: dict[str, str]) -> None:
    config = CONFIG + f"language: {row['language']}\n"
    assert text_of(f"date 2025-03-04 {row['text']}", config=config).title in {
        row["title"],
        row["or"] or row["title"],
    }


@pytest.mark.parametrize(
    ("source", "title", "body"),
    [
        ("date 2025-03-04\nA map is found\n\nIt lay there.", "A map is found", "It lay there."),
        ("date 2025-03-04 Notes.\n\nIt lay there.", "Notes", "Notes.\n\nIt lay there."),
        ("date 2025-03-04 A map is found", "A map is found", "A map is found"),
        ("date 2025-03-04\nDear all,\n\nit is found.", "Dear all", "Dear all,\n\nit is found."),
        ("Title: Other\nDate: 2025-03-04\n\nA map\n\nIt lay.", "Other", "A map\n\nIt lay."),
        ("Title: A map\nDate: 2025-03-04\n\nA map\n\nIt lay.", "A map", "It lay."),
        ("date 2025-03-04\n* * *\n\nIt lay.", "* * *", "* * *\n\nIt lay."),
        ("date 2025-03-04\n- a\n- b", "a", "- a\n- b"),
    ],
)
def test_a_headline_is_the_title_and_not_said_twice(source: str, title: str, body: str) -> None:
    text = text_of(source)
    assert (text.title, text.body) == (title, body)


def test_the_first_line_after_a_header_may_be_wrapped_early() -> None:
    """The date took its place on the line: it is no headline."""
    source = "date 2025-07-22 The map showed the coast as it was before the great\nstorm, with all of its harbours, and someone had drawn a line from one of\nthem to the other."
    assert text_of(source).body == " ".join(source.split()[2:])


def test_the_summary_begins_after_the_title() -> None:
    assert text_of("date 2025-07-22 One. Two three.").summary == "Two three."
    assert text_of("date 2025-07-22 One.").summary == "One."
    assert text_of("date 2025-07-22\nA map\n\nIt lay there.").summary == "It lay there."
    assert (
        text_of("date 2025-07-22 M. Barrot a parlé. Suite.", config=CONFIG + "language: fr\n").summary == "Suite."
    )


MARKDOWN = """\
date 2025-03-04
# A *map*

It is **old**, ~~new~~ and `code drone`. See [here](../b.html) or <https://example.org/drones>.

![plan](https://example.org/plan.png) ![sketch](sketch.png)

| a | b |
|---|---|
| 1 | 2 |

1. one
2. two

```
drone = 1
```

<script>alert(1)</script> [x](javascript:alert(1))
"""


def test_markdown_is_shown_as_its_author_meant_it() -> None:
    text = text_of(MARKDOWN, "notes/a.md")
    assert (text.title, text.titled) == ("A map", 1)
    root = etree.fromstring(f"<_>{content_of(text)}</_>")
    tags = {element.tag for element in root.iter()}
    assert {"strong", "s", "code", "a", "img", "table", "ol", "pre"} <= tags
    assert not tags & {"h1", "script"}
    assert [each.get("href") for each in root.iter("a")] == [
        "https://drones.example.org/feeds/entries/b.html",
        "https://example.org/drones",
    ]
    assert [each.get("src") for each in root.iter("img")] == ["https://example.org/plan.png"]
    assert "sketch" in str(root.xpath("string()"))
    assert text.markdown is not None and text.markdown.startswith("# A *map*")
    assert "drone" not in searched(text).body and "code drone" in text.body
    assert "1. one\n2. two" in text.body
    assert notices_of(MARKDOWN, "notes/a.md") == [
        "picture 'sketch.png': not at an http or https address; its words take its place"
    ]


def test_a_heading_that_is_not_the_title_stays() -> None:
    assert "<h1>" in content_of(text_of("---\ndate: 2025-03-04\ntitle: T\n---\n# H\n\nText", "a.md"))
    assert "<h1>" not in content_of(text_of("---\ndate: 2025-03-04\ntitle: H\n---\n# H\n\nText", "a.md"))


@given(st.text(st.sampled_from("a#*_`[]()<>!|-:\n 1.&\\~\"'https://x.y"), min_size=1, max_size=120))
def test_whatever_the_markdown_its_html_is_whole_and_runs_nothing(source: str) -> None:
    try:
        text = text_of(f"date 2025-03-04\n{source}", "a.md")
    except SeedError:
        return
    root = etree.fromstring(f"<_>{content_of(text)}</_>")
    for element in root.iter():
        assert element.tag != "script"
        assert not any(str(name).startswith("on") for name in element.attrib)
        for name in ("href", "src"):
            assert re.match("https?:|mailto:", str(element.get(name) or "https:"))
    assert text.title and all(0 <= start <= stop <= len(text.body) for start, stop in text.hidden)


def test_rss_carries_the_markdown_and_readers_see_the_html(site: Site) -> None:
    site.config(CONFIG + "formats: [atom, rss, json]\n")
    site.seed("a.md", "date 2025-07-22\n# Map\n\n*old*")
    site.seed("b.txt", "date 2025-07-21 Plain")
    assert site.build().status == 0
    channel = etree.fromstring((site.feeds / "feed.rss").read_bytes())[0]
    markdown = [item.findtext("{http://source.scripting.com/}markdown") for item in channel.iter("item")]
    assert markdown == ["# Map\n\n*old*", None]
    assert site.feed().entries[0].content[0].value == "<p><em>old</em></p>"


def test_tags_are_not_earned_inside_addresses() -> None:
    text = text_of("date 2025-07-22 See https://france.example.org/drones and desk@ukraine.example.org.")
    assert not re.search("france|drones|ukraine", searched(text).body)
    assert "france.example.org" in text.body


@pytest.mark.parametrize(
    ("name", "source", "title"),
    [
        ("a.txt", "date 2025-07-22\n>\n>\n", "> >"),
        ("a.txt", "date 2025-07-22\nHi Tom!\n\nThe drone has come.", "Hi Tom!"),
        (
            "a.txt",
            "date 2025-07-22\n\nhttps://example.org/ukraine/drones\n\nThe text.",
            "https://example.org/ukraine/drones",
        ),
        ("a.md", "date 2025-07-22\n- milk\n- eggs", "milk"),
        ("a.md", "date 2025-07-22\n\n---\n\nText.", "Text"),
        ("a.md", "date 2025-07-22\n# [A piece](https://example.org/a)\n\nText.", "A piece"),
        ("a.md", f"date 2025-07-22\n# {'Word ' * 25}and the end\n\nText.", "Word " * 19 + "Word…"),
    ],
)
def test_what_opens_a_text_and_is_no_headline_stays_in_it(name: str, source: str, title: str) -> None:
    text = text_of(source, name)
    assert (text.title, text.titled) == (title, 0)
    said = etree.fromstring(f"<_>{content_of(text)}</_>").xpath("string()")
    assert title.removesuffix("…") in " ".join(str(said).split())


def test_one_seed_that_nobody_foresaw_stops_no_other(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    import seedfeed.entries.text

    def broken(seed: Any, config: Any) -> Any:
        if "b" in seed.path:
            raise IndexError("no such line")
        return make_text(seed, config)

    monkeypatch.setattr(seedfeed.entries.text, "make_text", broken)
    site.seed("a.txt", "date 2025-07-22 A drone")
    site.seed("b.txt", "date 2025-07-22 Another")
    ran = site.build()
    assert (ran.status, site.titles()) == (1, ["A drone"])
    assert ran.problems == ["seeds/b.txt:1: a bug in seedfeed, please report it: IndexError: no such line"]
