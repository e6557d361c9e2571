"""feeds/ beside what is at its address. An edge: files and the network."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from seedfeed.documents.due import MARK_WITHIN, SUFFIXES, is_ours
from seedfeed.documents.formats import FORMATS
from seedfeed.feeds import MAIN
from seedfeed.model import ENTRIES, Config
from seedfeed.publish.compare import files_in
from seedfeed.report import Problem, Progress, PublishError
from seedfeed.seeds.scan import read
from seedfeed.web.checks import READERS, Seen, grouped, reasons
from seedfeed.web.fetch import fetch

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
#: Documents that are asked for at the same time.
_AT_ONCE = 8


class Verified(NamedTuple):
    """What was looked at, and what is wrong."""

    documents: int  #: in feeds/
    asked: int  #: of these
    problems: tuple[Problem, ...]


def verify(config: Config, progress: Progress, sample: int | None = None) -> Verified:
    """Every document of feeds/ at its address, or the main feeds and a `sample` of the others.

    Raises PublishError where feeds/ cannot be read, or has no document.
    """
    paths = documents_in(config)
    if not paths:
        raise PublishError(config.document_problem("", "no documents; `seedfeed build` makes them"))
    asked = _sample(paths, sample)
    first = _see(config, asked[0])
    if not first.plain.status:  # nor will there be for the others
        return Verified(len(paths), 1, tuple(grouped([(config.url, reason) for reason in reasons(first)])))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        seen = chain([first], pool.map(partial(_see, config), asked[1:]))
        found = [
            (config.url_of(each.path), reason)
            for each in progress("asking", seen, len(asked))
            for reason in reasons(each)
        ]
    problems = grouped(found)
    if config.url.startswith("http:") and urlsplit(config.url).hostname not in _THIS_MACHINE:
        reason = "http: whoever is between can read and change it; serve it by https, and set `url` to that"
        problems.append(Problem(config.url, None, reason))
    return Verified(len(paths), len(asked), tuple(problems))


def documents_in(config: Config) -> list[str]:
    """Paths of the documents that are in feeds/, those on top first. Raises PublishError."""
    there, whole = files_in(config.output)
    if not whole:
        raise PublishError(config.document_problem("", "cannot be read; mend its permissions"))
    found = (path for path in there if path.endswith(SUFFIXES) and not path.rpartition("/")[2].startswith("."))
    ours = (path for path in found if is_ours(bytes_of(config, path, MARK_WITHIN) or b""))
    return sorted(ours, key=lambda path: (path.count("/"), path))


def bytes_of(config: Config, path: str, most: int = 1 << 40) -> bytes | None:
    """A document; None where a build has just removed it. Raises PublishError."""
    try:
        return read(config.output / path, most)
    except OSError as error:
        raise PublishError(config.document_problem(path, f"cannot be read: {error.strerror}")) from error


def _sample(paths: Sequence[str], sample: int | None) -> list[str]:
    """What is on top, and of the rest as many, evenly spread: the same at each time."""
    top = [path for path in paths if "/" not in path]
    others = [path for path in paths if "/" in path]
    if sample is None or sample >= len(others):
        return [*paths]
    return top + [others[number * len(others) // sample] for number in range(sample)]


def _see(config: Config, path: str) -> Seen:
    """Ask for one document in all ways."""
    url = config.url_of(path)
    meant = bytes_of(config, path) or b""
    ask = partial(fetch, url, most=len(meant) + 1)
    plain = ask()
    if plain.status in (301, 308) and (there := _without_suffix(url, plain.headers.get("location", ""))):
        url = there  # hosts that serve pages without `.html`
        ask = partial(fetch, url, most=len(meant) + 1)
        plain = ask()
    if plain.status != 200 or plain.fault:
        return Seen(path, meant, plain, url)
    seen = Seen(path, meant, plain, url, brotli=ask(headers={"Accept-Encoding": "br"}), head=ask("HEAD"))
    if path.startswith(ENTRIES):
        return seen
    tag, date = plain.headers.get("etag"), plain.headers.get("last-modified")
    agents = READERS if path in _MAIN_FEEDS else {}
    return seen._replace(
        by_tag=ask(headers={"If-None-Match": tag}) if tag else None,
        by_date=ask(headers={"If-Modified-Since": date}) if date else None,
        readers={name: ask(headers={"User-Agent": agent}) for name, agent in agents.items()},
    )


def _without_suffix(url: str, location: str) -> str | None:
    """Where a redirect leads that takes `.html` or `index.html` from an address; None for others."""
    there = urljoin(url, location)
    return there if there in (url.removesuffix(".html"), url.removesuffix("index.html")) and there != url else None


_MAIN_FEEDS = frozenset(f"{MAIN}.{suffix}" for suffix in FORMATS)
