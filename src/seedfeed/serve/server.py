"""A preview over HTTP, on this machine. Werkzeug does the rest. An edge: sockets and threads."""

from __future__ import annotations

import gzip
import re
import socket
from collections.abc import Callable
from hashlib import sha256
from secrets import token_urlsafe
from threading import Event, Thread
from urllib.parse import urlsplit

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from seedfeed.documents.media_types import media_type_of
from seedfeed.model import INDEX
from seedfeed.serve.preview import Preview
from seedfeed.serve.shown import VERSION, local, missing, page

#: Seconds between two looks at the files. Shares, WSL and Docker tell of no change by themselves.
PAUSE = 1.0
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")
_SMALL = 500  # bytes, which gzip does not make smaller
_POLICY = (
    "script-src 'nonce-{nonce}'; object-src 'none'; frame-src 'none'; connect-src 'self'; form-action 'none'; "
    "base-uri 'none'"
)


class _Handler(WSGIRequestHandler):
    timeout = 20  # seconds: a client that says nothing is let go

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing: what is asked for is in the browser."""


def application(preview: Preview, here: str, *, everywhere: bool) -> Callable[..., object]:
    """What answers requests (WSGI): the documents of the site, shown as if they were published at `here`.

    Who asks for another host gets nothing, unless it listens `everywhere`.
    """
    nonce = token_urlsafe(16)
    hosts = {*_LOOPBACK, urlsplit(here).hostname}

    @Request.application
    def answer(request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response("GET and HEAD only\n", 405, {"Allow": "GET, HEAD"})
        asked = urlsplit(f"http://{request.headers.get('Host', '')}")
        # A page of a stranger that has a name of its own lead here reads no drafts.
        if not everywhere and asked.hostname not in hosts:
            return Response("this preview is for this machine\n", 400)
        base = f"http://{asked.netloc}/" if everywhere and _HOST.fullmatch(asked.netloc) else here
        site = preview.site
        if request.path == VERSION:
            return Response(site.version, headers={"Cache-Control": "no-store"})
        path = request.path.removeprefix("/") or INDEX
        data, status, media_type = preview.read(path), 200, "text/html"
        if data is None:
            data, status = missing(path, base), 404
        else:
            media_type = media_type_of(path)
        if media_type == "text/html":
            data = page(
                data,
                version=site.version,
                nonce=nonce,
                notes=site.notes,
                held=site.held,
                explanation=preview.explanation(path),
            )
        is_text = not media_type.startswith("image/")
        if is_text:
            data = local(data, site.config.url, base)
            media_type += "; charset=utf-8"
        response = Response(data, status, content_type=media_type)
        if media_type.startswith("text/html"):
            response.headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Vary"] = "Accept-Encoding"
        tag = sha256(data).hexdigest()[:32]
        if is_text and len(data) > _SMALL and request.accept_encodings["gzip"]:
            response.data = gzip.compress(data, 6, mtime=0)
            response.headers["Content-Encoding"] = "gzip"
            tag += "-gzip"
        response.set_etag(tag)
        if status == 200:
            response.make_conditional(request)
        response.headers.pop("Date", None)  # the server says it, too
        return response

    return answer


def listen(host: str, port: int) -> socket.socket:
    """A socket at an address; port 0 is any. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def address_of(listening: socket.socket) -> str:
    """Where a browser finds what a socket listens to."""
    host, port = listening.getsockname()[:2]
    name = _EVERYWHERE.get(host, host)
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def serve(preview: Preview, listening: socket.socket, told: Callable[[], None]) -> None:
    """Answer for ever, and build again after each change; `told` is called after each build that shows."""
    here = address_of(listening)
    host = urlsplit(here).hostname or ""
    server: BaseWSGIServer = make_server(
        host,
        listening.getsockname()[1],
        application(preview, here, everywhere=listening.getsockname()[0] in _EVERYWHERE),  # type: ignore[arg-type]
        threaded=True,
        request_handler=_Handler,
        fd=listening.fileno(),
    )
    ended = Event()

    def watch() -> None:
        while not ended.wait(PAUSE):
            if preview.refresh():
                told()

    watching = Thread(target=watch, daemon=True)
    watching.start()
    try:
        server.serve_forever()
    finally:
        ended.set()
        watching.join()
        server.server_close()
