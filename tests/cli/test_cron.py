"""What `seedfeed cron` prints: taken as it is by cron, by the shell and by systemd."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from seedfeed.cli.cron import cron_text
from tests.helpers import CONFIG, Site

pytestmark = pytest.mark.slow

NASTY = "a b 100% \"q\" $HOME 'x' \\ é"


def crontab_line(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("*/10 "))


def test_the_line_builds_this_folder_from_anywhere(site: Site, tmp_path: Path) -> None:
    site.seed("a.txt", "date 2025-07-22 A drone")
    line = crontab_line(site.run("cron").out)
    # What cron does: five fields, then the command, in which \% is a %; the home directory, and /bin/sh.
    command = line.split(None, 5)[5].replace(r"\%", "%")
    ran = subprocess.run(["/bin/sh", "-c", command], cwd="/", capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert (tmp_path / "feeds" / "feed.atom").exists()


@pytest.mark.parametrize(
    ("prefix", "variable"),
    [
        ("/home/me/.cache/uv/archive-v0/qX2", "HOME"),
        ("/home/me/.local/share/pipx/.cache/0a1", "HOME"),
        ("/Users/me/Library/Caches/uv/x", "HOME"),
        ("/big/disk/uv/x", "UV_CACHE_DIR"),
    ],
)
def test_what_runs_from_a_cache_says_what_to_install_and_names_no_path_that_will_be_gone(
    site: Site, monkeypatch: pytest.MonkeyPatch, prefix: str, variable: str
) -> None:
    monkeypatch.setattr(sys, "prefix", prefix)
    monkeypatch.setenv(variable, "/big/disk/uv")
    ran = site.run("cron")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "`uv tool install" in ran.err
    (site.folder / "config.yaml").unlink()
    said = site.run("init").out
    assert prefix not in said
    assert "`uv tool install" in said


@pytest.mark.parametrize("prefix", ["/home/me/.local/share/uv/tools/seedfeed", "/opt/seedfeed/.venv"])
def test_what_is_installed_is_named_as_it_is(site: Site, monkeypatch: pytest.MonkeyPatch, prefix: str) -> None:
    monkeypatch.setattr(sys, "prefix", prefix)
    assert site.run("cron").status == 0


def test_any_path_survives_the_shell_and_cron() -> None:
    text = cron_text(
        command=["/bin/x y", "--config", f"/{NASTY}/c"],
        folders=["/f"],
        title="T",
        user="me",
        folder="n",
        log=f"/{NASTY}/log",
    )
    command = crontab_line(text).split(None, 5)[5]
    assert not re.search(r"(?<!\\)%", command)
    assert shlex.split(command.replace(r"\%", "%")) == ["/bin/x y", "--config", f"/{NASTY}/c", "--quiet"]


def test_the_line_with_a_log_appends_to_it_what_each_build_did_and_when(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / NASTY
    (folder / "seeds").mkdir(parents=True)
    (folder / "seeds" / "a.txt").write_text("date 2025-07-22 A drone")
    (folder / "seeds" / "b.txt").write_text("")
    (folder / "config.yaml").write_text(CONFIG)
    out = site.run("cron", "--config", str(folder / "config.yaml")).out
    line = next(line[2:] for line in out.splitlines() if line.startswith("# */10 "))
    command = line.split(None, 5)[5]
    assert not re.search(r"(?<!\\)%", command)
    for _ in range(2):
        ran = subprocess.run(
            ["/bin/sh", "-c", command.replace(r"\%", "%")], cwd="/", capture_output=True, text=True
        )
        assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "")
    log = (folder / "feeds.log").read_text().splitlines()
    assert sum(line.startswith("2 seeds: 1 entry, 1 refused") for line in log) == 2
    assert sum("seeds/b.txt:1: empty file" in line for line in log) == 2
    assert all(re.search(r"\d\d:\d\d:\d\d", line) for line in (log[0], log[len(log) // 2]))


def test_a_path_with_a_line_break_is_refused(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "line\nbreak"
    (folder / "seeds").mkdir(parents=True)
    (folder / "config.yaml").write_text(CONFIG)
    ran = site.run("cron", "--config", str(folder / "config.yaml"))
    assert (ran.status, ran.err.count("\n"), "line break" in ran.err) == (2, 1, True)


def test_the_service_can_write_to_its_two_folders_only(site: Site) -> None:
    out = site.run("cron").out
    assert f"\nReadWritePaths=-{site.feeds} -{site.folder / '.seedfeed'}\n" in out
    assert "\nProtectSystem=strict\n" in out
    assert site.run("cron", "--config", "nowhere.yaml").status == 2


def unit_files(text: str, folder: Path) -> list[str]:
    _, *pairs = re.split(r"^# /etc/systemd/system/(\S+)\n", text, flags=re.M)
    for name, unit in zip(pairs[::2], pairs[1::2], strict=True):
        (folder / name).write_text(unit)
    return [str(folder / name) for name in pairs[::2]]


@pytest.mark.system
@pytest.mark.parametrize("name", ["plain", NASTY])
def test_systemd_accepts_the_units(site: Site, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    (folder / "seeds").mkdir(parents=True)
    (folder / "config.yaml").write_text(CONFIG.replace("Drone watch", "'100% $HOME %n'"))
    out = site.run("cron", "--config", str(folder / "config.yaml")).out
    (tmp_path / "units").mkdir()
    files = unit_files(out, tmp_path / "units")
    assert [Path(each).suffix for each in files] == [".service", ".timer"]
    ran = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.system
def test_a_build_that_may_write_to_two_folders_only_gets_along(site: Site, tmp_path: Path) -> None:
    """As under ProtectSystem=strict: all else is read-only."""
    site.seed("a.txt", "date 2025-07-22 A drone")
    assert site.build().status == 0
    site.seed("b.txt", "date 2025-07-23 Another drone")
    sandbox = """
        set -e
        for folder in feeds .seedfeed; do mount --bind $folder $folder; done
        mount -o remount,ro,bind / || exit 77
        exec "$@"
    """
    command = [sys.executable, "-m", "seedfeed", "build", "--quiet"]
    ran = subprocess.run(
        ["unshare", "--mount", "sh", "-c", sandbox, "sh", *command],
        cwd=tmp_path,
        env=os.environ,
        capture_output=True,
        text=True,
    )
    if ran.returncode in (1, 77) and "seedfeed" not in ran.stderr:
        pytest.skip("this machine lets nobody remount")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert site.titles() == ["Another drone", "A drone"]
