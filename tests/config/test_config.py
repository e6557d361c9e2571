"""config.yaml → Config: short and full forms, and every fault with its line."""

from __future__ import annotations

import json
import os
import re
from datetime import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from seedfeed.config.keys import parse_config
from seedfeed.config.table import CONFIG as CONFIG_KEYS
from seedfeed.config.values import Fields
from seedfeed.model import Author, Tag
from seedfeed.report import ConfigError
from tests.helpers import CONFIG, Site, a_config

ROOT = Path(__file__).parents[2]


def faults(text: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        parse_config(text, ROOT)
    return [str(problem) for problem in refused.value.problems]


def test_two_keys_are_enough() -> None:
    config = a_config("title: T\nurl: https://drones.example.org/feeds")
    assert (config.url, config.id) == ("https://drones.example.org/feeds/", "https://drones.example.org/feeds")
    assert config.author == Author(name="T")
    assert (config.limit, config.formats, config.archive, config.tags) == (50, ("atom",), "month", ())
    assert (config.seeds, config.output) == (ROOT / "seeds", ROOT / "feeds")


def test_the_full_form_of_every_key_is_read() -> None:
    config = a_config((ROOT / "config.yaml").read_text(encoding="utf-8").replace("#dayfirst", "dayfirst"))
    assert config.id == "tag:example.org,2025:drone-watch"
    assert config.author == Author(name="Example Desk", email="desk@example.org", uri="https://example.org/desk")
    assert str(config.timezone) == "Europe/Paris"
    assert (config.time, config.dayfirst, config.limit) == (time(12), True, 50)
    assert [tag.name for tag in config.tags] == ["France", "Ukraine", "drones"]
    assert config.tags[2].terms == ("drone", "UAV", "loitering munition")
    assert [(feed.slug, sorted(feed.all), sorted(feed.none)) for feed in config.feeds] == [
        ("french-drones", ["France", "drones"], []),
        ("elsewhere", [], ["drones"]),
    ]


def test_the_default_id_of_a_bare_host_keeps_the_slash_that_makes_it_canonical() -> None:
    assert a_config("title: T\nurl: https://example.org").id == "https://example.org/"


def test_names_and_terms_are_strings_as_written() -> None:
    config = a_config("title: 2025\nurl: https://example.org/\ntags: {NO: [on, 1e3, null], 2025: [yes]}\n")
    assert config.title == "2025"
    assert [(tag.name, tag.terms) for tag in config.tags] == [
        ("NO", ("on", "1e3", "null")),
        ("2025", ("yes",)),
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("limt: 5", "config.yaml:4: limt: no such key; did you mean limit?"),
        ("xyzzy: 5", "config.yaml:4: xyzzy: no such key"),
        ("limit: 5\nlimit: 6", "config.yaml:5: limit: said twice, first on line 4"),
        ("limit: 0", "config.yaml:4: limit: expected a number from 1, or all; got 0"),
        ("limit: [1]", "config.yaml:4: limit: expected one line of text, got a list"),
        ("formats: [atom, rdf]", "config.yaml:4: formats: no such format rdf; there is atom, rss, json"),
        ("formats: atom", "config.yaml:4: formats: expected a list such as [one, two], got 'atom'"),
        ("formats: []", "config.yaml:4: formats: the list is empty"),
        ("archive: weekly", "config.yaml:4: archive: expected year, month, day or none; got weekly"),
        ("timezone: Europe/Paros", "config.yaml:4: timezone: no time zone Europe/Paros; did you mean Europe/Paris?"),
        ("timezone: ../../etc/passwd", "config.yaml:4: timezone: no time zone ../../etc/passwd"),
        ("ttl: soon", "config.yaml:4: ttl: expected a number of minutes, got soon"),
        ("language: 'en us'", "config.yaml:4: language: en us is not a language tag such as en or pt-BR"),
        ("dayfirst: yes", "config.yaml:4: dayfirst: expected true or false; got yes"),
        ("time: 24:00", "config.yaml:4: time: expected a time such as 08:30, got 24:00"),
        ("id: 17", "config.yaml:4: id: 17 is not an absolute URI"),
        ("subtitle:", "config.yaml:4: subtitle: expected a text, got nothing"),
        ('subtitle: "\\x07"', "config.yaml:4: subtitle: holds a character that a feed cannot carry"),
        ("author: {nam: X}", "config.yaml:4: author.nam: no such key; did you mean name?"),
        ("author:\n  {}", "config.yaml:5: author.name: missing"),
        ("author: {name: X, email: x}", "config.yaml:4: author.email: x is not an e-mail address"),
        ("timezone: localtime", "config.yaml:4: timezone: no time zone localtime"),
        ("timezone: CEST", "config.yaml:4: timezone: no time zone CEST; name one such as Europe/Paris"),
        ("language: Deutsch", "config.yaml:4: language: Deutsch is not a language tag"),
        ("id: urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6", "config.yaml:4: id: a UUID with a path after it is not a URI"),
        ("id: 'tag:x,2025:100%'", "config.yaml:4: id: tag:x,2025:100% is not an absolute URI"),
        ("seeds: nowhere", "config.yaml:4: seeds: no folder nowhere"),
        ("output: seeds/feeds", "config.yaml:4: output: seeds/feeds and seeds (seeds) overlap"),
        ("output: .", "config.yaml:4: output: . and seeds (seeds) overlap"),
        ("feeds: {x: {title: T}}", "config.yaml:4: feeds.x: names no tags"),
        ("feeds: {x: {all: [drone]}}", "config.yaml:4: feeds.x.all: no such tag drone; did you mean drones?"),
        ("feeds: {x: {all: [drones], none: [drones]}}", "config.yaml:4: feeds.x.none: rules out every entry"),
        ("feeds: {x: {any: [drones], none: [drones]}}", "config.yaml:4: feeds.x.none: rules out every entry"),
        ("feeds: [x]", "config.yaml:4: feeds: expected `key: value` lines"),
        ("c: *a", "config.yaml:4: *a: aliases are not read here"),
        ("a: &a [b]", "config.yaml:4: &a: YAML drops a word that begins so; put the value in quotes"),
        ("x: [", "config.yaml:5: not YAML"),
        ("x:\n\ty: z", "config.yaml:5: not YAML: found character that cannot start any token; indent with blanks"),
        ("--- a\n", "config.yaml:4: not YAML"),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_and_key(text: str, fault: str) -> None:
    assert any(line.startswith(fault) for line in faults(CONFIG + text)), faults(CONFIG + text)


@pytest.mark.parametrize(
    ("tags", "fault"),
    [
        ("drones", "config.yaml:3: tags: expected a list"),
        ("{x: {any: []}}", "config.yaml:3: tags.x.any: the list is empty"),
        ("{x: ['*oil']}", "config.yaml:3: tags.x: *oil: a * comes after a word"),
        ("{x: [pro-*]}", "config.yaml:3: tags.x: pro-*: a * comes after a word"),
        ("{x: [a * b]}", "config.yaml:3: tags.x: a * b: a * comes after a word"),
        ("{x: [²]}", "config.yaml:3: tags.x: ² has no letter or digit"),
        ("{'*x': {label: X}}", "config.yaml:3: tags.*x.any: missing; *x: a * comes after a word"),
        ("{x: [tur*ey]}", "config.yaml:3: tags.x: tur*ey: a * comes after a word"),
        ("{x: [a b c d e f g h i j k l m n o p q r s t u]}", "config.yaml:3: tags.x: more than 20 words"),
        ("{x: {any: [U.S.], not: [US]}}", "config.yaml:3: tags.x.not: US rules out the term U.S."),
        ("{x: {any: ['l’OTAN'], not: [OTAN]}}", "config.yaml:3: tags.x.not: OTAN rules out the term l’OTAN"),
        ("{x: {any: [oil*], not: [oil*]}}", "config.yaml:3: tags.x.not: oil* rules out the term oil*"),
        ("{x: [a: b]}", "config.yaml:3: tags.x: expected one line of text; put one that holds a colon in quotes"),
        (
            "{x: [‘a, %]}",
            "config.yaml:3: not YAML: found character that cannot start any token; put the value in quotes",
        ),
        ("{x: [a", "config.yaml:4: not YAML"),
        ("{x: ['=!']}", "config.yaml:3: tags.x: =! has no letter or digit to look for"),
        ("{x: {any: [oil], not: [oil]}}", "config.yaml:3: tags.x.not: oil rules out the term oil"),
        ("{x: {any: [oils], not: [oil]}}", "config.yaml:3: tags.x.not: oil rules out the term oils"),
        ("{oil: {not: [Oil]}}", "config.yaml:3: tags.oil.not: Oil rules out the term oil"),
        ("{oil: {none: [palm oil]}}", "config.yaml:3: tags.oil.none: no such key"),
        ("{oil: {prominent: perhaps}}", "config.yaml:3: tags.oil.prominent: expected true or false"),
        ("{oil: {scheme: topics}}", "config.yaml:3: tags.oil.scheme: topics is not an absolute URI"),
        ("{'!': {all: [oil]}}", "config.yaml:3: tags.!.any: missing; ! has no letter or digit"),
        ("{France: French}", "config.yaml:3: tags.France: expected a list such as [one, two], got 'French'"),
        ("{France: }", "config.yaml:3: tags.France: expected a list such as [one, two], got nothing"),
        ("{France: []}", "config.yaml:3: tags.France: the list is empty"),
        ("{France: ['!?']}", "config.yaml:3: tags.France: !? has no letter or digit"),
        ("{France: [a], France: [b]}", "config.yaml:3: tags.France: said twice"),
        ("{'a ': [b], a: [c]}", "config.yaml:3: tags.a: said twice but for blanks"),
        ("['']", "config.yaml:3: tags: expected a text, got nothing"),
    ],
)
def test_a_fault_in_the_tags_names_the_tag(tags: str, fault: str) -> None:
    assert faults(f"title: T\nurl: https://example.org/\ntags: {tags}")[0].startswith(fault)


@pytest.mark.parametrize(
    "tags",
    [
        "{US: [US, us]}",
        "{x: {any: [palm oil], not: [palm*]}}",
        "{x: ['=Us', us]}",
        "{x: {any: [Turk*, shell], not: [=Turk]}}",
        "{NO: {label: Norway}}",
    ],
)
def test_terms_that_only_look_alike_are_no_fault(tags: str) -> None:
    a_config(f"title: T\nurl: https://example.org/\ntags: {tags}")


def test_in_german_a_capital_makes_another_term() -> None:
    head = "title: T\nurl: https://example.org/\nlanguage: "
    for languages, terms in (("en", ("Essen",)), ("[en, de]", ("Essen",)), ("de", ("Essen", "essen"))):
        assert a_config(head + f"{languages}\ntags: {{x: [Essen, essen]}}").tags[0].terms == terms


@pytest.mark.parametrize(
    ("tags", "terms", "notice"),
    [
        ("{x: {any: [oil, Oil]}}", ("oil",), "tags.x.any: Oil is there twice: oil is the same; once will do"),
        ("{x: [oil, oil]}", ("oil",), "tags.x: oil is there twice; once will do"),
        ("{x: [=Turkey, '= Turkey']}", ("=Turkey",), "tags.x: = Turkey is there twice: =Turkey is the same; "),
        ("{x: [US, U.S.]}", ("US",), "tags.x: U.S. is there twice: US is the same; once will do"),
        ("{x: [don't, don’t]}", ("don't",), "tags.x: don’t is there twice: don't is the same; once will do"),
        ("[a, b, a]", ("a",), "tags: a is there twice; once will do"),
        ("{x: {any: [oil], not: [palm oil, palm oil]}}", ("oil",), "tags.x.not: palm oil is there twice; once "),
    ],
)
def test_a_term_that_is_there_twice_is_a_notice(tags: str, terms: tuple[str, ...], notice: str) -> None:
    config = a_config(f"title: T\nurl: https://example.org/\ntags: {tags}")
    assert config.tags[0].terms == terms
    (said,) = config.notices
    assert str(said).startswith(f"config.yaml:3: {notice}")


def test_the_full_form_of_a_tag_is_read() -> None:
    text = (
        CONFIG.partition("tags:")[0]
        + """\
prominent: true
tags:
  oil: {any: [oil, crude], not: [palm oil], all: [price], prominent: false, label: Petroleum, scheme: "urn:x:topics"}
  NO: {not: [No 10]}
  2025: [1e3, on]
"""
    )
    oil, norway, year = a_config(text).tags
    assert oil == Tag(
        "oil", ("oil", "crude"), "oil", ("palm oil",), ("price",), False, "Petroleum", "urn:x:topics", 50
    )
    assert norway == Tag("NO", ("NO",), "no", ("No 10",), prominent=True, limit=50)
    assert (year.name, year.terms, year.prominent) == ("2025", ("1e3", "on"), True)


def test_all_faults_come_at_once_in_the_order_of_their_lines() -> None:
    assert [line.split(":")[1:3] for line in faults("limt: 5\nurl: x\ntags: 3\n")] == [
        ["1", " title"],
        ["1", " limt"],
        ["2", " url"],
        ["3", " tags"],
    ]


def test_a_feed_of_no_known_tag_is_a_fault() -> None:
    text = "title: T\nurl: https://example.org/\nfeeds: {x: {all: [drones]}}"
    assert faults(text) == ["config.yaml:3: feeds.x.all: no such tag drones; list it under `tags`"]


def test_an_empty_config_says_what_is_needed() -> None:
    assert faults("# nothing\n") == [
        "config.yaml:1: title: missing; name the feed: `title: Drone watch`",
        "config.yaml:1: url: missing; say where feeds/ is published: `url: https://example.org/feeds/`",
    ]


def test_an_alias_bomb_is_refused() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in pairwise("abcdefghijkl"))
    assert "config.yaml:1: &a: YAML drops" in faults(bomb)[0]


@pytest.mark.parametrize(
    "url", ["https://example.org/?a=b", "https://example.org/#a", "ftp://example.org/", "example.org"]
)
def test_the_url_is_the_address_of_a_folder(url: str) -> None:
    assert faults(f"title: T\nurl: {url}")[0].startswith(f"config.yaml:2: url: {url} is not an address")


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("https://drones.example.org/feeds/feed.atom", "https://drones.example.org/feeds/"),
        ("https://drones.example.org/index.HTML", "https://drones.example.org/"),
        ("https://drones.example.org/a/feed.json/", "https://drones.example.org/a/"),
    ],
)
def test_the_url_is_not_the_address_of_a_document(url: str, folder: str) -> None:
    fault = f"config.yaml:2: url: {url} is a document; name its folder: {folder}"
    assert faults(f"title: T\nurl: {url}")[0] == fault


def test_a_host_or_a_folder_with_a_dot_is_no_document() -> None:
    assert a_config("title: T\nurl: https://news.atom").url == "https://news.atom/"
    assert a_config("title: T\nurl: https://example.org/v1.2").url == "https://example.org/v1.2/"


def test_the_address_that_init_writes_is_noticed_until_it_is_replaced() -> None:
    starter = (ROOT / "src" / "seedfeed" / "cli" / "starter.yaml").read_text(encoding="utf-8")
    noticed = a_config(starter).notices
    assert [str(notice) for notice in noticed] == ["config.yaml:4: url: is that of the example; set your own"]
    assert a_config(starter.replace("https://example.org/", "https://drones.example.org/")).notices == ()
    assert a_config((ROOT / "config.yaml").read_text(encoding="utf-8")).notices == ()


def test_a_byte_order_mark_is_allowed_and_other_encodings_are_not(site: Site) -> None:
    (site.folder / "config.yaml").write_bytes(b"\xef\xbb\xbf" + CONFIG.encode())
    assert site.build().status == 0
    (site.folder / "config.yaml").write_bytes(CONFIG.encode() + b"subtitle: caf\xe9\n")
    ran = site.build()
    assert (ran.status, ran.err) == (2, "config.yaml:4: not UTF-8 at byte 103\n")


def test_an_output_that_reaches_the_seeds_through_a_link_is_refused(site: Site) -> None:
    (site.folder / "link").symlink_to("seeds")
    site.config(CONFIG + "output: link/feeds\n")
    assert site.build().err == "config.yaml:4: output: link/feeds and seeds (seeds) overlap; part them\n"


@pytest.mark.parametrize("seeds", ["loop", "a" * 5000])
def test_a_seeds_folder_that_cannot_be_is_a_fault_of_the_config(site: Site, seeds: str) -> None:
    (site.folder / "loop").symlink_to("loop")
    site.config(CONFIG + f"seeds: {seeds}\n")
    ran = site.build()
    assert ran.status == 2
    assert ran.err.startswith("config.yaml:4: seeds: no folder")


def test_a_fifo_is_no_config_and_is_not_waited_for(site: Site) -> None:
    os.mkfifo(site.folder / "fifo")
    assert site.run("build", "--config", "fifo").status == 2


def test_a_huge_config_is_refused_unread(site: Site) -> None:
    with (site.folder / "config.yaml").open("wb") as file:
        file.truncate(50 << 20)
    ran = site.build()
    assert (ran.status, ran.err) == (2, "config.yaml: larger than 1 MiB: too long for a config\n")


def test_brackets_without_end_are_refused_quickly() -> None:
    (fault,) = faults("[" * 500_000)
    assert fault.startswith("config.yaml:1: ")


def test_slugs_never_collide_and_never_leave_the_folder() -> None:
    names = [
        "../../etc/passwd",
        "C++",
        "C#",
        "c",
        "🛩",
        "...1",
        "US",
        "us",
        "a" * 300,
        "a" * 301,
        "Ґ/..",
        "ß",
        "SS",
    ]
    config = a_config(f"title: T\nurl: https://example.org/\ntags: {json.dumps(names, ensure_ascii=False)}\n")
    slugs = [tag.slug for tag in config.tags]
    assert len({slug.casefold() for slug in slugs}) == len(names)
    assert slugs[:5] == ["etc-passwd", "c-plus-plus", "c-sharp", "c", "tag"]
    for slug in slugs:
        assert re.fullmatch(r"[\w-]+", slug)
        assert len(slug.encode()) < 200


def test_slugs_of_names_that_differ_by_signs_do_not_depend_on_their_order() -> None:
    names = {"C": "c", "C++": "c-plus-plus", "C#": "c-sharp", "Canal+": "canal-plus", "#1": "1", "R&D": "r-d"}
    for some in (list(names), list(reversed(names))):
        config = a_config(f"title: T\nurl: https://example.org/\ntags: {json.dumps(some)}\n")
        assert {tag.name: tag.slug for tag in config.tags} == names


def test_an_extra_feed_never_takes_the_place_of_another_document() -> None:
    config = a_config(
        CONFIG
        + "feeds: {feed: {all: [drones]}, Index: {any: [drones]}, feeds: {none: [drones]}, ../x: {none: [drones]}}"
    )
    assert [feed.slug for feed in config.feeds] == ["feed-2", "Index-2", "feeds-2", "x"]


@pytest.mark.parametrize("file", ["config.yaml", "src/seedfeed/cli/starter.yaml"])
def test_every_key_is_shown_and_every_shown_key_exists(file: str) -> None:
    shown = re.findall(r"^#?([a-z]+):(?: |$)", (ROOT / file).read_text(encoding="utf-8"), re.M)
    assert sorted(shown) == sorted(CONFIG_KEYS)


def test_every_key_of_the_table_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    taken, take = set(), Fields.take

    def watched(fields: Fields, key: str, *more: Any) -> Any:
        if not fields.prefix:
            taken.add(key)
        return take(fields, key, *more)

    monkeypatch.setattr(Fields, "take", watched)
    a_config()
    assert taken == set(CONFIG_KEYS)
