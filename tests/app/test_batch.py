from pathlib import Path

import pytest

from app.batch import Batch, find_files
from app.reading import ReadPage
from model.formats.reading import PageReading
from model.options import ReadOptions
from model.picture.sources import PageSelection
from tests.app.fakes import FakeReader, picture_file
from tests.model.documents import pdf_of, sheet, tiff_of

Complaints = list[tuple[str, str]]


def batch(
    files: list[Path | str], complaints: Complaints, pages: str = "", preview_side: int = 0
) -> Batch[PageReading]:
    selection = PageSelection.parse(pages)
    return Batch(
        [str(file) for file in files], FakeReader(), ReadPage(ReadOptions()), selection, preview_side,
        lambda *said: complaints.append(said),
    )  # fmt: skip


def test_a_folder_stands_for_its_pictures(tmp_path: Path) -> None:
    for name in ("b.png", "a.JPG", "c.pdf", "notes.txt", "a.annotated.png", "b.annotated.jpg", "c.searchable.pdf"):
        (tmp_path / name).touch()
    (tmp_path / "deeper.png").mkdir()
    found = find_files([str(tmp_path), "missing.png", "-"])
    assert found == [*(str(tmp_path / name) for name in ("a.JPG", "b.png", "c.pdf")), "missing.png", "-"]


def test_a_folder_without_pictures_stays_to_be_complained_about(tmp_path: Path) -> None:
    assert find_files([str(tmp_path)]) == [str(tmp_path)]


@pytest.mark.parametrize("side", [0, 100])
def test_a_file_is_read_with_a_picture_where_it_is_wanted(tmp_path: Path, side: int) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(picture_file())
    (answer,) = batch([path], [], preview_side=side).readings()
    assert (answer.file, answer.number, answer.model, answer.page.width) == (str(path), 1, "fakenet", 400)
    assert (answer.preview is not None) is (side > 0)


@pytest.mark.parametrize(("pages", "expected"), [("", [1, 2, 3]), ("2-", [2, 3]), ("1,3", [1, 3])])
def test_all_pages_of_documents_are_read(tmp_path: Path, pages: str, expected: list[int]) -> None:
    for name, write in (("a.tif", tiff_of), ("b.pdf", pdf_of)):
        (tmp_path / name).write_bytes(write([sheet(200)] * 3))
    found = [
        (Path(reading.file).name, reading.number)
        for reading in batch([tmp_path / "a.tif", tmp_path / "b.pdf"], [], pages).readings()
    ]
    assert found == [(name, number) for name in ("a.tif", "b.pdf") for number in expected]


def test_bad_files_do_not_stop_the_others(tmp_path: Path) -> None:
    good, empty, folder = tmp_path / "good.png", tmp_path / "empty.png", tmp_path / "folder"
    good.write_bytes(picture_file())
    empty.touch()
    folder.mkdir()
    complaints: Complaints = []
    work = batch([good, empty, tmp_path / "missing", folder, good], complaints)
    assert [reading.file for reading in work.readings()] == [str(good)] * 2
    assert work.unread == 3
    assert [Path(file).name for file, _ in complaints] == ["empty.png", "missing", "folder"]
    assert "The file is empty" in complaints[0][1]
    assert complaints[1][1].startswith("No such file or directory")
    assert "no picture in this folder" in complaints[2][1]


def test_a_bad_page_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(tiff_of([sheet(200), sheet(255, 8000, 6000).convert("1"), sheet(150)]))
    complaints: Complaints = []
    work = batch([path], complaints)
    assert [reading.number for reading in work.readings()] == [1, 3]
    assert (work.unread, complaints[0][0]) == (1, f"{path}, page 2")
    assert "8000 x 6000 pixels" in complaints[0][1]
