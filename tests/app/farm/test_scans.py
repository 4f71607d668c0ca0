import os
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from app.farm.scans import find_scans, open_scan
from model.errors import BatchError
from tests.app.fakes import picture_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.png", "a.JPG", "deep/er/c.pdf", "notes.txt", "a.annotated.png", ".hidden.png", "odd.scan"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture_file())
    return tmp_path


def below(folder: Path, *names: str) -> list[str]:
    return [str(folder / name) for name in names]


def test_a_folder_stands_for_all_pictures_below_it(folder: Path) -> None:
    assert find_scans([str(folder)]) == below(folder, "a.JPG", "b.png", "deep/er/c.pdf")


def test_files_and_globs_are_taken_at_their_word(folder: Path) -> None:
    assert find_scans([str(folder / "odd.scan")]) == below(folder, "odd.scan")
    assert find_scans([str(folder / "**" / "*.pdf")]) == below(folder, "deep/er/c.pdf")


def test_what_is_named_twice_is_read_once_under_one_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert find_scans([".", "b.png", str(folder), "deep/../b.png"]) == find_scans([str(folder)])


@pytest.mark.parametrize("source", ["missing.png", "*.bmp", "empty", "memory://nowhere"])
def test_nothing_at_a_source_is_said_at_once(folder: Path, source: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(BatchError, match="no picture at"):
        find_scans([str(folder), source if ":" in source else str(folder / source)])


def test_a_name_that_rows_cannot_hold_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.png")).write_bytes(picture_file())
    with pytest.raises(BatchError, match="Rename the file"):
        find_scans([str(tmp_path)])


@pytest.fixture
def bucket() -> str:
    system = MemoryFileSystem()
    for name in ("a.png", "deep/b.tif", "notes.txt"):
        system.pipe_file(f"/scans/{name}", picture_file())
    return "memory://scans"


def test_urls_work_like_paths(bucket: str) -> None:
    assert find_scans([bucket]) == ["memory:///scans/a.png", "memory:///scans/deep/b.tif"]
    assert find_scans([f"{bucket}/**/*.tif"]) == ["memory:///scans/deep/b.tif"]
    assert find_scans([f"{bucket}/a.png"]) == ["memory:///scans/a.png"]


def test_files_are_opened_wherever_they_are(bucket: str, folder: Path) -> None:
    for name in (*find_scans([bucket]), str(folder / "b.png"), f"file://{folder}/b.png"):
        with open_scan(name) as file:
            assert file.read() == picture_file()


def test_an_unknown_kind_of_url_says_so() -> None:
    with pytest.raises(BatchError, match="cannot be opened"):
        find_scans(["gopher://scans"])
