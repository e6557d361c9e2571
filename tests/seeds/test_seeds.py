"""A file → a seed: three headers, dates without guessing, and every way to be refused."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedfeed.entries.instants import instant, rfc3339
from seedfeed.model import Seed
from seedfeed.report import SeedError
from seedfeed.seeds.dates import DateError, parse_date
from seedfeed.seeds.parse import MAX_SIZE, parse_seed
from seedfeed.text.characters import UNFIT
from tests.helpers import CONFIG, a_config

CASES = sorted(Path(__file__).parents[1].joinpath("cases").glob("*.txt"))


def as_json(seed: Seed) -> dict[str, Any]:
    found = {
        "date": seed.date.isoformat(),
        "updated": seed.updated.isoformat() if seed.updated else None,
        "title": seed.title,
        "author": seed.author,
        "link": seed.link,
        "id": seed.id,
        "tags": list(seed.tags or ()),
        "lang": seed.lang,
        "summary": seed.summary,
        "body": seed.body,
        "line": seed.line,
        "draft": seed.draft,
        "expires": seed.expires.isoformat() if seed.expires else None,
        "notices": [list(notice) for notice in seed.notices],
    }
    return {key: value for key, value in found.items() if value}


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_file_gives_the_seed_beside_it(case: Path) -> None:
    expected = json.loads(case.with_suffix(".json").read_text(encoding="utf-8"))
    if "refused" in expected:
        with pytest.raises(SeedError) as refused:
            parse_seed(case.name, case.read_bytes())
        assert [refused.value.line, refused.value.reason] == expected["refused"]
    else:
        assert as_json(parse_seed(case.name, case.read_bytes())) == expected


def body_of(text: str) -> str:
    return parse_seed("x.txt", text.encode()).body


@pytest.mark.parametrize(
    ("header", "when"),
    [
        ("date 2025-07-22 Text", date(2025, 7, 22)),
        ("DATE: 2025-07-22 Text", date(2025, 7, 22)),
        (" \n\t date 2025-07-22 Text", date(2025, 7, 22)),
        ("date\xa02025-07-22 Text", date(2025, 7, 22)),
        ("date 20250722 Text", date(2025, 7, 22)),
        ("date 2025-07-22T09:30 Text", datetime(2025, 7, 22, 9, 30)),
        ("date 2025-07-22 09:30 Text", datetime(2025, 7, 22, 9, 30)),
        ("date 2025-07-22 09:30:15+02:00 Text", datetime.fromisoformat("2025-07-22T09:30:15+02:00")),
        ("date 2025-07-22T09:30Z Text", datetime.fromisoformat("2025-07-22T09:30Z")),
        ("date 2025-07-22 09:30 -03:30 Text", datetime.fromisoformat("2025-07-22T09:30-03:30")),
        ("date 2025-07-22 09:30:15 +0200 Text", datetime.fromisoformat("2025-07-22T09:30:15+02:00")),
        ("date 2025-07-22 09:30 UTC Text", datetime.fromisoformat("2025-07-22T09:30Z")),
        ("Date: 2025-07-22 10:30 pm\n\nText", datetime(2025, 7, 22, 22, 30)),
        ("Date: 2025-07-22 9:30\n\nText", datetime(2025, 7, 22, 9, 30)),
        (
            "Date: Tue Jul 22 2025 10:00:00 GMT-0400 (EDT)\n\nText",
            datetime.fromisoformat("2025-07-22T10:00-04:00"),
        ),
        ("Date: 2025-07-22 10:00 UTC+3\nTitle: A\n\nText", datetime.fromisoformat("2025-07-22T10:00+03:00")),
        ("date 2025-07-22\nTitle: A\n\nText", date(2025, 7, 22)),  # header lines without the colon
        ("DATE 2025-07-22 updated 2025-07-23\nTitle: A\n\nText", date(2025, 7, 22)),
        ("date 2025-07-22\nupdated 2025-07-23\nText", date(2025, 7, 22)),
        ("Date: 22 July 2025 10:30 GMT +0200\n\nText", datetime.fromisoformat("2025-07-22T10:30+02:00")),
        ("Date: Tue, 22 Jul 2025 09:30:00 GMT\n\nText", datetime.fromisoformat("2025-07-22T09:30Z")),
        ("Date: July 22, 2025\n\nText", date(2025, 7, 22)),
        ("Title: A\nDate: 22/07/2025\n\nText", date(2025, 7, 22)),  # no month has 22 days' number
        ("Title: A\nDate: 2025/07/08\n\nText", date(2025, 7, 8)),  # year first: month second
        ("---\ndate: 2025-07-22\n---\nText", date(2025, 7, 22)),
        ("---\ndate: 22 July 2025 10pm\n---\nText", datetime(2025, 7, 22, 22)),
    ],
)
def test_a_date_is_read(header: str, when: date) -> None:
    seed = parse_seed("x.txt", header.encode())
    assert seed.date == when
    assert type(seed.date) is type(when)
    assert seed.body == "Text"


@pytest.mark.parametrize(
    "header",
    [
        "date 2025 Text",
        "date 2025-07 Text",
        "date 2025-13-01 Text",
        "date 2025-02-29 Text",
        "date 22.07.2025 Text",
        "date 2025-07-22 9:30 Text",  # a time has two digits: is this morning or evening?
        "date 2025-07-22 25:00 Text",
        "date 2025-07-22T24:00 Text",  # Python 3.13 would read it, 3.11 not
        "date 2025-07-22, Text",
        "date 0001-01-01 Text",  # in some zone this is the year 0
        "date 9999-12-31 Text",
        "date 2025-07-22 updated 2025-13-01 Text",
        "date 2025-07-22 updated 12.11.2025 Text",
        "date 2025-07-22 09:30 CEST Text",  # whose noon is it?
        "date 2025-07-22 09:30 pm Text",
        "date 2025-07-22 09:30 GMT+2 Text",
        "date 2025-07-22 09:30 UTC, Text",
        "date 2025-07-22 09:30 (CEST) Text",
        "date 2025-07-22 14:00-16:00 Text",  # from two to four, no zone
        "Date: 22 July 2025 10:30 pm GMT+2\n\nText",
        "Date: 22 July 2025 10:30 10:40\n\nText",
        "Date: 22 July 2025 10:30 +0275\n\nText",
        "Date: 2025-07-22 10m\n\nText",
        "Date: July 22, 2025\nText without a blank line",
        "date 2025-07-22T09:30+02:75 Text",
        "Date: 2025-07-22 10:30 Europe/Paris\n\nText",
        "Date: 2025-07-22 09:30 EST-5\n\nText",
        "Date: 22 July 2025 -0500\n\nText",
        "Date: 22 July 2025 22\n\nText",
        "Date: 22 July 2025 10am-12am\n\nText",
        "Date: Mon, 22 Jul 2025 10:00:00 +0200\n\nText",  # that was a Tuesday
        "date July 22, 2025 Text",
        "Date: 2025\n\nText",
        "Date: July 2025\n\nText",
        "Date: 22 July\n\nText",
        "Date: Tuesday\n\nText",
        "Date: 10:30\n\nText",
        "Date: 03/04/2025\n\nText",  # which comes first?
        "Date: 22/07/25\n\nText",  # which century?
        "Date: 2025-07-22 09:30 XYZ\n\nText",  # dateutil alone would drop the zone
        "Date: 2025-07-22 09:30 CEST\nTitle: A\n\nText",
        "Date: 31 June 2025\n\nText",
        "Date: tomorrow\n\nText",
        "Date: " + "9" * 400 + "\n\nText",
        "---\ndate: [2025-07-22]\n---\nText",
        "---\ndate: true\n---\nText",
        "Just text, and no date",
        "Dates are a fruit",
    ],
)
def test_a_date_is_refused_rather_than_guessed(header: str) -> None:
    with pytest.raises(SeedError):
        parse_seed("x.txt", header.encode())


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "America/New_York", "UTC"])
def test_the_zone_of_the_machine_does_not_show(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        with pytest.raises(SeedError, match="unknown time zone"):
            parse_seed("x.txt", b"Date: 2025-01-22 09:30 EST\n\nText")  # dateutil knows local names
        assert parse_seed("x.txt", b"Date: 22 Jan 2025 09:30\n\nText").date == datetime(2025, 1, 22, 9, 30)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_dayfirst_settles_what_is_unclear_and_nothing_else() -> None:
    def read(text: str, dayfirst: bool) -> date:
        return parse_seed("x.txt", f"Date: {text}\n\nText".encode(), dayfirst).date

    assert read("03/04/2025", True) == date(2025, 4, 3)
    assert read("03/04/2025", False) == date(2025, 3, 4)
    assert read("2025-04-03", True) == date(2025, 4, 3)  # dateutil alone turns this round
    assert read("2025/04/03", True) == date(2025, 4, 3)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("date 2025-07-22 12 drones flew", "12 drones flew"),  # a time has a colon
        ("date 2025-07-22 updated figures are out", "updated figures are out"),
        ("date 2025-07-22 3:2 for France", "3:2 for France"),
        ("date 2025-07-22 CET is a zone", "CET is a zone"),
        ("Date: 2025-07-22 Paris\n\nMore", "Paris\n\nMore"),
        ("date 2025-07-22 Text\ndate 2025-07-23 is near", "Text\ndate 2025-07-23 is near"),
        ("date 2025-07-22\nText", "Text"),
        ("date 2025-07-22\n\n\nText", "Text"),
        ("date: 2025-07-22\nNote: this is a header\n\nText", "Text"),
        ("date 2025-07-22 Text\nNote: this is text", "Text\nNote: this is text"),
        ("date 2025-07-22 One\r\n\r\nTwo\rThree", "One\n\nTwo\nThree"),
    ],
)
def test_the_body_begins_behind_the_header(text: str, body: str) -> None:
    assert body_of(text) == body


def test_a_link_in_the_first_line_of_the_text_is_no_key() -> None:
    assert parse_seed("2025-07-22.txt", b"http://example.org/ is down.").body == "http://example.org/ is down."
    folded = parse_seed("x.txt", b"Date: 2025-07-22\nTitle: a\n\tb\n c\n\nText")
    assert folded.title == "a b c"
    with pytest.raises(SeedError, match="a blank line parts the header"):
        parse_seed("x.txt", b"Date: 2025-07-22\nTitle: A\nhttp://example.org/\n\nText")


def test_keys_are_read_in_any_case_and_null_is_nothing() -> None:
    seed = parse_seed("x.txt", b"---\nDate: 2025-07-22\nTitle: null\nUpdated: ~\nSummary: 'null'\n---\nText")
    assert (seed.title, seed.updated, seed.summary) == (None, None, "null")


def test_brackets_and_quotes_around_tags_are_no_part_of_them() -> None:
    assert parse_seed("x.txt", b'Date: 2025-07-22\nTags: [bikes, "E U"]\n\nText').tags == ("bikes", "E U")


def test_a_file_name_dates_a_text_without_date() -> None:
    assert parse_seed("notes/2025-07-22-kyiv.txt", b"Text").date == date(2025, 7, 22)
    assert parse_seed("2025-07-22.txt", b"Title: A\n\nText").date == date(2025, 7, 22)
    with pytest.raises(SeedError, match="impossible date"):  # even when the name holds a good one
        parse_seed("2025-07-22-kyiv.txt", b"date 2025-13-22 Text")
    with pytest.raises(SeedError, match="cannot read a date in 'date July 23, 2025 Text'"):
        parse_seed("2025-07-22-kyiv.txt", b"date July 23, 2025 Text")
    with pytest.raises(SeedError, match="a blank line parts the header"):
        parse_seed("2025-07-22-kyiv.txt", b"Title: A\nTags: b\nText at once")
    assert parse_seed("2025-07-22.txt", b"date of the attack").body == "date of the attack"


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", 1, "empty file"),
        (b" \n\t\n", 1, "empty file"),
        ("\u200b\n".encode(), 1, "empty file"),
        (b"date 2025-07-22", 1, "no text below the header"),
        (b"Title: A\nDate: 2025-07-22\n\n \n", 2, "no text below the header"),
        (b"date 2025-07-22 caf\xe9", 1, "not UTF-8 at byte 19 (0xe9)"),
        (b"date 2025-07-22 Text\n\n\xff", 3, "not UTF-8 at byte 22 (0xff)"),
        (b"\xef\xbb\xbfdate 2025-07-22 \xff", 1, "not UTF-8 at byte 19 (0xff)"),
        (b"\xff\xfed\x00a", 1, "not UTF-16 at byte 4"),
        (b"x" * (MAX_SIZE + 1), 1, "larger than 1 MiB"),
        (b"---\ndate: 2025-07-22\nText", 1, "without a closing"),
        (b"---", 1, "without a closing"),
        (b"Date: 2025-07-22\nTitle: A\nand the text at once", 3, "a blank line parts the header"),
        (b"Date: 2025-07-22\nLink: http://[::1]/\n\nText", 2, "not an http or https address"),
        ("Date: 2025-07-22\nLink: https://straße.de/\n\nText".encode(), 2, "not an http or https address"),
        (b"date 22.07.2025 Text", 1, "'22.07.2025'; write it as 2025-07-22"),
        (b"date July 22, 2025: Text", 1, "cannot read a date in 'date July 22, 2025: Text'"),
        (b"---\ndate: 2025-07-22\ntitle: [a\n---\nText", 4, "front matter: not YAML"),
        (b"---\njust words\n---\nText", 2, "not a list of `key: value` lines"),
        (b"---\ndate: 2025-07-22\ntitle: {a: b}\n---\nText", 3, "title: expected one line"),
        (b"---\ndate: 2025-07-22\ntags: {a: b}\n---\nText", 3, "tags: expected a list"),
        (b"---\ndate: 2025-07-22\ntitle: a\ntitle: b\n---\nText", 4, "title: said twice"),
        (b"---\na: [x]\nb: *a\n---\nText", 3, "aliases are not read"),
        (b"---\na: " + b"[" * 60000 + b"\n---\nText", 2, "front matter: "),
        (
            b"---\ntitle: !!python/object/apply:os.system [ls]\n---\nText",
            2,
            "!!python/object/apply:os.system: YAML drops",
        ),
        (b"---\n" + b"a: b\n" * 20000 + b"---\nText", 1, "longer than 64 KiB"),
        (b"Title: A\nDate: 2025-07-22\nDate: 2025-07-23\n\nText", 3, "date: said twice"),
        (b"Title: A\nDate: 2025-07-22\nand the text at once", 3, "a blank line parts the header"),
        (b"Date: 2025-07-22\nLink: ftp://example.org/x\n\nText", 2, "not an http or https address"),
        (b"Date: 2025-07-22\nLink: javascript:alert(1)\n\nText", 2, "not an http or https address"),
        (b"Date: 2025-07-22\nLink: http://[::1\n\nText", 2, "not an http or https address"),
        (b"Date: 2025-07-22\nUpdated: soon\n\nText", 2, "cannot read the date"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(data: bytes, line: int, reason: str) -> None:
    with pytest.raises(SeedError) as refused:
        parse_seed("x.txt", data)
    assert reason in refused.value.reason
    assert refused.value.line == line


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_how_to_read(encoding: str) -> None:
    seed = parse_seed("x.txt", "date 2025-07-22 Œuvre – Київ 🛩".encode(encoding))
    assert seed.body == "Œuvre – Київ 🛩"


def test_what_a_feed_cannot_carry_is_dropped_with_a_notice() -> None:
    seed = parse_seed("x.txt", "date 2025-07-22 One\n\nT\x07w\x01o\x85\ufffe".encode())
    assert seed.body == "One\n\nTwo"
    assert seed.notices == ((3, "dropped characters that a feed cannot carry: U+0001, U+0007, U+0085 …"),)


def test_a_yaml_escape_brings_no_control_character_back() -> None:
    seed = parse_seed("x.txt", b'---\ndate: 2025-07-22\ntitle: "a\\0b\\nc"\n---\nText')
    assert seed.title == "ab c"


def test_values_that_a_seed_can_do_without_cost_a_notice_only() -> None:
    seed = parse_seed("x.txt", b"Date: 2025-07-22\nId: 17\nLang: in French\n\nText")
    assert (seed.id, seed.lang) == (None, None)
    assert [line for line, _ in seed.notices] == [3, 2]


@given(st.binary(max_size=400))
def test_any_bytes_give_a_seed_or_one_clear_reason(data: bytes) -> None:
    read_or_refuse(data)


@given(
    st.sampled_from(["date 2025-07-22 ", "Date: 2025-07-22\n", "---\ndate: 2025-07-22\n", "date ", "Date: "]),
    st.text(st.sampled_from(" \n:-#&*[]{}'\"!|>%@`,?0123456789abTZ+/.\t\x00\xa0é"), max_size=80),
    st.sampled_from(["", "\n\nText", "\n---\nText"]),
)
def test_any_header_gives_a_seed_or_one_clear_reason(start: str, middle: str, end: str) -> None:
    read_or_refuse((start + middle + end).encode())


def read_or_refuse(data: bytes) -> None:
    try:
        seed = parse_seed("x.txt", data)
    except SeedError as refused:
        assert refused.reason
        assert 1 <= refused.line <= 1 + data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
    else:
        assert seed.body
        assert not UNFIT.search(f"{seed.body}{seed.title}{seed.summary}{seed.tags}{seed.author}")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("date 2025-07-22 Це лист, а не таблиця".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (b"date 2025-07-22 A\x00B", "a NUL"),
        ("date 2025-07-22 Une fête à Évreux".encode("cp1252"), "probably Windows-1252"),
        ("date 2025-07-22 Це лист, а не таблиця".encode("cp1251"), "probably Windows-1251"),
        (rb"{\rtf1\ansi date 2025-07-22 Text}", "RTF"),
        (b"PK\x03\x04\x14\x00", "an office suite"),
        (
            b"Received: from x\nDate: Tue, 4 Mar 2025 09:00:00 +0100\nSubject: Hi\nMIME-Version: 1.0\n\nText",
            "a mail as its program keeps it",
        ),
    ],
)
def test_what_is_not_a_text_is_named_as_what_it_is(data: bytes, says: str) -> None:
    with pytest.raises(SeedError, match=says):
        parse_seed("a.txt", data)


with Path(__file__).parents[1].joinpath("cases", "dates.tsv").open(encoding="utf-8", newline="") as file:
    DATES = list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("row", DATES, ids=lambda row: row["written"])
def test_the_shared_dates_are_read_or_refused(row: dict[str, str]) -> None:
    config = a_config(CONFIG + f"{row['config']}\n")
    begin = {"inline": "date {} ", "header": "Date: {}\n\n", "bare": "{}\n"}[row["form"]]
    source = begin.format(row["written"]) + "A text"
    try:
        seed = parse_seed("a.txt", source.encode(), config.dayfirst)
    except SeedError:
        assert row["instant"] == "refused"
        return
    assert rfc3339(instant(seed.date, config.timezone, config.time)) == row["instant"]


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("1er mars 2025", date(2025, 3, 1)),
        ("Dienstag, den 4. März 2025, 18:15 Uhr", datetime(2025, 3, 4, 18, 15)),
        ("вівторок, 4 березня 2025 року", date(2025, 3, 4)),
        ("4 марта 2025 г.", date(2025, 3, 4)),
        ("mardi 4 mars 2025", date(2025, 3, 4)),
        ("4 лист. 2025", date(2025, 11, 4)),
        ("mar. 22 juil. 2025", date(2025, 7, 22)),
        ("mer. 6 août 2025", date(2025, 8, 6)),
        ("пʼятниця, 25 липня 2025", date(2025, 7, 25)),
        ("mardi 22 juillet 2025 à 9h30", datetime(2025, 7, 22, 9, 30)),
        ("Tue, 22 Jul 2025 09:30:00 +0000", datetime(2025, 7, 22, 9, 30, tzinfo=UTC)),
    ],
)
def test_months_and_days_have_names_in_five_languages(written: str, when: date) -> None:
    assert parse_date(written) == when


@pytest.mark.parametrize(
    "written",
    [
        "mercredi 4 mars 2025",
        "-2025-03-04",
        "4 mars 2025 18h",
        "Thursday, July 2025",
        "Monday 5 2025",
        "Thu Jul 2025 10:00",
        "4 March 2025 09:00–10:30",
        "4 mars",
        "4 tammikuuta 2025",
    ],
)
def test_dates_that_are_half_read_are_refused(written: str) -> None:
    with pytest.raises(DateError):
        parse_date(written)


def test_a_bare_date_opens_a_text_and_no_other_number_does() -> None:
    assert parse_seed("a.txt", b"2025-03-04 updated 2025-03-05 Hello").updated == date(2025, 3, 5)
    assert parse_seed("a.txt", b"2025-03-04\nTitle: X\n\nText").title == "X"
    assert parse_seed("2025-01-01.txt", b"2025-03-04: a day").body == "2025-03-04: a day"
    assert parse_seed("a.txt", b"date 04/03/2025 09:30 Text", dayfirst=True).date == datetime(2025, 3, 4, 9, 30)


@pytest.mark.parametrize("written", ["03:15 PM", "03:15 P.M.", "10:15 - 11:00", "10:15 – 11:00"])
def test_in_the_first_line_no_time_is_read_by_half(written: str) -> None:
    with pytest.raises(SeedError, match="unclear"):
        parse_seed("a.txt", f"date 2025-07-22 {written} The strike began.".encode())
