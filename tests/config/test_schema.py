"""The JSON Schema of the config: it accepts what the reader accepts, and refuses what the reader refuses."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from seedfeed.config.table import AUTHOR, CONFIG, FEED, TAG, schema
from seedfeed.report import ConfigError
from tests.helpers import Site, a_config

VALIDATOR = Draft202012Validator(schema())

WORDS = st.sampled_from(
    ["France", "drones", "UAV", "NO", "2025", "Київ", "a b", "true", "x: y", "'q'", "=Turkey", "on"]
)
TEXTS = WORDS | st.integers(0, 3000) | st.booleans()
TERMS = st.lists(WORDS, min_size=1, max_size=3)
LIMITS = st.sampled_from([1, 50, "50", "all", 999_999_999])
URIS = st.sampled_from(["tag:example.org,2025:x", "https://example.org/a", "urn:isbn:1"])
BOOLEANS = st.sampled_from([True, False, "true", "false"])


def some(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


TAGS = st.lists(WORDS, min_size=1, max_size=3) | st.dictionaries(
    WORDS,
    TERMS
    | some(any=TERMS, all=TERMS, prominent=BOOLEANS, label=TEXTS, scheme=URIS, limit=LIMITS, hidden=BOOLEANS),
    min_size=1,
    max_size=3,
)
CONFIGS = st.fixed_dictionaries(
    {"title": TEXTS, "url": st.sampled_from(["https://example.org/feeds/", "http://example.org"])},
    optional={
        "id": URIS,
        "subtitle": TEXTS,
        "author": TEXTS
        | st.fixed_dictionaries({"name": TEXTS}, optional={"uri": URIS, "email": st.just("a@b.org")}),
        "rights": TEXTS,
        "language": st.sampled_from(["en", "pt-BR", ["en", "uk"]]),
        "timezone": st.just("Europe/Paris"),
        "time": st.sampled_from(["08:30", "23:59"]),
        "dayfirst": BOOLEANS,
        "limit": LIMITS,
        "ttl": st.sampled_from([1, "60"]),
        "formats": st.sampled_from([["atom"], ["rss", "json"]]),
        "archive": st.sampled_from(["year", "none"]),
        "pages": BOOLEANS,
        "hub": st.just("https://hub.example.org/"),
        "tags": TAGS,
        "prominent": BOOLEANS,
    },
)
#: What is no value of any key.
WRONG: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", [], [[]], {"x": {"y": 1}}, [None], {"unknown": "x"}, -1, 1.5, "  "]
)


def is_read(config: object) -> bool:
    try:
        # `null` is a word here; nothing is what YAML calls null.
        a_config(yaml.safe_dump(config, allow_unicode=True, sort_keys=False).replace("null", ""))
    except ConfigError:
        return False
    return True


@given(CONFIGS)
def test_what_the_reader_accepts_the_schema_accepts(config: dict[str, Any]) -> None:
    assume(is_read(config))
    assert [*VALIDATOR.iter_errors(config)] == []


@given(CONFIGS, st.sampled_from(sorted(CONFIG)), WRONG)
def test_what_has_a_wrong_shape_both_refuse(config: dict[str, Any], key: str, wrong: object) -> None:
    config = {**config, key: wrong}
    if not VALIDATOR.is_valid(config):
        assert not is_read(config)


@given(CONFIGS)
def test_a_key_that_is_not_known_both_refuse(config: dict[str, Any]) -> None:
    config = {**config, "titel": "x"}
    assert not VALIDATOR.is_valid(config)
    assert not is_read(config)


@pytest.mark.parametrize(
    "config",
    [
        {"title": "T"},
        {"url": "https://example.org/"},
        {"limit": 0},
        {"limit": "some"},
        {"limit": 1.5},
        {"ttl": "often"},
        {"formats": ["atom", "atom"]},
        {"formats": ["xml"]},
        {"archive": "week"},
        {"pages": "yes"},
        {"language": "english language"},
        {"language": []},
        {"time": "25:00"},
        {"url": "example.org"},
        {"hub": "hub"},
        {"id": "no uri"},
        {"author": {"email": "a@b.org"}},
        {"author": {"name": "A", "mail": "a@b.org"}},
        {"tags": "France"},
        {"tags": []},
        {"tags": {"France": "France"}},
        {"tags": {"France": {"some": ["France"]}}},
        {"tags": {"France": {"limit": -1}}},
        {"feeds": {"x": {"title": "no tags"}}},
        {"feeds": {"x": {"all": []}}},
        {"feeds": ["x"]},
    ],
    ids=json.dumps,
)
def test_what_a_schema_can_say_is_wrong_both_refuse(config: dict[str, Any]) -> None:
    whole = config if {"title", "url"} & config.keys() and len(config) == 1 else {}
    whole = whole or {"title": "T", "url": "https://example.org/", **config}
    if "url" in config and config["url"] == "example.org":
        whole = {"title": "T", **config}
    assert not VALIDATOR.is_valid(whole)
    assert not is_read(whole)


def test_the_configs_that_ship_are_valid(site: Site) -> None:
    from tests.config.test_config import ROOT

    for file in ("config.yaml", "src/seedfeed/cli/starter.yaml"):
        text = (ROOT / file).read_text(encoding="utf-8").replace("time: 12:00", 'time: "12:00"')  # YAML 1.1 counts
        assert VALIDATOR.is_valid(yaml.safe_load(text))
    site.run("init", "new")
    first = (site.folder / "new" / "config.yaml").read_text(encoding="utf-8").splitlines()[0]
    path = first.removeprefix("# yaml-language-server: $schema=")
    assert json.loads((site.folder / "new" / path).read_text(encoding="utf-8")) == schema()


def test_the_schema_is_one_and_says_what_each_key_is_for(site: Site) -> None:
    printed = json.loads(site.run("schema").out)
    Draft202012Validator.check_schema(printed)
    assert printed == schema()
    for table in (CONFIG, AUTHOR, TAG, FEED):
        for key in table.values():
            assert key.about
    shown = deepcopy(printed["properties"])
    assert shown.keys() == CONFIG.keys()
    assert all(each["description"].endswith(".") for each in shown.values())


def test_init_overwrites_no_file_that_is_called_like_the_schema(site: Site) -> None:
    (site.folder / "new").mkdir()
    (site.folder / "new" / "config.schema.json").write_text("mine")
    assert site.run("init", "new").status == 0
    assert (site.folder / "new" / "config.schema.json").read_text() == "mine"
