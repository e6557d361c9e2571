"""Documents + their files → feeds that many readers refuse. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from seedfeed.model import ARCHIVE, TAGS, Config, Document, File, folder_of
from seedfeed.report import FEW, Problem

_LARGEST = 1_000_000  # bytes


def notices_of_large(due: Iterable[Document], files: Mapping[str, File], config: Config) -> tuple[Problem, ...]:
    """Feeds that are above 1 MB, in the order in which they are due, and the setting that helps."""
    sizes = {each.path: files[each.path].stat[0] for each in due if each.format and each.path in files}
    large = [path for path, size in sizes.items() if size > _LARGEST]
    found = []
    for folder, some in groupby(large, key=folder_of):
        paths, remedy = list(some), _remedy(folder, config)
        if len(paths) > FEW:
            largest = _megabytes(max(sizes[path] for path in paths))
            reason = f"{len(paths)} feeds above 1 MB, up to {largest}, and many readers refuse these; {remedy}"
            found.append(config.document_problem(folder, reason))
        else:
            reason = f"{{}}, and many readers refuse a feed above 1 MB; {remedy}"
            found += [config.document_problem(path, reason.format(_megabytes(sizes[path]))) for path in paths]
    return tuple(found)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _remedy(folder: str, config: Config) -> str:
    remedies = []
    if config.limit != 1 and folder != ARCHIVE:
        remedies.append("set a lower `limit`")
    if config.archive in ("year", "month") and folder != TAGS:
        remedies.append(f"set `archive: {'month' if config.archive == 'year' else 'day'}`")
    return " or ".join(remedies) or "split its seeds"
