"""What an editor asks of the rules: why, what do they do, and what if."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from seedfeed.explain import explain
from seedfeed.report import SeedError
from seedfeed.seeds.parse import parse_seed
from seedfeed.tags.rules import rules_of
from seedfeed.text.characters import is_blank
from tests.helpers import CONFIG, Site, a_config, an_entry

RULES = (
    CONFIG.partition("tags:")[0]
    + """\
tags:
  France: [France, French]
  oil: {any: [oil, crude], not: [palm oil], all: [price], prominent: true}
  drones: [drone, UAV]
archive: none
"""
)
FAR = "Many other words stand here. " * 12


def test_explain_says_what_was_near(site: Site) -> None:
    site.config(RULES)
    site.seed("a.txt", f"date 2025-07-22 Palm oil.\n\n{FAR}\nThe crude came late.")
    assert site.run("explain", "seeds/a.txt").out.splitlines()[5:] == [
        "  near       oil: “crude” (line 4:5); “oil” (line 1:22) does not count: not palm oil; needs price too; "
        "only in passing: once, after the first 300 characters",
        "  absent     France, drones",
    ]


def test_a_seed_takes_a_tag_away_that_its_text_would_earn(site: Site) -> None:
    site.seed("a.txt", "Date: 2025-07-22\nTags: -france, own\n\nA drone over France")
    site.seed("b.md", "---\ndate: 2025-07-22\ntags: [-Ukraine, '-drones']\n---\nA drone over France")
    site.build()
    by_title = {entry.id[-1]: [tag.term for tag in entry.tags] for entry in site.feed().entries}
    assert by_title == {"a": ["drones", "own"], "b": ["France"]}
    assert (
        "near       France: “France” (line 4:14); the seed says -France" in site.run("explain", "seeds/a.txt").out
    )


def test_explain_for_scripts_is_a_list_with_every_place(site: Site) -> None:
    site.config(RULES)
    site.seed("a.txt", "Date: 2025-07-22\nTags: drones, own\nTitle: French oil prices\n\nFrance")
    ran = site.run("explain", "--json", "seeds/a.txt")
    (explained,) = json.loads(ran.out)
    assert (explained["seed"], explained["title"], explained["unmentioned"]) == (
        "seeds/a.txt",
        "French oil prices",
        [],
    )
    france, oil, drones, own = explained["tags"]
    assert [(each["term"], each["words"], each["line"], each["column"]) for each in france["found"]] == [
        ("French", "French", None, None),
        ("France", "France", 5, 1),
    ]
    assert (france["earned"], oil["earned"], oil["passing"], oil["missing"]) == (True, True, False, [])
    assert (drones["named"], drones["earned"], drones["found"], own["tag"]) == (True, True, [], "own")


TEXTS = st.lists(
    st.sampled_from(
        [
            "drone",
            "dro\u00adnes",
            "é",
            "e\u0301",
            "ß",
            "\ufeff",
            " ",
            "\n",
            "\n\n",
            "\r\n",
            "  ",
            "🛩",
            "-",
            "’s",
            "x",
        ]
    ),
    max_size=14,
).map("".join)


@given(
    st.sampled_from(
        ["date 2025-07-22 ", "\ufeffdate 2025-07-22\n", "Date: 2025-07-22\n\n", "---\ndate: 2025-07-22\n---\n"]
    ),
    TEXTS,
)
def test_explain_points_at_the_words_in_the_file(header: str, text: str) -> None:
    """Whatever stands before them: line ends of any kind, marks that compose, what nobody sees."""
    config = a_config()
    try:
        seed = parse_seed("a.txt", (header + text).encode(), None)
    except SeedError:
        return
    rules = rules_of(config.tags, config.languages)
    explained = explain("a.txt", seed, an_entry(), None, config, rules)
    lines = (header + text).removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for tag in explained.tags:
        for found in tag.found:
            assert found.line and found.column
            there = lines[found.line - 1][found.column - 1 :]
            assert there.lower().replace("\u00ad", "").startswith("drone") and not is_blank(there)


def test_tags_shows_what_each_term_does(site: Site) -> None:
    site.config(RULES)
    site.seed("1.txt", "date 2025-07-22 A French drone, and France.")
    site.seed("5.txt", "Date: 2025-07-22\nTags: own\n\nPalm oil.")
    site.seed("2.txt", "date 2025-07-22 France saw Emmanuel Macron and Emmanuel Macron’s car. “We wait.”")
    site.seed(
        "3.txt", "date 2025-07-22 Oil prices, said Emmanuel Macron on Monday: “We wait.” Palm oil! Nobody else."
    )
    site.seed("4.txt", "Date: 2025-07-22\nTags: France\n\nNothing of it.")
    site.seed("later.txt", "date 2026-07-22 France waits")
    site.seed("bad.txt", "France has no date")
    ran = site.run("tags")
    assert (ran.status, ran.err) == (0, "seeds: notice: 1 seed is refused; `seedfeed check` says why\n")
    assert (
        ran.out
        == """\
5 entries, 0 without a tag

France: 3 entries, 1 of them named by their seeds
  France         2 entries, 1 by it alone
  French         1 entry

oil: 1 entry
  oil            2 entries, 1 ruled out by `not`, 1 by it alone
  crude          never matches
  all: price     1 entry
  not: palm oil  2 entries

drones: 1 entry
  drone          1 entry, 1 by it alone
  UAV            never matches

Tags that only seeds name, and the entries that have them
      1  own

Names that no tag covers, in two entries or more
      2  Emmanuel Macron
"""
    )
    found = json.loads(site.run("tags", "--json").out)
    assert found["tags"][0]["terms"][0] == {
        "term": "France",
        "role": "any",
        "entries": 2,
        "excluded": 0,
        "alone": 1,
    }
    assert found["uncovered"] == [{"words": "Emmanuel Macron", "entries": 2}]


def test_tags_of_an_empty_folder_has_nothing_to_show(site: Site) -> None:
    site.config("title: T\nurl: https://example.org/\n")
    assert site.run("tags").out == "0 entries, 0 without a tag\n"


def test_a_dry_run_says_which_published_entries_new_rules_would_change(site: Site) -> None:
    site.config(RULES)
    site.seed("1.txt", "date 2025-07-22 A French drone.")
    site.seed("2.txt", "date 2025-07-22 A UAV.")
    site.seed("3.txt", "Date: 2025-07-22\nTags: air\n\nA wing.")
    unknown = "No build is remembered here: which tags are published is not known.\n"
    assert unknown in site.build("--dry-run").out
    assert site.build("--dry-run", "--json").report["retagged"] is None
    site.build()
    assert "would change" not in site.build("--dry-run").out
    site.config(RULES.replace("drones: [drone, UAV]", "drones: [drone]\n  air: [UAV, wing]"))
    site.seed("4.txt", "date 2025-07-22 A new drone.")
    before = site.documents()
    assert site.build("--dry-run").out.splitlines()[1:4] == [
        "tag air: +1",
        "tag drones: −1",
        "1 published entry would change (-v names them)",
    ]
    assert site.build("--dry-run", "-v").out.splitlines()[4:6] == [
        "1 published entry would change",
        "  seeds/2.txt: +air, −drones",
    ]
    assert site.build("--dry-run", "--json").report["retagged"] == [
        {"seed": "seeds/2.txt", "added": ["air"], "dropped": ["drones"]}
    ]
    assert site.documents() == before
    site.seed("bad.txt", "no date")
    site.build("--strict")  # publishes nothing: what is published stays what it was
    assert "1 published entry would change" in site.build("--dry-run").out


def test_a_dry_run_goes_by_what_entries_show(site: Site) -> None:
    site.config(CONFIG.partition("tags:")[0] + "tags: {drones: [nix]}\n")
    site.seed("1.txt", "Date: 2025-07-22\nTags: Drones\n\nOil.")
    site.seed("later.txt", "date 2026-07-22 Oil.")
    site.build()
    site.config(CONFIG.partition("tags:")[0] + "tags: {drones: [oil]}\n")
    assert "would change" not in site.build("--dry-run").out
    site.config(CONFIG.partition("tags:")[0] + "tags: {DRONES: [oil]}\n")
    assert site.build("--dry-run").out.splitlines()[1:3] == ["tag DRONES: +1", "tag drones: −1"]


def test_a_label_and_a_scheme_reach_people_and_readers(site: Site) -> None:
    site.config(
        CONFIG.partition("tags:")[0]
        + "tags:\n  oil: {label: Oil & <gas>, scheme: 'https://example.org/topics/'}\nformats: [atom, rss, json]\n"
    )
    site.seed("1.txt", "date 2025-07-22 Oil")
    site.build()
    documents = {name: data.decode() for name, data in site.documents().items()}
    category = '<category term="oil" scheme="https://example.org/topics/" label="Oil &amp; &lt;gas&gt;"/>'
    assert documents["feed.atom"].count(category) == 1
    assert documents["tags/oil.atom"].count(category) == 2  # its own, and that of the entry
    assert '<category domain="https://example.org/topics/">oil</category>' in documents["feed.rss"]
    assert json.loads(documents["feed.json"])["items"][0]["tags"] == ["oil"]
    assert "Oil &amp; &lt;gas&gt;</a></li>" in documents["index.html"]
    assert "Oil &amp; &lt;gas&gt;" in documents["feeds.opml"]


def test_a_hidden_tag_has_no_feed_and_no_page_and_feeds_can_be_made_of_it(site: Site) -> None:
    rules = (
        CONFIG.partition("tags:")[0] + "tags: {oil: {hidden: %s}, gas: [gas]}\nfeeds: {fuel: {any: [oil, gas]}}\n"
    )
    site.config(rules % "true")
    site.seed("1.txt", "date 2025-07-22 Oil")
    site.build()
    assert {path for path in site.documents() if path.startswith("tags/")} == {"tags/gas.atom", "tags/gas.html"}
    assert site.titles("fuel.atom") == ["Oil"]
    assert [tag.term for tag in site.feed().entries[0].tags] == ["oil"]
    assert '<span class="p-category">oil</span>' in (site.feeds / "entries" / "1.html").read_text(encoding="utf-8")
    assert b"tags/oil" not in site.documents()["index.html"] + site.documents()["feeds.opml"]
    site.config(rules % "false")
    site.build()
    assert site.titles("tags/oil.atom") == ["Oil"]
    assert "../tags/oil.html" in (site.feeds / "entries" / "1.html").read_text(encoding="utf-8")


def test_a_new_label_is_a_new_document(site: Site) -> None:
    rules = CONFIG.partition("tags:")[0] + "tags: {oil: {label: %s}}\n"
    site.config(rules % "Oil")
    site.seed("1.txt", "date 2025-07-22 Oil")
    site.build()
    site.config(rules % "Petroleum")
    site.build()
    assert b'label="Petroleum"' in site.documents()["feed.atom"]


def test_check_and_build_say_once_that_a_language_has_no_rules(site: Site) -> None:
    site.config(CONFIG + "language: eo\n")
    site.seed("1.txt", "date 2025-07-22 Text")
    said = "config.yaml:4: notice: language: no rules for the forms of words in eo; list them as terms"
    assert site.run("check").err.splitlines() == [said]
    assert site.build().err.splitlines() == [said]
