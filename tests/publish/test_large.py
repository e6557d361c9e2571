"""Feeds that many readers refuse are told, and not a line for each of hundreds."""

from __future__ import annotations

import pytest

from seedfeed.model import Document, File
from seedfeed.publish.large import notices_of_large
from tests.helpers import CONFIG, a_config


def told(sizes: dict[str, int], config: str = CONFIG) -> list[str]:
    due = [Document(path, b"", (), tuple, lambda _: iter(()), path.rpartition(".")[2]) for path in sizes]
    files = {path: File(b"", b"", (size, 0, 0, 0)) for path, size in sizes.items()}
    return [str(problem) for problem in notices_of_large(due, files, a_config(config))]


@pytest.mark.parametrize("count", [1, 10])
def test_some_large_feeds_are_named_each(count: int) -> None:
    sizes = {f"archive/2025-{month:02}.atom": 1_100_000 for month in range(1, count + 1)}
    assert len(told(sizes | {"feed.atom": 999_999})) == count


def test_many_large_feeds_of_a_folder_are_one_line() -> None:
    history = {f"archive/{year}.json": 1_000_001 + year * 100 for year in range(2000, 2360)}
    assert told(history | {"feed.atom": 1_500_000}) == [
        "feeds/archive: 360 feeds above 1 MB, up to 1.2 MB, and many readers refuse these; set `archive: day`",
        "feeds/feed.atom: 1.5 MB, and many readers refuse a feed above 1 MB; "
        "set a lower `limit` or set `archive: day`",
    ]


@pytest.mark.parametrize(
    ("settings", "path", "remedy"),
    [
        ("archive: year", "archive/2025.atom", "set `archive: month`"),
        ("archive: day", "archive/2025-07-22.atom", "split its seeds"),
        ("archive: month", "tags/france.atom", "set a lower `limit`"),
        ("limit: 1\narchive: none", "feed.atom", "split its seeds"),
    ],
)
def test_the_remedy_is_one_that_helps(settings: str, path: str, remedy: str) -> None:
    (line,) = told({path: 1_100_000}, f"{CONFIG}{settings}\n")
    assert line.endswith(f"; {remedy}")
