"""Feeds that have news → a WebSub hub, which tells their subscribers (WebSub, 7). An edge: files, the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from seedfeed.documents.formats import FORMATS
from seedfeed.model import ARCHIVE, Config
from seedfeed.report import Problem
from seedfeed.text.digests import fingerprint
from seedfeed.web.checks import Answer
from seedfeed.web.fetch import fetch
from seedfeed.web.verify import bytes_of, documents_in


class Pinged(NamedTuple):
    """What was told, and what was not."""

    told: tuple[str, ...]  #: addresses of feeds
    notices: tuple[Problem, ...]  #: what will be tried again next time


def ping(config: Config, hub: str, told_file: Path) -> Pinged:
    """Tell the `hub` of each feed that is other than it was when the hub was last told, once it is at its address.

    Raises PublishError where feeds/ cannot be read.
    """
    known = _read(told_file)
    told: list[str] = []
    notices: list[Problem] = []
    try:
        for path in documents_in(config):
            if path.rpartition(".")[2] not in FORMATS or path.startswith(ARCHIVE):
                continue
            url, data = config.url_of(path), bytes_of(config, path) or b""
            digest = fingerprint(data).hex()
            if known.get(url) == digest:
                continue
            if (there := fetch(url, most=len(data) + 1)).body != data or there.status != 200:
                notices.append(
                    Problem(url, None, "is not there yet as it is in feeds/; the hub is told next time")
                )
                continue
            answer = _tell(hub, url)
            if answer.status // 100 != 2:
                said = answer.fault or f"says {answer.status}"
                notices.append(Problem(hub, None, f"{said}; it is told of {path} next time"))
                if not answer.status:
                    break  # nor will it answer for the others
                continue
            told.append(url)
            known[url] = digest
    finally:
        if told and (fault := _write(told_file, known)):
            notices.append(Problem(str(told_file), None, fault))
    return Pinged(tuple(told), tuple(notices))


def _tell(hub: str, url: str) -> Answer:
    body = urlencode({"hub.mode": "publish", "hub.url": url, "hub.topic": url}).encode()
    return fetch(hub, "POST", {"Content-Type": "application/x-www-form-urlencoded"}, body)


def _read(path: Path) -> dict[str, str]:
    """By address, the digest of what the hub was last told of."""
    with suppress(OSError, ValueError):
        known = json.loads(path.read_bytes())
        if isinstance(known, Mapping):
            return {str(url): str(digest) for url, digest in known.items()}
    return {}


def _write(path: Path, known: Mapping[str, str]) -> str | None:
    """Remember what was told. Returns why it cannot be."""
    try:
        path.parent.mkdir(exist_ok=True)
        beside = path.with_name(f"{path.name}.tmp")
        beside.write_text(json.dumps(known, indent=0), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        return f"cannot be written: {error.strerror}; the hub will be told the same again"
    return None
