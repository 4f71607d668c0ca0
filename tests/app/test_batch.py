from pathlib import Path

import pytest

from app.batch import FileReading, find_files, read_file, read_files
from model.elements import Page
from model.errors import EmptyPictureError
from model.options import ReadOptions
from tests.app.fakes import FakeReader, picture_file


def reading(file: str) -> FileReading:
    return FileReading(file, Page(1, 1), "fakenet", "glyph", 1.0)


def test_a_folder_stands_for_its_pictures(tmp_path: Path) -> None:
    for name in ("b.png", "a.JPG", "notes.txt", "a.annotated.png"):
        (tmp_path / name).touch()
    (tmp_path / "deeper.png").mkdir()
    found = find_files([str(tmp_path), "missing.png", "-"])
    assert found == [str(tmp_path / "a.JPG"), str(tmp_path / "b.png"), "missing.png", "-"]


def test_a_folder_without_pictures_stays_to_be_complained_about(tmp_path: Path) -> None:
    assert find_files([str(tmp_path)]) == [str(tmp_path)]


@pytest.mark.parametrize("draw", [True, False])
def test_a_file_is_read_and_drawn_where_asked(tmp_path: Path, draw: bool) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(picture_file())
    answer = read_file(str(path), FakeReader(), ReadOptions(), draw)
    assert (answer.file, answer.model, answer.page.width) == (str(path), "fakenet", 400)
    assert (answer.annotated is not None) is draw


def test_bad_files_do_not_stop_the_others() -> None:
    put: list[str] = []
    complaints: list[tuple[str, str]] = []

    def read(file: str) -> FileReading:
        if file == "empty":
            raise EmptyPictureError
        if file == "missing":
            raise FileNotFoundError(2, "No such file or directory", file)
        return reading(file)

    unread = read_files(
        ["a", "empty", "missing", "b"], read, lambda done: put.append(done.file), lambda *said: complaints.append(said)
    )
    assert (unread, put) == (2, ["a", "b"])
    assert [file for file, _ in complaints] == ["empty", "missing"]
    assert complaints[1][1].startswith("No such file or directory")


def test_an_error_in_writing_is_not_taken_for_one_in_reading() -> None:
    def put(_: FileReading) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        read_files(["a"], reading, put, lambda *_: None)
