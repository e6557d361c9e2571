"""seedfeed turns a folder of dated text files into feeds.

from datetime import UTC, datetime
from pathlib import Path
import seedfeed

report = seedfeed.build(seedfeed.read_config(Path("config.yaml")), datetime.now(UTC))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seedfeed.config.keys import read_config
    from seedfeed.pipeline import build
    from seedfeed.report import Report

__all__ = ["Report", "__version__", "build", "read_config"]

__version__ = "0.1.0"

_FACE = {"build": "seedfeed.pipeline", "read_config": "seedfeed.config.keys", "Report": "seedfeed.report"}


def __getattr__(name: str) -> Any:
    """The face, imported when it is asked for: `--help` needs none of it."""
    if name not in _FACE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FACE[name]), name)
