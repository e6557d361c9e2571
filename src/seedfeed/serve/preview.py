"""Builds a preview into a folder of its own, again after each change. An edge: files and the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from seedfeed.config.keys import read_config
from seedfeed.entries.instants import rfc3339
from seedfeed.explain import Explanation, explain
from seedfeed.model import Config, Entry
from seedfeed.pipeline import build, look
from seedfeed.report import ConfigError, Problem, Progress, PublishError, Report, SeedError, bug, unseen
from seedfeed.seeds.parse import MAX_SIZE, parse_seed
from seedfeed.seeds.scan import read, scan, stat_of_each
from seedfeed.serve.shown import Note
from seedfeed.tags.rules import RulesOf, rules_of

#: Seconds after which a build is due though no file has changed: what is held may be due.
_LONGEST = 60


class Site(NamedTuple):
    """What one build gave."""

    config: Config
    report: Report
    version: str
    pages: Mapping[str, tuple[Entry, str | None]]  #: by their paths: the entry, and why it would not be published
    notes: tuple[Note, ...]
    rules: RulesOf

    @property
    def shown(self) -> object:
        """What pages show beside their documents."""
        return self.notes, self.pages, self.config.tags, self.config.languages

    @property
    def documents(self) -> frozenset[str]:
        """Paths below the folder."""
        return frozenset((*self.report.written, *self.report.unchanged))

    @property
    def held(self) -> dict[str, str]:
        """Why entries would not be published, by their ids."""
        return {entry.id: reason for entry, reason in self.pages.values() if reason}


def _faults(error: Exception) -> tuple[Problem, ...]:
    """What kept a build from its end."""
    if isinstance(error, ConfigError):
        return error.problems
    if isinstance(error, PublishError):
        return (error.problem,)
    return (bug(error),)


class Preview:
    """The site of the config at a path, built below `folder`; with `drafts`, what is not due is shown, too."""

    def __init__(
        self, path: Path, folder: Path, now: Callable[[], datetime], *, drafts: bool, progress: Progress = unseen
    ) -> None:
        """Build it. Raises ConfigError, PublishError."""
        self._path, self._folder, self._now, self._drafts = path, folder, now, drafts
        self._builds, self._failed = 0, False
        self.site = self._build(progress)

    def refresh(self) -> bool:
        """Build again if a file has changed. Returns whether there is anything new to be seen."""
        late = time.monotonic() - self._since > _LONGEST
        if not (late or self._failed) and self._look() == self._seen:
            return False
        before, self._failed = self.site, False
        try:
            site = self._build(unseen)
            is_new = bool(site.report.written or site.report.removed) or site.shown != before.shown
        except Exception as error:  # whatever it is, the next change may be its end
            self._failed = isinstance(error, (ConfigError, PublishError))  # by a file that is not watched, perhaps
            faults = _faults(error)
            stays = Problem("below", None, "what was built before; it stays until this is mended")
            site = before._replace(notes=tuple(Note(each, notice=False) for each in (*faults, stays)))
            is_new = site.notes != before.notes
        self._builds += is_new
        self.site = site._replace(version=str(self._builds))
        return is_new

    def read(self, path: str) -> bytes | None:
        """A document of the site; None for any other path."""
        site = self.site
        try:
            return (site.config.output / path).read_bytes() if path in site.documents else None
        except OSError:
            return None  # a build has just removed it

    def explanation(self, path: str) -> Explanation | None:
        """Why the entry of a page has its tags; None for other documents."""
        site = self.site
        entry, reason = site.pages.get(path, (None, None))
        data = read(site.config.seeds / entry.path, MAX_SIZE) if entry else None
        if entry is None or data is None:
            return None
        try:
            seed = parse_seed(entry.path, data, site.config.dayfirst)
        except SeedError:  # changed since
            return None
        return explain(f"{site.config.seeds_name}/{entry.path}", seed, entry, reason, site.config, site.rules)

    def _look(self) -> object:
        """What changes when a file does."""
        files = [*stat_of_each(Path("/"), map(str, self._files))]
        try:
            scanned = scan(self._seeds)
        except OSError as error:
            return files, error.errno
        return files, sorted(scanned.files), scanned.faults

    def _build(self, progress: Progress) -> Site:
        config = read_config(self._path)
        self._files = [path.absolute() for path in (self._path, *config.beside)]
        self._seeds = config.seeds
        self._since = time.monotonic()
        self._seen = self._look()  # before it is built: what changes meanwhile is built next
        here = config._replace(output=self._folder / "feeds", cache=self._folder / "cache")
        report = build(here, self._now(), preview=True, drafts=self._drafts, progress=progress)
        with look(here, self._now()) as seen:
            made = seen.made
        waiting = [(each.entry, f"held until {rfc3339(each.until)}") for each in made.held]
        waiting += [(each.entry, f"a draft: it says `{each.reason}`") for each in made.drafts]
        entries: list[tuple[Entry, str | None]] = [*((entry, None) for entry in made.entries), *waiting]
        return Site(
            config=here,
            report=report,
            version=str(self._builds),
            pages={entry.page: (entry, reason) for entry, reason in entries if entry.page},
            notes=(
                *(Note(each, notice=False) for each in report.faults),
                *(Note(each, notice=True) for each in report.notices),
            ),
            rules=rules_of(config.tags, config.languages),
        )
