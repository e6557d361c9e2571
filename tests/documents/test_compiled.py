"""Templates are compiled once, and what was kept of that does no harm whatever has become of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from seedfeed.documents.pages.compiled import Compiled
from tests.helpers import CONFIG

TEMPLATE = "{% if name %}\n Hello {{ name }}!{% endif %}"


class Counting(Environment):
    """Counts what it compiles."""

    compiled = 0

    def compile(self, *values: Any, **named: Any) -> Any:
        self.compiled += 1
        return super().compile(*values, **named)


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module that makes environments, in a folder where Python keeps what it compiled."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "__pycache__").mkdir()
    path = tmp_path / "maker.py"
    path.write_text("made = 'so'\n")
    return path


def kept(maker: Path) -> list[Path]:
    return [*(maker.parent / "__pycache__").iterdir()]


def rendered(maker: Path, template: str = TEMPLATE, **options: Any) -> tuple[str, int]:
    """What a new environment makes of the template, and how many it compiled for that."""
    environment = Counting(loader=DictLoader({"a": template}), bytecode_cache=Compiled(str(maker)), **options)
    return environment.get_template("a").render(name="Kyiv"), environment.compiled


def test_a_template_is_compiled_once(maker: Path) -> None:
    assert rendered(maker) == ("\n Hello Kyiv!", 1)
    assert rendered(maker) == ("\n Hello Kyiv!", 0)


def test_a_template_that_changed_is_compiled_anew(maker: Path) -> None:
    rendered(maker)
    assert rendered(maker, "Bye {{ name }}") == ("Bye Kyiv", 1)


def test_templates_are_compiled_anew_by_another_version_of_what_makes_them(maker: Path) -> None:
    rendered(maker)
    maker.write_text("made = 'otherwise'\n")
    assert rendered(maker, trim_blocks=True, lstrip_blocks=True) == (" Hello Kyiv!", 1)


def test_a_damaged_file_is_as_none(maker: Path) -> None:
    rendered(maker)
    (file,) = kept(maker)
    whole = file.read_bytes()
    for end in range(0, len(whole), 7):
        file.write_bytes(whole[:end])
        assert rendered(maker) == ("\n Hello Kyiv!", 1), end
    for place in range(0, len(whole) // 2, 7):  # the rest is code, which Python trusts in its own files, too
        file.write_bytes(whole[:place] + bytes(9) + whole[:40])
        assert rendered(maker) == ("\n Hello Kyiv!", 1), place


def test_nothing_is_kept_where_python_keeps_nothing(maker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(maker) == rendered(maker) == ("\n Hello Kyiv!", 1)
    assert not kept(maker)


def test_templates_are_compiled_where_nothing_can_be_kept(maker: Path) -> None:
    (maker.parent / "__pycache__").rmdir()
    assert rendered(maker) == rendered(maker) == ("\n Hello Kyiv!", 1)


def test_pages_are_the_same_when_their_templates_were_kept(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    seen = []
    for name in ("first", "second"):
        (tmp_path / name / "seeds").mkdir(parents=True)
        (tmp_path / name / "config.yaml").write_text(CONFIG)
        (tmp_path / name / "seeds" / "a.txt").write_text("date 2025-07-22 A drone over France.\n")
        command = (sys.executable, "-m", "seedfeed", "build", "--quiet")
        subprocess.run(command, cwd=tmp_path / name, env=environment, check=True)
        pages = (tmp_path / name / "feeds").rglob("*.html")
        seen.append({page.name: page.read_bytes() for page in pages})
    assert seen[0] == seen[1] != {}
    assert [*(tmp_path / "compiled").rglob("*.cache")]
