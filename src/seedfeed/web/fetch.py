"""One request over HTTP. urllib3 does the rest. An edge: the network."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from seedfeed import __version__
from seedfeed.web.checks import Answer

#: Seconds.
TIMEOUT = 20
_LONG = 1 << 20  # bytes
AGENT = f"seedfeed/{__version__} (verify)"


def fetch(
    url: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    most: int = _LONG,
) -> Answer:
    """Ask for what is at an address, and read `most` bytes of it. Follows no redirect, raises nothing."""
    asked = {"User-Agent": AGENT, "Accept-Encoding": "gzip", **(headers or {})}
    try:
        found = _pool().request(method, url, headers=asked, body=body, redirect=False, preload_content=False)
        try:
            names = {name.lower(): value for name, value in found.headers.items()}
            data = found.read(most, decode_content=True)
            return Answer(found.status, names, data)
        except DecodeError:
            encoding = names.get("content-encoding")
            return Answer(
                found.status, names, fault=f"what is sent is not {encoding}, as its Content-Encoding says"
            )
        finally:
            found.release_conn()
    except (HTTPError, OSError, ValueError) as error:
        return Answer(0, fault=_reason(error))


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(maxsize=8, retries=urllib3.Retry(1, read=0, redirect=False), timeout=TIMEOUT)


def _reason(error: Exception) -> str:
    cause = getattr(error, "reason", None) or error
    if isinstance(cause, SSLError):
        return f"no trusted certificate: {cause}"
    if isinstance(cause, NameResolutionError):
        return "no such host: the domain has no address"
    if isinstance(cause, (ConnectTimeoutError, ReadTimeoutError)) and not isinstance(cause, NewConnectionError):
        return f"no answer within {TIMEOUT} seconds"
    if refused := getattr(cause, "__cause__", None):
        cause = refused
    return f"no answer: {getattr(cause, 'strerror', None) or cause}"
