"""The keys of a header: what other tools call them, what is left out, and what keeps a seed back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import CONFIG, Site

CASES = sorted(Path(__file__).parents[1].joinpath("cases", "headers").glob("*.txt"))


def outcome(site: Site, case: Path) -> dict[str, Any]:
    """What becomes of one file, in the words of `want` in the case beside it."""
    site.config(CONFIG + "formats: [atom, json]\n")
    site.seed(case.name, case.read_bytes())
    report = site.build("--json").report
    if report["problems"]:
        return {"refused": report["problems"][0]}
    if report["drafts"]:
        return {"draft": True}
    (item,) = json.loads(site.documents()["feed.json"])["items"]
    return {**item, "day": item["date_published"], "updated_day": item["date_modified"]}


def is_wanted(want: dict[str, Any], found: dict[str, Any]) -> bool:
    if "refused" in want:
        told = found.get("refused", {})
        wanted: dict[str, Any] = want["refused"] if isinstance(want["refused"], dict) else {}
        return (
            bool(told)
            and wanted.get("line", told["line"]) == told["line"]
            and wanted.get("says", "") in told["reason"]
        )
    days: dict[str, Any] = {key: f"{want[key]}T12:00:00Z" for key in ("day", "updated_day") if key in want}
    return all(found.get(key) == value for key, value in {**want, **days}.items())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_header_gives_one_of_the_outcomes_beside_it(site: Site, case: Path) -> None:
    wants = json.loads(case.with_suffix(".json").read_text(encoding="utf-8"))["want"]
    found = outcome(site, case)
    assert any(is_wanted(want, found) for want in wants), found


DRAFTS = [
    "---\ndate: 2025-07-22\ndraft: true\n---\nText",
    "---\ndate: 2025-07-22\ndraft: yes\n...\nText",
    "---\ndate: 2025-07-22\nDraft: True\n---\nText",
    "---\ndate: 2025-07-22\npublished: false\n---\nText",
    "---\ndate: 2025-07-22\npublished: False\n---\nText",
    "---\ndate: 2025-07-22\nexpirydate: 2025-07-23\n---\nText",
    "+++\ndate = 2025-07-22\ndraft = true\n+++\nText",
    "+++\ndate = 2025-07-22\nexpiryDate = 2025-07-30T10:00:00Z\n+++\nText",
    "Date: 2025-07-22\nStatus: draft\n\nText",
    "Date: 2025-07-22\nStatus: Hidden\n\nText",
    "Date: 2025-07-22\nStatus: private\n\nText",
    "Date: 2025-07-22\nDraft: true\n\nText",
    "date 2025-07-22\nPublished: no\n\nText",
    "draft: true\n\nText",  # the file name has the date
]
UNCLEAR = [
    "---\ndate: 2025-07-22\ndraft: perhaps\n---\nText",
    "---\ndate: 2025-07-22\ndraft: [true]\n---\nText",
    "---\ndate: 2025-07-22\npublished: soon\n---\nText",
    "---\ndate: 2025-07-22\nexpirydate: some day\n---\nText",
    "Date: 2025-07-22\nStatus: in review\n\nText",
]
PUBLIC = [
    "---\ndate: 2025-07-22\ndraft: false\n---\nText",
    "---\ndate: 2025-07-22\ndraft:\n---\nText",
    "---\ndate: 2025-07-22\npublished: true\n---\nText",
    "---\npublished: 2025-07-22\n---\nText",
    "---\ndate: 2025-07-22\nexpirydate: 2025-09-01\n---\nText",
    "+++\ndate = 2025-07-22T10:00:00Z\ndraft = false\n+++\nText",
    "Date: 2025-07-22\nStatus: published\n\nText",
]


@pytest.mark.parametrize("text", DRAFTS + UNCLEAR)
def test_a_draft_waits_and_is_counted(site: Site, text: str) -> None:
    site.seed("2025-07-22-a.txt", text)
    site.seed("b.txt", "date 2025-07-22 Another drone")
    ran = site.build()
    assert (ran.status, ran.out.partition(".")[0]) == (0, "2 seeds: 1 entry, 1 draft")
    assert not any(b"Text" in document for document in site.documents().values())
    assert len(ran.problems) == (text in UNCLEAR)
    assert all("kept back" in line for line in ran.problems)
    said = site.run("explain", "seeds/2025-07-22-a.txt").out
    assert "\n  held       a draft: " in said


@pytest.mark.parametrize("text", PUBLIC)
def test_what_says_that_it_is_no_draft_is_published(site: Site, text: str) -> None:
    site.seed("a.txt", text)
    ran = site.build()
    assert (ran.status, ran.err, site.titles()) == (0, "", ["Text"])


def test_a_draft_that_is_one_no_more_is_published_and_moves_no_other(site: Site) -> None:
    site.seed("a.txt", "Date: 2025-07-22\nDraft: true\n\nFirst")
    site.seed("b.txt", "date 2025-07-22 Second")
    site.build()
    before = site.feed().entries[0].published
    site.seed("a.txt", "Date: 2025-07-22\nDraft: false\n\nFirst")
    site.build()
    assert [(entry.title, entry.published == before) for entry in site.feed().entries] == [
        ("Second", True),
        ("First", False),
    ]


def test_an_entry_expires_at_its_time_though_nothing_else_changes(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.seed("a.txt", "Date: 2025-07-22\nExpirydate: 2025-08-02\n\nA drone")
    site.seed("b.txt", "date 2025-07-22 Another")
    assert site.build().out.startswith("2 seeds: 2 entries")
    assert site.build().out.startswith("2 seeds: 2 entries")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1754092800")  # the second of August begins
    assert site.build().out.startswith("2 seeds: 1 entry, 1 draft")
    assert site.titles() == ["Another"]


def test_a_draft_takes_no_id_from_what_is_published(site: Site) -> None:
    site.seed("a-next.txt", "Date: 2025-07-22\nId: urn:x:a\nDraft: true\n\nNext version")
    site.seed("b.txt", "Date: 2025-07-22\nId: urn:x:a\n\nThis version")
    ran = site.build()
    assert (ran.status, ran.err, site.titles()) == (0, "", ["This version"])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Titel: A", "titel: not a key that is read here; left out; did you mean title?"),
        ("Slug: a", "slug: not a key that is read here; left out"),
        ("Source: Reuters", "source: 'Reuters' is not an http or https address; left out"),
        ("Modified: lately", "modified: cannot read the date 'lately'; left out"),
    ],
)
def test_what_is_left_out_of_a_header_is_told_and_never_published(site: Site, line: str, told: str) -> None:
    site.seed("a.txt", f"Date: 2025-07-22\n{line}\n\nThe text.")
    ran = site.build()
    assert (ran.status, ran.err) == (0, f"seeds/a.txt:2: notice: {told}\n")
    assert site.titles() == ["The text"]
    assert not any(line.encode() in document for document in site.documents().values())


@pytest.mark.parametrize(
    ("header", "key", "value"),
    [
        ("Subject: A drone", "title", "A drone"),
        ("Excerpt: In short", "summary", "In short"),
        ("Source: https://example.org/a", "url", "https://example.org/a"),
        ("Canonical_url: https://example.org/a", "url", "https://example.org/a"),
        ("Language: fr", "language", "fr"),
        ("Last_modified_at: 2025-07-24", "date_modified", "2025-07-24T12:00:00Z"),
        ("Category: press\nKeywords: one, two\nTags: own", "tags", ["own", "press", "one", "two"]),
        ("Tags: London, Ontario; Paris, Texas", "tags", ["London, Ontario", "Paris, Texas"]),
    ],
)
def test_the_names_that_other_tools_give_a_key_are_read(site: Site, header: str, key: str, value: object) -> None:
    site.config(CONFIG + "formats: [json]\n")
    site.seed("a.txt", f"Date: 2025-07-22\n{header}\n\nNothing of note.")
    assert site.build().err == ""
    assert json.loads(site.documents()["feed.json"])["items"][0][key] == value


@pytest.mark.parametrize(
    "text",
    [
        "#+TITLE: A\n#+DATE: 2025-07-22\n\nText",
        '{\n  "title": "A",\n  "date": "2025-07-22"\n}\n\nText',
        ":date: 2025-07-22\n:title: A\n\nText",
        "A title\n#######\n\n:date: 2025-07-22\n\nText",
        ".. title: A\n.. date: 2025-07-22\n\nText",
        "<!--\n.. title: A\n-->\n\nText",
    ],
)
def test_the_header_of_another_tool_is_refused_and_never_published(site: Site, text: str) -> None:
    site.seed("2025-07-22-a.txt", text)
    ran = site.build()
    assert (ran.status, len(ran.problems)) == (1, 1)
    assert "is not read here; write `date YYYY-MM-DD`" in ran.err
    assert site.titles() == []


def test_a_word_between_colons_is_no_header(site: Site) -> None:
    site.seed("2025-07-22-a.txt", ":warning: The bridge is closed.")
    assert (site.build().status, site.titles()) == (0, [":warning: The bridge is closed"])


def test_a_header_that_no_blank_line_ends_is_refused_whatever_its_keys(site: Site) -> None:
    site.seed("a.txt", "Date: 2025-07-22\nDesk: Foreign\nThe text at once.")
    ran = site.build()
    assert (ran.status, ran.err.partition(": ")[0], site.titles()) == (1, "seeds/a.txt:3", [])


@pytest.mark.parametrize("value", ["!Viva la France", "&Tonic", "!!str A"])
def test_no_word_of_a_value_is_lost_to_yaml(site: Site, value: str) -> None:
    site.seed("a.txt", f"---\ndate: 2025-07-22\ntitle: {value}\n---\nText")
    ran = site.build()
    assert ran.status == 1
    assert f"seeds/a.txt:3: front matter: {value.split()[0]}: YAML drops" in ran.err
    site.seed("a.txt", f'---\ndate: 2025-07-22\ntitle: "{value}"\n---\nText')
    assert (site.build().status, site.titles()) == (0, [value])


def test_toml_says_all_that_yaml_says(site: Site) -> None:
    site.config(CONFIG + "formats: [json]\n")
    site.seed(
        "a.txt",
        '+++\ndate = 2025-07-22T10:00:00+02:00\nlastmod = 2025-07-24\ntitle = "A drone"\ntags = ["one", "two"]\n'
        "weight = 3\n[params]\nx = 1\n+++\nNothing of note.",
    )
    ran = site.build()
    assert [line.partition("notice: ")[2].partition(":")[0] for line in ran.problems] == ["weight", "params"]
    (item,) = json.loads(site.documents()["feed.json"])["items"]
    assert (item["title"], item["tags"]) == ("A drone", ["drones", "one", "two"])
    assert (item["date_published"], item["date_modified"]) == ("2025-07-22T08:00:00Z", "2025-07-24T12:00:00Z")
    site.seed("a.txt", "+++\ndate = 2025-07-22\ntitle = A drone\n+++\nText")
    assert site.build().err.startswith("seeds/a.txt:3: front matter: not TOML: ")


def test_null_is_no_tag(site: Site) -> None:
    site.config(CONFIG + "formats: [json]\n")
    site.seed("a.txt", "---\ndate: 2025-07-22\ntags: [one, ~, null]\n---\nText")
    site.build()
    assert json.loads(site.documents()["feed.json"])["items"][0]["tags"] == ["one"]
