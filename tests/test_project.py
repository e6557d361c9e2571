"""The project itself: its shape, its face, and the feeds that it ships."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import seedfeed
from seedfeed.cache.open import LIBRARIES
from seedfeed.cli.main import main

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "seedfeed"

#: From the inside out: a room imports only those to the left of it.
ROOMS = (
    *("report", "text", "processes", "model", "tags", "seeds", "entries", "feeds", "explain", "documents"),
    *("cache", "publish", "config", "pipeline", "serve", "web", "cli"),
)
#: What only the ends of the line may import.
EDGES = {"os", "pathlib", "fcntl", "argparse", "sys", "time", "subprocess", "importlib.resources", "sqlite3"}
#: Where files, the clock, other processes, the network and the terminal are.
ENDS = {
    *("processes", "seeds.scan", "cache", "publish", "config", "pipeline", "cli"),
    *("documents.pages.frame", "documents.pages.compiled"),
    *("serve.preview", "serve.server", "web.fetch", "web.verify", "web.ping"),
}


def modules() -> dict[str, Path]:
    return {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
        for path in SOURCE.rglob("*.py")
        if path not in (SOURCE / "__init__.py", SOURCE / "__main__.py")
    }


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def room_of(module: str) -> str:
    return module.partition(".")[0]


def ours(path: Path) -> set[str]:
    return {module.removeprefix("seedfeed.") for module in imports(path) if module.startswith("seedfeed.")}


def test_imports_point_one_way() -> None:
    assert {room_of(name) for name in modules()} == set(ROOMS)
    for name, path in modules().items():
        asked = {room_of(module) for module in ours(path)} - {room_of(name)}
        assert {ROOMS.index(room) for room in asked} <= set(range(ROOMS.index(room_of(name)))), name


def test_no_module_imports_itself_by_a_detour() -> None:
    asked = {name: ours(path) & modules().keys() for name, path in modules().items()}
    while free := {name for name, others in asked.items() if not others & asked.keys()}:
        for name in free:
            del asked[name]
    assert not asked


@pytest.mark.parametrize("name", sorted(set(modules()) - ENDS))
def test_the_middle_of_the_line_touches_no_file_clock_or_terminal(name: str) -> None:
    if room_of(name) in ENDS:
        return
    allowed = {"pathlib"} if name == "model" else set()  # the type of two fields
    assert imports(modules()[name]) & EDGES <= allowed
    assert not re.search(r"\b(open|print|input)\(|\.now\(|\.today\(", modules()[name].read_text(encoding="utf-8"))


def test_the_face_is_what_the_package_says(tmp_path: Path) -> None:
    """In a process of its own: nothing else has been imported before."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("date 2025-07-22 A drone")
    (tmp_path / "config.yaml").write_text("title: T\nurl: https://example.org/\n")
    code = """
import pathlib, datetime, seedfeed
for _ in range(2):
    config = seedfeed.read_config(pathlib.Path("config.yaml"))
    report = seedfeed.build(config, datetime.datetime.now(datetime.UTC))
    assert isinstance(report, seedfeed.Report) and report.entries == 1
print(seedfeed.__version__, *sorted(seedfeed.__all__))
"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == (f"{seedfeed.__version__} Report __version__ build read_config\n", "")


def test_a_new_release_of_any_library_begins_the_cache_anew() -> None:
    """All that seedfeed imports, but for what makes no document."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split("[^A-Za-z0-9-]", each)[0].lower() for each in project["dependencies"]} - {
        "tqdm",
        "shtab",
        "urllib3",
        "werkzeug",
    }
    modules = {
        "python-dateutil": "dateutil",
        "pyyaml": "yaml",
        "linkify-it-py": "linkify_it",
        "markdown-it-py": "markdown_it",
    }
    assert {modules.get(name, name.replace("-", "_")) for name in names} == set(LIBRARIES)


def test_help_and_a_wrong_config_import_nothing_heavy() -> None:
    code = "import sys; from seedfeed.cli.main import main; main(['build', '--config', 'nowhere']); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(ran.stdout.split()) & {
        "lxml",
        "feedgen",
        "dateutil",
        "regex",
        "jinja2",
        "importlib.metadata",
    }


def test_the_committed_feeds_are_what_the_committed_seeds_give(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copy(ROOT / "config.yaml", tmp_path)
    assert main(["build", "--quiet", "--config", str(tmp_path / "config.yaml")]) == 0

    def documents(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert documents(tmp_path / "feeds") == documents(ROOT / "feeds")


def test_the_shipped_seeds_are_of_every_kind() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "seeds").rglob("*.txt")]
    assert len(texts) >= 8
    first = (ROOT / "seeds" / "000_6035253540762371.txt").read_text(encoding="utf-8")
    assert first.startswith(" date 2025-07-22 ") and "’" in first and "“" in first and "ë" in first
    assert len([text for text in texts if text.lstrip().startswith("date 2025-07-22 ")]) >= 2
    assert any(text.startswith("---\n") for text in texts)
    assert any(text.startswith("Date: Thu, ") for text in texts)
    assert any("\nLang: fr\n" in text for text in texts)
