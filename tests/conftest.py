"""What every test can ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from seedfeed.cli.main import main
from tests.helpers import NOW, Ran, Site

# A slow machine is no failure; and what lands does not depend on luck, which has its place on a desk.
settings.register_profile("seedfeed", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("seedfeed")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Site:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        try:
            status = main(arguments)
        except SystemExit as stop:  # argparse: wrong usage
            status = int(stop.code or 0)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return Site(tmp_path, run)
