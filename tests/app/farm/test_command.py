import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from tests.app.fakes import picture_file
from tests.app.farm.crews import draw_folder, load_fake

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in a folder with pages, with a fake reader."""
    draw_folder(tmp_path / "scans", 3)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, ["batch", *words, "--workers", "1"], obj=load_fake)


def rows(folder: Path) -> list[dict[str, object]]:
    lines = (line for part in sorted(folder.glob("part-*.jsonl")) for line in part.read_text().splitlines())
    return [json.loads(line) for line in lines]


def test_a_folder_becomes_rows_and_is_not_read_again(run: Run, tmp_path: Path) -> None:
    answer = run("scans", "parts")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert answer.stderr.startswith("3 pages in")
    assert sorted(str(row["file"]) for row in rows(tmp_path / "parts")) == [
        str(tmp_path / "scans" / f"00{number}.png") for number in range(3)
    ]
    assert {(row["text"], row["model"], row["engine"]) for row in rows(tmp_path / "parts")} == {
        ("HI YOU\n4 O", "fakenet", "glyph")
    }
    assert "3 of 3 files were read before" in run("scans", "parts").stderr


def test_what_cannot_be_read_is_listed_each_time_until_it_is_read_again(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "scans" / "bad.png"
    bad.write_bytes(b"")
    for _ in range(2):
        answer = run("scans", "parts")
        assert answer.exit_code == 2
        assert f"{bad}: The file is empty" in answer.stderr
        assert "1 could not be read" in answer.stderr
    bad.write_bytes(picture_file())
    assert run("scans", "parts", "--retry").exit_code == 0
    assert len(rows(tmp_path / "parts")) == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("missing", "parts"), "There is no picture at missing"),
        (("scans", "scans/000.png"), "Cannot write"),
        (("scans", "parts", "--charset", "greek"), "There is no charset 'greek'"),
        (("scans", "parts", "--ray", "127.0.0.1:1"), "There is no Ray cluster at 127.0.0.1:1"),
        (("gopher://scans", "parts"), "cannot be opened"),
    ],
    ids=["no source", "no folder", "charset", "no cluster", "no such url"],
)
def test_what_cannot_be_done_is_one_line(run: Run, words: tuple[str, ...], said: str) -> None:
    answer = run(*words)
    assert (answer.exit_code, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert said in answer.stderr


def test_other_options_need_another_folder(run: Run) -> None:
    assert run("scans", "parts").exit_code == 0
    answer = run("scans", "parts", "--charset", "digits")
    assert answer.exit_code == 2
    assert "Choose another folder" in answer.stderr
