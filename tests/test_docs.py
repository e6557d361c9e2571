"""README and docs/: what they show is what happens."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from seedfeed.cli.main import COMMANDS, main
from seedfeed.config.keys import parse_config
from seedfeed.config.table import AUTHOR, CONFIG, FEED, TAG
from seedfeed.tags.inflections import LANGUAGES
from tests.helpers import Site

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
#: What the commands of other people do here: nothing, and well.
STUBS = ("aws", "docker", "sudo", "systemctl", "journalctl")


def blocks(path: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S)


def anchors(path: Path) -> set[str]:
    headings = re.findall("^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_readme_is_short() -> None:
    assert (ROOT / "README.md").read_text(encoding="utf-8").count("\n") < 200


def test_the_readme_opens_with_the_two_commands() -> None:
    build, test, *_ = blocks(ROOT / "README.md", r"\w*")
    assert build.count("\n") == test.count("\n") == 1
    assert build.startswith("python3 -m venv") and "seedfeed build" in build
    assert test.startswith("python3 -m venv") and "pytest" in test


def test_what_the_readme_shows_of_explain_is_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    shown = next(block for block in blocks(ROOT / "README.md", r"\w*") if "seedfeed explain" in block)
    command, _, output = shown.partition("\n")
    arguments = command.split("seedfeed ", 1)[1].split()
    assert main([*arguments, "--config", str(ROOT / "config.yaml")]) == 0
    assert capsys.readouterr().out.strip() == output.strip()


def test_what_the_readme_shows_of_the_config_is_read(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    short, long = (
        block
        for block in blocks(ROOT / "README.md", r"\w*")
        if re.search("^tags:", block, re.M) and "---" not in block
    )
    assert [tag.name for tag in parse_config(short, tmp_path).tags] == ["France", "Ukraine", "drones"]
    head = "title: T\nurl: https://example.org/\n"
    assert [feed.slug for feed in parse_config(head + long, tmp_path).feeds] == ["french-drones"]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path) if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_every_page_of_the_docs_is_linked_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for page in PAGES[1:]:
        assert f"](docs/{page.name}" in readme


def test_what_the_docs_say_of_each_step_is_what_explain_says(site: Site) -> None:
    """A seed, then four configs, each with what `explain` shows of the tags."""
    text = (ROOT / "docs" / "tags.md").read_text(encoding="utf-8").split("## Languages")[0]
    seed, *steps = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    assert len(steps) == 8
    site.seed("talks.txt", seed)
    for config, shown in zip(steps[::2], steps[1::2], strict=True):
        site.config("title: T\nurl: https://drones.example.org/feeds/\n" + config)
        said = site.run("explain", "seeds/talks.txt").out
        assert "".join(re.findall(r"^  (?:tag|near|absent) .*\n", said, re.M)) == shown


def test_the_docs_name_each_language_that_has_rules() -> None:
    names = {
        "en": "English",
        "fr": "French",
        "de": "German",
        "ru": "Russian",
        "uk": "Ukrainian",
        "es": "Spanish",
        "it": "Italian",
        "pt": "Portuguese",
        "nl": "Dutch",
        "pl": "Polish",
        "cs": "Czech",
    }
    text = (ROOT / "docs" / "tags.md").read_text(encoding="utf-8")
    for language in LANGUAGES:
        assert names[language] in text


def test_every_key_of_the_config_is_in_the_docs_as_the_table_has_it(tmp_path: Path) -> None:
    page = ROOT / "docs" / "config.md"
    rows = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \|$", page.read_text(encoding="utf-8"), re.M)
    tables = (CONFIG, AUTHOR, TAG, FEED)
    assert rows == [(name, key.about, key.default) for table in tables for name, key in table.items()]
    (tmp_path / "seeds").mkdir()
    for block in blocks(page, "yaml"):
        parse_config(block, tmp_path)


def test_each_command_is_named_and_each_option_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"seedfeed {name}" in text
        with pytest.raises(SystemExit):
            main([name, "--help"])
        said = re.sub(r"\n {10,}", " ", capsys.readouterr().out)
        for option, words in re.findall(r"^  (--[a-z-]+)(?: [A-Z]+| \{.*?\})?(.*)$", said, re.M):
            assert words.strip(), f"{name} {option}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project, as a reader has it who has just installed it and made feeds of their own."""
    monkeypatch.chdir(tmp_path)
    bin_folder = tmp_path / ".venv" / "bin"
    bin_folder.mkdir(parents=True)
    for name, command in (
        ("seedfeed", f"{shlex.quote(sys.executable)} -m seedfeed"),
        *((stub, ":") for stub in STUBS),
    ):
        (bin_folder / name).write_text(f'#!/bin/sh\n{command} "$@"\n')
        (bin_folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_folder}:{os.environ['PATH']}")
    assert main(["init", "my-feeds"]) == 0
    config = tmp_path / "my-feeds" / "config.yaml"
    text = config.read_text(encoding="utf-8").replace("https://example.org/feeds/ ", "http://127.0.0.1:1/feeds/ ")
    config.write_text(f"{text}\nhub: http://127.0.0.1:1/\n", encoding="utf-8")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_block_of_commands_runs(page: Path, folder: Path) -> None:
    first = 2 if page.name == "README.md" else 0  # these two install, and are run by .ci/run
    for block in blocks(page, "sh")[first:]:
        if "seedfeed serve" in block:  # runs until somebody ends it
            continue
        ran = subprocess.run(["bash", "-euc", block], cwd=folder, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, (block, ran.stderr)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_block_of_yaml_is_yaml(page: Path) -> None:
    for block in blocks(page, "yaml"):
        yaml.safe_load(block)


def test_the_action_deploys_only_what_changed(site: Site) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    step = next(step for step in action["runs"]["steps"] if step.get("id") == "build")
    site.seed("a.txt", "date 2025-07-22 France.")
    said = site.folder / "said"
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "CONFIG": "config.yaml",
        "OUTPUT": "feeds",
        "GITHUB_OUTPUT": str(said),
    }

    def run() -> str:
        said.unlink(missing_ok=True)
        subprocess.run(
            ["bash", "-e", "-c", step["run"]], cwd=site.folder, env=environment, check=True, capture_output=True
        )
        return said.read_text()

    first = run()
    assert "changed=true" in first
    (site.folder / ".seedfeed" / "deployed").write_text(first.split("now=")[1].split("\n")[0] + "\n")
    assert "changed=true" not in run()
    site.seed("b.txt", "date 2025-07-23 Drones.")
    assert "changed=true" in run()


def test_annotations_are_what_github_reads(site: Site) -> None:
    site.seed("a,b:c.txt", "date 2025-99-99 100% wrong")
    ran = site.run("check", "--output-format", "github")
    assert ran.status == 1
    assert ran.out.startswith("::error file=seeds/a%2Cb%3Ac.txt,line=1::")
    assert "%\n" not in ran.out


def test_annotations_name_files_as_the_repository_has_them(site: Site) -> None:
    (site.folder / "desk").mkdir()
    (site.folder / "config.yaml").rename(site.folder / "desk" / "config.yaml")
    site.seeds.rename(site.folder / "desk" / "seeds")
    (site.folder / "desk" / "seeds" / "a.txt").write_text("No date.")
    command = ("check", "--output-format", "github", "--config", "desk/config.yaml")
    assert "::error file=desk/seeds/a.txt,line=1::" in site.run(*command).out
    with (site.folder / "desk" / "config.yaml").open("a") as config:
        config.write("limit: few\n")
    ran = site.run(*command)
    assert ran.status == 2
    assert "::error file=desk/config.yaml,line=4::" in ran.out


def test_shells_can_complete_commands(capsys: pytest.CaptureFixture[str]) -> None:
    for shell in ("bash", "zsh"):
        with pytest.raises(SystemExit):
            main(["--print-completion", shell])
        assert "verify" in capsys.readouterr().out
