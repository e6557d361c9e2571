"""Plain text → paragraphs, title, summary, HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedfeed.entries.titles import (
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    first_sentence,
    shorten,
    title_of,
)


@pytest.mark.parametrize(
    "sentence",
    [
        "U.S. officials said it is so.",
        "Mr. Smith met Gen. Zaluzhnyi and Lt. Col. Petrenko on Jan. 5.",
        "It costs approx. 3.5 million a piece.",
        "M. Macron a reçu J. K. Rowling.",
        "The No. 5 drone flew at 5 p.m. over St. Petersburg.",
        "Am 22. Juli flog z. B. Dr. Meier los.",
        "У 2025 р. на вул. Хрещатик було 5 млн. осіб.",
        "“We will win,” he said.",
        "Wait... what is this?",
        "Really?",
        "Go!",
        "He said “yes.”",
        "example.org is down.",
        "« Oui ! » dit le ministre.",
        "“We need drones. We need them now,” Zelensky said.",
        "„Das ist gut.“",
        "Der 2. Weltkrieg endete 1945.",
        "Prof. Dr. med. Müller sprach am 3. Tag.",
        '"No. Never." said he.',
        "यह एक वाक्य है।",
    ],
)
def test_a_sentence_is_not_cut_before_its_end(sentence: str) -> None:
    assert first_sentence(f"{sentence} Then came another one.") == sentence


def test_a_full_stop_of_chinese_needs_no_blank() -> None:
    assert title_of(first_sentence("你好。再见。", "zh")) == "你好"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("One. Two.", "One"),
        ("Is it? Yes.", "Is it?"),
        ("Stop! Now.", "Stop!"),
        ("Wait...", "Wait..."),
        ("No end at all", "No end at all"),
        ("He lives in the U.S.", "He lives in the U.S."),
        (".", "."),
        ("1. First item. Second.", "1. First item"),
        ("Two\n lines.  And\tmore", "Two lines"),
        ("Mais où\u202f? Ici.", "Mais où\u202f?"),  # the narrow space of French stays
    ],
)
def test_a_title_is_the_first_sentence_without_its_full_stop(text: str, title: str) -> None:
    assert title_of(first_sentence(text)) == title


def test_a_long_title_is_cut_at_a_word() -> None:
    assert title_of("word " * 40) == " ".join(["word"] * 20) + "…"
    assert title_of("a" * 150) == "a" * 100 + "…"
    assert title_of("a" * 100) == "a" * 100
    assert title_of("a" * 95 + ", " + "b" * 20) == "a" * 95 + "…"
    assert title_of("He said " + "“a. B” " * 20 + "x" * 90).endswith("B”…")


@pytest.mark.parametrize("grapheme", ["e\u0301", "👩\u200d👩\u200d👧", "🇺🇦", "и\u0306"])
def test_a_title_counts_what_a_reader_sees_as_characters(grapheme: str) -> None:
    assert title_of(grapheme * TITLE_LENGTH) == grapheme * TITLE_LENGTH
    assert title_of(grapheme * (TITLE_LENGTH + 1)) == grapheme * TITLE_LENGTH + "…"


@given(st.text(min_size=1), st.sampled_from([TITLE_LENGTH, SUMMARY_LENGTH, 1, 3]))
def test_what_is_cut_is_a_beginning_of_the_text(text: str, length: int) -> None:
    short = shorten(text, length)
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]) and len(short) > 1)
