"""A preview over HTTP, on this machine. Werkzeug does the rest. An edge: sockets and threads."""

from __future__ import annotations

import gzip
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
from seedfeed.serve.shown import VERSION, local, page

#: Seconds between two looks at the files. Shares, WSL and Docker tell of no change by themselves.
PAUSE = 1.0
_LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")
_SMALL = 500  # bytes, which gzip does not make smaller
_POLICY = (
    "script-src 'nonce-{nonce}'; object-src 'none'; frame-src 'none'; connect-src 'self'; form-action 'none'; "
    "base-uri 'none'"
)


class _Handler(WSGIRequestHandler):
    timeout = 20  # seconds: a client that says nothing is let go

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing: what is asked for is in the browser."""


def application(preview: Preview, here: str) -> Callable[..., object]:
    """What answers requests (WSGI): the documents of the site, shown as if they were published at `here`."""
    nonce = token_urlsafe(16)
    host = urlsplit(here).hostname or ""
    # What a page of a stranger asks for under a name of its own, drafts perhaps, it does not get.
    trusted = [*_LOOPBACK, host] if host in _LOOPBACK else None

    @Request.application
    def answer(request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response("GET and HEAD only\n", 405, {"Allow": "GET, HEAD"})
        request.trusted_hosts = trusted
        _ = request.host  # raises an error that becomes 400
        site = preview.site
        if request.path == VERSION:
            return Response(site.version, headers={"Cache-Control": "no-store"})
        path = request.path.removeprefix("/") or INDEX
        data = preview.read(path)
        if data is None:
            reason = f"no document {path}; all begin at {here}\n"
            return Response(reason, 404, content_type="text/plain; charset=utf-8")
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
            data = local(data, site.config.url, here)
            media_type += "; charset=utf-8"
        response = Response(data, content_type=media_type)
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
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def serve(preview: Preview, listening: socket.socket, told: Callable[[], None]) -> None:
    """Answer for ever, and build again after each change; `told` is called after each build that shows."""
    here = address_of(listening)
    host = urlsplit(here).hostname or ""
    server: BaseWSGIServer = make_server(
        host,
        listening.getsockname()[1],
        application(preview, here),  # type: ignore[arg-type]
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
