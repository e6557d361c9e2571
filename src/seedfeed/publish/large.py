"""Documents + their files → feeds that many readers refuse. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from seedfeed.model import ARCHIVE, TAGS, Config, Document, File, folder_of
from seedfeed.report import Problem

#: Bytes.
LARGEST_FEED = 1_000_000
#: Of more in one folder, one line tells the number.
_FEW = 10


def notices_of_large(due: Iterable[Document], files: Mapping[str, File], config: Config) -> tuple[Problem, ...]:
    """Feeds that are larger than LARGEST_FEED, in the order in which they are due, and the setting that helps."""
    large = [each.path for each in due if each.format and _size(each.path, files) > LARGEST_FEED]
    found = []
    for folder, some in groupby(large, key=folder_of):
        paths, remedy = list(some), _remedy(folder, config)
        sizes = {path: f"{_size(path, files) / 1e6:.1f} MB" for path in paths}
        if len(paths) > _FEW:
            largest = sizes[max(paths, key=lambda path: _size(path, files))]
            reason = f"{len(paths)} feeds above 1 MB, up to {largest}, and many readers refuse these; {remedy}"
            found.append(config.document_problem(folder, reason))
            continue
        for path in paths:
            reason = f"{sizes[path]}, and many readers refuse a feed above 1 MB; {remedy}"
            found.append(config.document_problem(path, reason))
    return tuple(found)


def _size(path: str, files: Mapping[str, File]) -> int:
    return files[path].stat[0] if path in files else 0


def _remedy(folder: str, config: Config) -> str:
    remedies = []
    if config.limit != 1 and folder != ARCHIVE:
        remedies.append("set a lower `limit`")
    if config.archive in ("year", "month") and folder != TAGS:
        remedies.append(f"set `archive: {'month' if config.archive == 'year' else 'day'}`")
    return " or ".join(remedies) or "split its seeds"
