"""How well rules do, beside the tags that seeds name themselves."""

from __future__ import annotations

import json

import pytest

from tests.helpers import CONFIG, Site
from tests.tags.test_tags import FULL, LABELLED

RULES = CONFIG.partition("tags:")[0] + "tags: [France, drones]\n"


def labelled(site: Site) -> None:
    site.config(RULES)
    site.seed("both.txt", "---\ndate: 2025-07-22\ntags: [france, DRONES, else]\n---\nFrance buys drones.")
    site.seed("missed.txt", "---\ndate: 2025-07-22\ntags: [drones]\n---\nSmall aircraft.")
    site.seed("wrong.txt", "---\ndate: 2025-07-22\ntags: []\n---\nAnatole France wrote.")
    site.seed("says-nothing.txt", "date 2025-07-22 France.")


def test_rules_are_measured_by_what_seeds_name_themselves(site: Site) -> None:
    labelled(site)
    found = json.loads(site.run("tags", "--eval", "--json").out)
    assert (found["seeds"], found["labelled"]) == (4, 3)
    france, drones = found["tags"]
    assert (france["precision"], france["recall"]) == (0.5, 1.0)
    assert (drones["precision"], drones["recall"]) == (1.0, 0.5)
    assert france["f1"] == drones["f1"] == found["macro_f1"] == pytest.approx(2 / 3)
    assert (france["wrong"], drones["missed"]) == (["seeds/wrong.txt"], ["seeds/missed.txt"])


def test_the_seeds_that_fail_are_named(site: Site) -> None:
    labelled(site)
    said = site.run("tags", "--eval").out
    assert said.splitlines()[0] == "3 seeds of 4 that say which tags are right"
    assert "France\n  wrong   seeds/wrong.txt\n" in said
    assert "drones\n  missed  seeds/missed.txt\n" in said


def test_a_desk_without_labels_is_told_how_to_begin(site: Site) -> None:
    site.config(RULES)
    site.seed("a.txt", "date 2025-07-22 France.")
    assert "`tags: []` for none" in site.run("tags", "--eval").out


def test_a_seed_that_takes_a_tag_away_speaks_of_that_alone(site: Site) -> None:
    site.config(RULES)
    site.seed("a.txt", "---\ndate: 2025-07-22\ntags: [-France]\n---\nAnatole France wrote of drones.")
    found = json.loads(site.run("tags", "--eval", "--json").out)
    assert [each["wrong"] for each in found["tags"]] == [["seeds/a.txt"], []]


def test_a_seed_that_adds_a_tag_of_its_own_says_nothing_of_the_others(site: Site) -> None:
    site.config(RULES)
    site.seed("a.txt", "---\ndate: 2025-07-22\ntags: [diplomacy]\n---\nFrance.")
    assert json.loads(site.run("tags", "--eval", "--json").out)["labelled"] == 0


def test_the_labelled_collection_keeps_its_score(site: Site) -> None:
    site.config(CONFIG.partition("tags:")[0] + FULL)
    for number, item in enumerate(LABELLED.read_text(encoding="utf-8").split("\n%%\n")):
        head, _, body = item.strip().partition("\n\n")
        labels, title = head.split("\n")
        names = [label.strip(" ?") for label in labels.removeprefix("tags:").split(",")]
        header = json.dumps({"date": "2025-07-22", "tags": [*filter(None, names)], "title": title[7:]})
        site.seed(f"{number:03}.txt", f"---\n{header}\n---\n{body}")
    found = json.loads(site.run("tags", "--eval", "--json").out)
    assert found["labelled"] == 160
    assert found["macro_f1"] >= 0.937, found["macro_f1"]
