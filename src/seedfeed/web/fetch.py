"""One request over HTTP. urllib3 does the rest. An edge: the network."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    IncompleteRead,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from seedfeed import __version__
from seedfeed.web.checks import Answer

#: Seconds.
TIMEOUT = 20
_PATIENCE = 60  # for all of an answer
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
    deadline = time.monotonic() + _PATIENCE
    try:
        found = _pool().request(method, url, headers=asked, body=body, redirect=False, preload_content=False)
        names = {name.lower(): value for name, value in found.headers.items()}
        whole = False
        try:
            data = bytearray()
            while len(data) < most and (chunk := found.read1(most - len(data), decode_content=True)):
                data += chunk
                if time.monotonic() > deadline:
                    return Answer(0, fault=f"no whole answer within {_PATIENCE} seconds")
            whole = len(data) < most
            return Answer(found.status, names, bytes(data))
        except DecodeError:
            encoding = names.get("content-encoding")
            fault = f"what is sent is not {encoding}, as its Content-Encoding says"
            return Answer(found.status, names, fault=fault)
        finally:
            if whole:
                found.release_conn()
            else:
                found.close()  # what is left may have no end
    except (HTTPError, OSError, ValueError) as error:
        return Answer(0, fault=_reason(error))


@cache
def _pool() -> urllib3.PoolManager:
    # Nothing is asked again because of what a server says: a Retry-After may be a day.
    retries = urllib3.Retry(1, read=0, status=0, other=0, redirect=False, respect_retry_after_header=False)
    return urllib3.PoolManager(maxsize=8, retries=retries, timeout=TIMEOUT)


def _reason(error: Exception) -> str:
    cause = getattr(error, "reason", None) or error
    if isinstance(cause, SSLError) and "WRONG_VERSION" in str(cause):
        return "no https there, but something else; serve it by https, or correct `url` in the config"
    if isinstance(cause, SSLError):
        return f"no trusted certificate: {cause}"
    if isinstance(cause, NameResolutionError):
        return "no such host: the domain has no address"
    if isinstance(cause, (ConnectTimeoutError, ReadTimeoutError)) and not isinstance(cause, NewConnectionError):
        return f"no answer within {TIMEOUT} seconds"
    if isinstance(cause, (ProtocolError, IncompleteRead)):
        return "an answer that is cut off, or no HTTP"
    if refused := getattr(cause, "__cause__", None):
        cause = refused
    return f"no answer: {getattr(cause, 'strerror', None) or cause}"
