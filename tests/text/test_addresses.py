"""Names become URIs and file names."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from seedfeed.text.addresses import distinct, slug, web_address

CASES = Path(__file__).parents[1] / "cases"


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("row", rows("links.tsv"), ids=lambda row: row["value"])
def test_addresses_that_browsers_take_are_taken(row: dict[str, str]) -> None:
    assert web_address(row["value"]) == row["url"]


@pytest.mark.parametrize(
    "names", [*(row["tags"].split(", ") for row in rows("slugs.tsv")), ["จีน"], ["नमस्ते दुनिया"]]
)
def test_vowel_signs_are_part_of_a_name(names: list[str]) -> None:
    assert distinct(map(slug, names)) == [name.replace(" ", "-") for name in names]
