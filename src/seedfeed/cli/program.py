"""How this program can be run again: from a crontab, or from here."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

INSTALL = "`pipx install …` or `uv tool install …`, with what you gave `pipx run` or `uvx --from`"
#: Names of folders in the paths below which pipx and uv keep what they run once.
_CACHES = {".cache", "Caches", "archive-v0", "environments-v2", "builds-v0"}


def lasting() -> list[str] | None:
    """The words that run this program tomorrow too, with absolute paths; None if it is installed in a cache."""
    if is_in_cache(sys.prefix, os.environ):
        return None
    program = os.path.abspath(sys.argv[0])
    return [program] if os.path.basename(program) == "seedfeed" else [sys.executable, "-m", "seedfeed"]


def typed() -> list[str]:
    """The words that run this program from here, as short as they can be."""
    command = lasting()
    if command is None:
        return ["seedfeed"]
    import shutil  # some 4 ms, which other commands do without

    found = shutil.which("seedfeed")
    if found and os.path.abspath(found) == command[0]:
        return ["seedfeed"]
    here = os.path.relpath(command[0])
    return [command[0] if here.startswith("..") else here, *command[1:]]


def is_in_cache(folder: str, environment: Mapping[str, str]) -> bool:
    """Whether a folder belongs to what may be cleared at any time."""
    caches = [environment[name] for name in ("XDG_CACHE_HOME", "UV_CACHE_DIR") if environment.get(name)]
    inside = os.path.realpath(folder) + os.sep
    named = any(inside.startswith(os.path.realpath(cache) + os.sep) for cache in caches)
    return named or not _CACHES.isdisjoint(inside.split(os.sep))
