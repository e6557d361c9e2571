"""nginx, Caddy and Apache, set up as docs/serving.md says, and wrong on purpose; looked at by `verify`."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers import Ran, Site
from tests.test_docs import ROOT, blocks

pytestmark = pytest.mark.system
SERVING = ROOT / "docs" / "serving.md"
NGINX, CADDY, APACHE = (blocks(SERVING, kind)[0] for kind in ("nginx", "caddy", "apache"))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


class Server:
    """A server that runs, and feeds/ as it would publish them."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.port = free_port()
        self.processes: list[subprocess.Popen[bytes]] = []
        site.config(
            f"title: T\nurl: http://127.0.0.1:{self.port}/feeds/\nformats: [atom, rss, json]\ntags: [France]\n"
        )
        site.seed("a.txt", "date 2025-07-22 France.")
        site.seed("ö b.txt", "date 2025-07-23 " + "Long words of France. " * 2000)
        site.run("build")
        folder.chmod(0o755)

    def run(self, *command: str) -> None:
        self.processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.05)

    def nginx(self, snippet: str) -> Ran:
        user = "user root;" if Path("/root").exists() and shutil.which("nginx") else ""
        snippet = snippet.replace("/home/me/my-feeds/feeds/", f"{self.site.feeds}/")
        folders = "".join(
            f"{name}_temp_path {self.folder};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        conf = self.folder / "nginx.conf"
        conf.write_text(
            f"{user} daemon off; pid {self.folder}/pid; error_log {self.folder}/errors; events {{}}\n"
            f"http {{ {folders} access_log off; include /etc/nginx/mime.types;\n"
            f"server {{ listen 127.0.0.1:{self.port};\n{snippet}\n}} }}\n"
        )
        self.run("nginx", "-c", str(conf))
        return self.site.run("verify")

    def caddy(self, snippet: str) -> Ran:
        snippet = snippet.replace("/home/me/my-feeds/feeds", str(self.site.feeds))
        conf = self.folder / "Caddyfile"
        conf.write_text(
            "{\n admin off\n auto_https off\n}\n"
            + snippet.replace("example.org {", f"http://127.0.0.1:{self.port} {{")
        )
        self.run("caddy", "run", "--config", str(conf), "--adapter", "caddyfile")
        return self.site.run("verify")

    def apache(self, snippet: str) -> Ran:
        modules = "mpm_event authz_core authn_core mime dir alias headers filter deflate"
        conf = self.folder / "apache.conf"
        conf.write_text(
            "".join(
                f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in modules.split()
            )
            + f"ServerName localhost\nListen 127.0.0.1:{self.port}\nPidFile {self.folder}/pid\n"
            f"ErrorLog {self.folder}/errors\nTypesConfig /etc/mime.types\nDirectoryIndex index.html\n"
            + snippet.replace("/home/me/my-feeds/feeds", str(self.site.feeds))
        )
        self.run("apache2", "-X", "-f", str(conf))
        return self.site.run("verify")


@pytest.fixture
def server(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(site, tmp_path_factory.mktemp("server"))
    for parent in (site.folder, *site.folder.parents[:3]):
        parent.chmod(parent.stat().st_mode | 0o755)  # the servers are other users
    yield found
    for process in found.processes:
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize(("name", "snippet"), [("nginx", NGINX), ("caddy", CADDY), ("apache", APACHE)])
def test_a_server_set_up_by_the_docs_has_no_problem(name: str, snippet: str, server: Server) -> None:
    ran = getattr(server, name)(snippet)
    assert (ran.status, ran.err) == (0, "")
    with socket.create_connection(("127.0.0.1", server.port)) as asked:  # without the slash
        asked.sendall(f"GET /feeds HTTP/1.0\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
        answer = asked.recv(1000)
    assert re.match(rb"HTTP/1\.\d 30[18]", answer)
    assert re.search(rb"(?im)^Location: \S*/feeds/\r$", answer)


HEAD = "location /feeds/ {"


@pytest.mark.parametrize(
    ("snippet", "said"),
    [
        (
            NGINX.replace("application/atom+xml atom;", ""),
            "is sent as text/plain, and readers may take it for no Atom",
        ),
        (
            NGINX.replace("gzip on;", 'etag off; if_modified_since off; add_header Last-Modified "";'),
            "neither ETag",
        ),
        (NGINX.replace("max-age=300", "max-age=2592000"), "may be kept for 30 days"),
        (NGINX.replace("public, max-age=300", "no-store"), "may not be kept at all"),
        (NGINX.replace("charset utf-8", "charset iso-8859-1"), "is sent as iso-8859-1"),
        (f"{HEAD} return 301 https://x.example.org$request_uri; }}", "redirects to https://x.example.org/feeds/;"),
        (NGINX.replace(HEAD, f"{HEAD} deny all;"), "is forbidden (403)"),
        (f"{HEAD} auth_basic x; auth_basic_user_file /etc/passwd; }}", "asks who we are (401)"),
        ("location /other/ { alias /tmp; }", "is not there (404)"),
        (
            NGINX.replace(HEAD, f"{HEAD} if ($http_user_agent ~* (newsboat|miniflux)) {{ return 403; }}"),
            "Newsboat is turned away (403)",
        ),
        (
            f'{HEAD} default_type text/html; return 503 "<html><title>Just a moment...</title>"; }}',
            "a page for people to prove themselves",
        ),
        (
            f'{HEAD} default_type text/html; return 200 "<html><title>Our site</title>"; }}',
            "is not what is in feeds/",
        ),
        (NGINX.replace(HEAD, f"{HEAD} if ($request_method = HEAD) {{ return 405; }}"), "HEAD gives 405"),
        (NGINX.replace("gzip on;", "gzip off;"), "is sent without compression"),
        (NGINX.replace("gzip on;", "gzip off; add_header Content-Encoding gzip;"), "is not gzip, as its"),
        (
            NGINX.replace("gzip on;", "gzip on; sub_filter_types *; sub_filter France Francia;"),
            "is not what is in feeds/",
        ),
        (f"{HEAD} return 500; }}", "gives 500 instead of 200"),
        (NGINX.replace("/feeds/;", "/archive/;"), "is not there (404)"),
    ],
)
def test_a_server_that_is_wrong_is_found_out(snippet: str, said: str, server: Server) -> None:
    ran = server.nginx(snippet)
    assert ran.status == 1
    assert said in ran.err
