"""The command, as a person and cron meet it."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.helpers import CONFIG, NOW, Ran, Site

pytestmark = pytest.mark.slow

SEED = "date 2025-07-22 A drone over France"


def command(site: Site, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "seedfeed", *arguments],
        cwd=site.folder,
        env=os.environ | {"SOURCE_DATE_EPOCH": NOW} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=60,
    )


def test_a_build_sums_up_on_stdout(site: Site) -> None:
    site.seed("a.txt", SEED)
    site.seed("b.txt", "date 2025-12-24 Not yet")
    ran = site.build()
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "2 seeds: 1 entry, 1 held. Subscribers see 1 new. feeds/: 12 written, 0 unchanged.\n"


def test_one_bad_seed_is_reported_and_stops_no_other(site: Site) -> None:
    site.seed("a.txt", SEED)
    site.seed("b.txt", "no date here")
    ran = site.build()
    assert ran.status == 1
    assert (
        ran.err
        == "seeds/b.txt:1: no date: begin the text with `date YYYY-MM-DD`, or the file name with YYYY-MM-DD\n"
    )
    assert ran.out == "2 seeds: 1 entry, 1 refused. Subscribers see 1 new. feeds/: 12 written, 0 unchanged.\n"
    assert site.titles() == ["A drone over France"]


def test_strict_publishes_nothing_if_a_seed_is_refused(site: Site) -> None:
    site.seed("a.txt", SEED)
    site.seed("b.txt", "no date here")
    ran = site.build("--strict")
    assert (ran.status, ran.out) == (1, "2 seeds: 1 entry, 1 refused. Nothing is published (--strict).\n")
    assert site.documents() == {}
    site.build()
    before = site.documents()
    site.seed("a.txt", SEED + "!")
    assert site.build("--strict").status == 1
    assert site.documents() == before


def test_quiet_speaks_only_of_problems(site: Site) -> None:
    site.seed("a.txt", SEED + " \x07")  # a notice is no problem
    ran = site.build("--quiet")
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    site.seed("b.txt", "")
    ran = site.build("--quiet")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("seeds/b.txt:1: empty file")


def hours_later(site: Site, hours: float) -> None:
    """Makes what was told last so much older."""
    path = site.folder / ".seedfeed" / "config.yaml.told.json"
    name, when = json.loads(path.read_text())
    path.write_text(json.dumps([name, when - hours * 60 * 60]))


def test_a_quiet_build_tells_the_same_problems_once_a_day(site: Site) -> None:
    site.seed("a.txt", SEED)
    site.seed("b.txt", "")
    told = site.build("--quiet")
    assert (told.status, told.err.count("\n")) == (1, 1)
    assert site.build("--quiet") == Ran(1, "", "")
    hours_later(site, 23.9)
    assert site.build("--quiet") == Ran(1, "", "")
    hours_later(site, 0.2)
    assert site.build("--quiet") == told
    assert site.build("--quiet") == Ran(1, "", "")
    hours_later(site, -48)  # by a clock that was set back
    assert site.build("--quiet") == told


def test_a_quiet_build_tells_at_once_what_is_wrong_now_and_was_not_before(site: Site) -> None:
    site.seed("a.txt", SEED)
    site.seed("b.txt", "")
    site.build("--quiet")
    site.seed("c.txt", "")
    assert len(site.build("--quiet").problems) == 2
    assert site.build("--quiet").problems == []
    (site.seeds / "c.txt").unlink()
    assert len(site.build("--quiet").problems) == 1
    site.seed("b.txt", SEED)
    assert site.build("--quiet") == Ran(0, "", "")
    site.seed("b.txt", "")
    assert len(site.build("--quiet").problems) == 1


@pytest.mark.parametrize("options", [[], ["--quiet", "--dry-run"]])
def test_a_person_who_looks_is_told_each_time(site: Site, options: list[str]) -> None:
    site.seed("b.txt", "")
    site.build("--quiet")
    assert [len(site.build(*options).problems) for _ in range(2)] == [1, 1]
    assert len(site.run("check", "--quiet").problems) == 1


def test_a_wrong_config_and_a_guard_are_told_once(site: Site) -> None:
    for n in range(3):
        site.seed(f"{n}.txt", SEED)
    site.build()
    site.config("titel: T")
    assert [site.build("--quiet").err.count("\n") for _ in range(2)] == [3, 0]
    site.config(CONFIG)
    shutil.rmtree(site.seeds)
    site.seeds.mkdir()
    ran = [site.build("--quiet") for _ in range(2)]
    assert [(each.status, len(each.problems)) for each in ran] == [(3, 1), (3, 0)]


def test_where_nothing_can_be_remembered_all_is_told(site: Site) -> None:
    site.seed("b.txt", "")
    (site.folder / ".seedfeed" / "config.yaml.told.json").mkdir(parents=True)
    assert [len(site.build("--quiet").problems) for _ in range(2)] == [1, 1]
    ran = site.build("--quiet", "--config", "not/mounted/config.yaml")
    assert (ran.status, (site.folder / "not").exists()) == (2, False)


def test_a_notice_leaves_the_status_at_0(site: Site) -> None:
    site.seed("a.txt", SEED + " \x07")
    ran = site.build()
    assert (ran.status, ran.err) == (
        0,
        "seeds/a.txt:1: notice: dropped characters that a feed cannot carry: U+0007\n",
    )


def test_json_is_one_object(site: Site) -> None:
    site.seed("a.txt", SEED + " \x07")
    site.seed("b.txt", "date 2025-12-24 Not yet")
    site.seed("c.txt", "date 2025-13-24 Never")
    ran = site.build("--json")
    assert ran.status == 1
    assert ran.report == {
        "seeds": 3,
        "entries": 1,
        "held": 1,
        "drafts": 0,
        "new": [{"id": "https://drones.example.org/feeds/a", "path": "seeds/a.txt"}],
        "updated": [],
        "gone": [],
        "moved": [],
        "problems": [{"path": "seeds/c.txt", "line": 1, "reason": "impossible date '2025-13-24'"}],
        "notices": [
            {
                "path": "seeds/a.txt",
                "line": 1,
                "reason": "dropped characters that a feed cannot carry: U+0007",
            }
        ],
        "written": [
            *("style.css", "entries/a.html", "archive/2025-07.html"),
            *(f"tags/{tag}.{kind}" for kind in ("html", "atom") for tag in ("france", "ukraine", "drones")),
            *("feed.atom", "feeds.opml", "index.html"),
        ],
        "unchanged": [],
        "removed": [],
        "retagged": [],
    }


def test_json_is_one_object_even_where_nothing_can_be_done(site: Site) -> None:
    site.config("title: T")
    ran = site.build("--json")
    assert ran.status == 2
    assert ran.report["problems"][0]["path"] == "config.yaml"


def test_check_reports_like_build_and_writes_nothing(site: Site) -> None:
    site.seed("a.txt", SEED)
    assert site.run("check").status == 0
    site.seed("b.txt", "")
    ran = site.run("check")
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    site.config("limt: 1")
    assert site.run("check").status == 2
    assert not site.feeds.exists()


def test_rebuild_gives_the_same(site: Site) -> None:
    site.seed("a.txt", SEED)
    site.build()
    assert site.build("--rebuild", "--json").report["written"] == []


def test_a_verbose_build_names_what_it_wrote(site: Site) -> None:
    site.seed("a.txt", SEED)
    assert {"wrote feeds/feed.atom", "wrote feeds/index.html"} <= set(site.build("-v").out.splitlines())
    assert "wrote" not in site.build("-v").out


def test_explain_shows_the_words_behind_each_tag(site: Site) -> None:
    site.seed(
        "sub/a.txt",
        "Date: 2025-07-22\nTitle: Drones\nTags: own\n\nOne.\n\nIn France’s air,\na drone, a drone.",
    )
    expected = """\
seeds/sub/a.txt
  title      Drones
  id         https://drones.example.org/feeds/sub/a
  published  2025-07-22T12:00:00Z
  link       https://drones.example.org/feeds/entries/sub/a.html
  tag        France: “France” (line 7:4)
  tag        drones: “Drones” (title), “drone” for drones (line 8:3, line 8:12)
  tag        own: named by the seed
  absent     Ukraine
"""
    for name in ("seeds/sub/a.txt", "sub/a.txt", str(site.seeds / "sub" / "a.txt")):
        ran = site.run("explain", name)
        assert (ran.status, ran.err, ran.out) == (0, "", expected)


def test_explain_says_why_a_seed_is_none(site: Site) -> None:
    site.seed("a.txt", "date 2025-13-22 Text")
    site.seed("b.txt", "date 2025-12-24 Text")
    ran = site.run("explain", "seeds/a.txt", "config.yaml", "seeds/nothing.txt", "b.txt")
    assert ran.status == 1
    assert [line.split(": ")[0] for line in ran.problems] == [
        "seeds/a.txt:1",
        "config.yaml",
        "seeds/nothing.txt",
    ]
    assert "held       until a build after 2025-12-24T00:00:00Z" in ran.out


def test_init_then_build_works_and_nothing_is_overwritten(site: Site) -> None:
    ran = site.run("init", "new/place")
    assert (ran.status, ran.err) == (0, "")
    config = site.folder / "new/place/config.yaml"
    ran = site.run("build", "--config", str(config))
    assert (ran.status, ran.err.partition(" (")[0].strip()) == (
        0,
        f"{config}:4: notice: url: is that of the example; set your own",
    )
    assert "<title>This is a seed: one text file, one entry of the feed</title>" in (
        site.folder / "new/place/feeds/tags/feeds.atom"
    ).read_text(encoding="utf-8")
    before = config.read_bytes()
    ran = site.run("init", "new/place")
    assert (ran.status, ran.err) == (
        2,
        "new/place/config.yaml: is there already; nothing is overwritten\n",
    )
    assert config.read_bytes() == before


def test_init_names_a_command_that_builds_what_it_wrote(site: Site) -> None:
    shutil.rmtree(site.seeds)
    (site.folder / "config.yaml").unlink()
    for arguments in ([], ["deep/er"]):
        said = site.run("init", *arguments).out
        command = said.splitlines()[-1].partition("run: ")[2]
        ran = subprocess.run(["/bin/sh", "-c", command], cwd=site.folder, capture_output=True, text=True)
        assert (ran.returncode, ran.stderr.count("\n")) == (0, 1)  # the notice of the address
        assert "1 seed: 1 entry. " in ran.stdout


def test_init_adds_no_sample_to_seeds_that_are_there(site: Site) -> None:
    site.seed("a.txt", SEED)
    (site.folder / "config.yaml").unlink()
    assert site.run("init").status == 0
    assert [path.name for path in site.seeds.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("name", [[], ["build"], ["check"], ["explain"], ["init"]])
def test_help_is_enough_to_work_with(site: Site, name: list[str]) -> None:
    ran = site.run(*name, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert "usage: seedfeed" in ran.out
    assert not name or "exit status:" in ran.out


@pytest.mark.parametrize("arguments", [[], ["bild"], ["build", "--nope"], ["explain"]])
def test_wrong_usage_exits_with_2(site: Site, arguments: list[str]) -> None:
    ran = site.run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "usage: seedfeed" in ran.err


def test_a_missing_config_says_what_to_do(site: Site) -> None:
    (site.folder / "config.yaml").unlink()
    ran = site.build()
    assert ran.status == 2
    assert ran.err == "config.yaml: no such file; `seedfeed init` writes one\n"


def test_source_date_epoch_is_the_present_and_must_be_a_number(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.seed("a.txt", SEED)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert site.build("--json").report["held"] == 1
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    ran = site.build()
    assert (ran.status, ran.err) == (2, "SOURCE_DATE_EPOCH: expected seconds since 1970, got 'soon'\n")


def many_bad_files(site: Site) -> dict[str, str]:
    """Bad files and how the line about each begins."""
    site.seed("no-date.txt", "Text")
    site.seed("unclear.txt", "Date: 03/04/2025\n\nText")
    site.seed("impossible.txt", "date 2025-02-30 Text")
    site.seed("zone.txt", "Date: 2025-07-22 09:30 XYZ\n\nText")
    site.seed("latin-1.txt", b"date 2025-07-22 caf\xe9")
    site.seed("empty.txt", "")
    site.seed("header-only.txt", "date 2025-07-22\n")
    site.seed("front.txt", "---\ndate: [\n---\nText")
    site.seed("evil.txt", "---\ndate: !!python/object/apply:os.system ['touch pwned']\n---\nText")
    site.seed("good.TXT", "date 2025-07-22 Text")
    site.seed("good.txt", "date 2025-07-22 Text")
    site.seed("huge.txt", b"date 2025-07-22 " + b"x" * (50 << 20))
    site.seed("line.txt", b"date 2025-07-22 " + b"words and " * (1 << 20))
    (site.seeds / "dangling.txt").symlink_to("nowhere")
    (site.seeds / "loop.txt").symlink_to("loop.txt")
    site.seed("bad name '\"%\nЖ.txt", "Text")
    return {
        "seeds/bad name '\"%\\x0aЖ.txt:1": "no date",
        "seeds/dangling.txt": "dangling link",
        "seeds/empty.txt:1": "empty file",
        "seeds/evil.txt:2": "front matter: !!python/object/apply:os.system: YAML drops",
        "seeds/front.txt:3": "front matter: not YAML",
        "seeds/good.txt:1": "its id",
        "seeds/header-only.txt:1": "no text below the header",
        "seeds/huge.txt:1": "larger than 1 MiB",
        "seeds/impossible.txt:1": "impossible date",
        "seeds/latin-1.txt:1": "not UTF-8 at byte 19",
        "seeds/line.txt:1": "larger than 1 MiB",
        "seeds/loop.txt": "a link that cannot be followed",
        "seeds/no-date.txt:1": "no date",
        "seeds/unclear.txt:1": "unclear date '03/04/2025'",
        "seeds/zone.txt:1": "unknown time zone XYZ",
    }


def test_each_bad_file_has_one_line_and_the_rest_is_published(site: Site) -> None:
    expected = many_bad_files(site)
    ran = command(site, "build")
    assert ran.returncode == 1
    lines = [line.partition(": ")[::2] for line in ran.stderr.splitlines()]
    assert [place for place, _ in lines] == sorted(expected)
    for place, reason in lines:
        assert reason.startswith(expected[place])
    assert site.titles() == ["Text"]
    assert not (site.folder / "pwned").exists()


def test_what_is_no_seed_is_passed_over_and_never_hangs_the_build(site: Site, tmp_path: Path) -> None:
    site.seed("a.txt", SEED)
    for name in (".hidden.txt", "a.txt~", "#a.txt#", ".git/b.txt"):
        site.seed(name, "no seed")
    (site.seeds / "folder.txt").mkdir()
    os.mkfifo(site.seeds / "fifo.txt")
    (site.seeds / "fifo-link.txt").symlink_to("fifo.txt")
    (site.seeds / "null.txt").symlink_to("/dev/null")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.txt").write_text("date 2025-07-22 By a link to a folder")
    (site.seeds / "link").symlink_to(tmp_path / "elsewhere")
    (site.seeds / "c.txt").symlink_to(tmp_path / "elsewhere" / "b.txt")
    ran = command(site, "build", "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["seeds"] == 2


def test_a_file_that_fails_while_it_is_read_is_reported(site: Site) -> None:
    site.seed("a.txt", SEED)
    (site.seeds / "b.txt").symlink_to("/proc/self/mem")  # a regular file whose first byte gives EIO
    ran = site.build()
    assert (ran.status, ran.err) == (1, "seeds/b.txt: cannot be read: Input/output error\n")


def test_one_seed_of_nothing_that_shows_stops_no_other(site: Site) -> None:
    site.seed("a.txt", SEED)
    site.seed("b.txt", "date 2025-07-22\n\u200b\n\n\u200b \ufeff\n\n\u200b\n")
    ran = site.build()
    assert (ran.status, ran.err.split(": ")[1]) == (1, "no text below the header\n")
    assert site.titles() == ["A drone over France"]


HOSTILE = {
    "dots": "Text " + "." * 1_000_000 + "x",
    "marks of all kinds": "Text " + "!?…" * 300_000 + "x",
    "blanks": "Text" + " " * 1_000_000 + "x",
    "blanks and then updated": " " * 1_000_000 + "updated",
    "tabs between the words of a phrase": "loitering" + "\t" * 1_000_000 + "x munition",
    "abbreviations": "Mr. " * 250_000,
    "quotes": "Text." + "\"'”" * 150_000,
    "apostrophes": "l'" * 500_000,
    "dotted letters": "a." * 500_000,
    "accents on one letter": "e" + "\u0301" * 400_000,
    "folded lines": "\nTitle: x\n" + " x\n" * 300_000,
    "lines": "Text" + "\n" * 1_000_000 + "x",
}


#: The same in Markdown.
HOSTILE_MARKDOWN = {
    "addresses without a scheme": "://" * 340_000,
    "addresses of an unknown scheme": "a://b " * 170_000,
}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(pytest.param("a.txt", text, id=name) for name, text in HOSTILE.items()),
        *(pytest.param("a.md", text, id=name, marks=pytest.mark.slow) for name, text in HOSTILE_MARKDOWN.items()),
    ],
)
def test_a_hostile_mebibyte_does_not_hold_up_the_build(site: Site, name: str, text: str) -> None:
    """Each of these took hours with a pattern of quadratic cost; seconds are the difference."""
    site.config(CONFIG.replace("drones]", "drones, loitering munition]"))
    site.seed(name, "date 2025-07-22" + ("" if text[0] in " \n" else " ") + text)
    assert command(site, "build").returncode in (0, 1)  # within the time limit of `command`


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_reported(site: Site) -> None:
    site.seed("a.txt", SEED).chmod(0)
    assert site.build().err == "seeds/a.txt: cannot be read: Permission denied\n"


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_no_locale_makes_it_stumble(site: Site, locale: str) -> None:
    site.seed("Київ.txt", "no date – but a title")
    ran = command(site, "build", LC_ALL=locale, PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr


def test_a_name_that_is_no_utf_8_is_shown_and_published(site: Site) -> None:
    name = os.fsencode(site.seeds) + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_text(SEED)
    Path(os.fsdecode(name[:-4] + b"2.txt")).write_text("no date")
    ran = command(site, "build", "--json")
    assert ran.returncode == 1
    assert ran.stderr.startswith("seeds/caf\\udce92.txt:1: no date")
    assert json.loads(ran.stdout)["entries"] == 1
    assert site.feed().entries[0].id == "https://drones.example.org/feeds/caf%E9"


def test_ctrl_c_leaves_no_traceback(site: Site) -> None:
    for number in range(400):
        site.seed(f"{number}.txt", SEED + " Text." * 2000)
    with subprocess.Popen(
        [sys.executable, "-m", "seedfeed", "build"],
        cwd=site.folder,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background job ignores it
    ) as process:
        while not site.feeds.exists():  # it has begun
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == "seedfeed: interrupted; every document is whole\n"


def test_a_reader_that_goes_away_is_no_error(site: Site) -> None:
    site.seed("a.txt", SEED)
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run(
        [sys.executable, "-m", "seedfeed", "build"],
        cwd=site.folder,
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize("stream", ["1>&-", "2>&-", "1>&- 2>&-"])
def test_a_closed_stream_is_no_error(site: Site, stream: str) -> None:
    site.seed("a.txt", SEED)
    site.seed("b.txt", "no date")
    ran = subprocess.run(
        f"{sys.executable} -m seedfeed build {stream}",
        shell=True,
        cwd=site.folder,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 1
    assert b"Traceback" not in ran.stdout + ran.stderr
    assert site.titles() == ["A drone over France"]


def test_a_report_that_fits_on_no_disk_is_no_bug(site: Site) -> None:
    site.seed("a.txt", SEED)
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "seedfeed", "build"],
            cwd=site.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (3, b"seedfeed: No space left on device\n")
    assert site.titles() == ["A drone over France"]


def test_a_bug_is_one_line_that_says_how_to_see_more(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    import seedfeed.pipeline

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("on\nfire")

    monkeypatch.setattr(seedfeed.pipeline, "build", broken)
    ran = site.build()
    assert ran.status == 3
    assert ran.err.startswith("seedfeed: a bug, please report it: RuntimeError: on\\x0afire\n")


def test_too_little_memory_is_no_bug(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    import seedfeed.pipeline

    def greedy(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(seedfeed.pipeline, "build", greedy)
    ran = site.build()
    assert (ran.status, ran.err) == (3, "seedfeed: too little memory; every document is whole\n")


def test_colour_is_for_terminals_and_respects_no_color(site: Site) -> None:
    site.seed("a.txt", SEED)

    def shown(**environment: str) -> bytes:
        import pty

        leader, follower = pty.openpty()
        subprocess.run(
            [sys.executable, "-m", "seedfeed", "explain", "seeds/a.txt"],
            cwd=site.folder,
            env=os.environ | {"TERM": "xterm"} | environment,
            stdout=follower,
            check=True,
        )
        os.close(follower)
        seen = os.read(leader, 4096)
        os.close(leader)
        return seen

    assert b"\033[" in shown(NO_COLOR="")
    assert b"\033[" not in shown(NO_COLOR="1")
    assert "\033[" not in command(site, "explain", "seeds/a.txt").stdout


def test_a_folder_without_tags_and_seeds_gives_an_empty_feed(site: Site) -> None:
    site.config("title: T\nurl: https://drones.example.org/feeds/\n")
    ran = site.build()
    assert (ran.status, ran.out) == (0, "0 seeds: 0 entries. feeds/: 4 written, 0 unchanged.\n")
    assert ran.err == "seeds: notice: no seeds; put .txt or .md files there\n"
    assert site.feed().feed.updated == "1970-01-01T00:00:00Z"


def test_paths_in_the_config_are_relative_to_it(site: Site) -> None:
    site.config(CONFIG + "seeds: ../clippings\noutput: ../www/out\n")
    (site.folder / "deep").mkdir()
    (site.folder / "config.yaml").rename(site.folder / "deep" / "config.yaml")
    (site.folder / "clippings").mkdir()
    (site.folder / "clippings" / "a.txt").write_text("no date")
    ran = site.run("build", "--config", "deep/config.yaml")
    assert ran.status == 1
    assert ran.err.startswith("../clippings/a.txt:1: no date")
    assert (site.folder / "www" / "out" / "feed.atom").is_file()


def test_long_work_shows_how_far_it_has_come_on_a_terminal_only(site: Site) -> None:
    for number in range(1501):
        site.seed(
            f"{number}.txt",
            "date 2025-07-22 A drone.\n\n" + "Twelve words, and a full stop, so that there is work. " * 800,
        )
    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", "seedfeed", "build", "--rebuild"]
    with subprocess.Popen(command, cwd=site.folder, stdout=subprocess.DEVNULL, stderr=terminal) as process:
        os.close(terminal)
        shown = b""
        while chunk := read_from(master):
            shown += chunk
    os.close(master)
    assert process.returncode == 0
    assert re.search(rb"\r(reading|writing): +\d+% \|", shown)
    ran = subprocess.run(command, cwd=site.folder, capture_output=True, text=True, check=True)
    assert "reading" not in ran.stdout + ran.stderr


def read_from(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that nobody is left at the other end
        return b""
