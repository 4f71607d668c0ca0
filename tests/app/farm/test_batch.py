from collections import Counter
from pathlib import Path

import pytest

from app.farm.batch import FarmSettings, read_batch
from app.farm.forms import JsonLines
from app.farm.ledger import Ledger
from app.farm.store import FolderStore
from app.farm.worker import Order, Worker
from model.options import ReadOptions
from model.picture.sources import PageSelection
from tests.app.fakes import picture_file
from tests.app.farm.crews import Here, draw_folder, load_fake, order
from tests.model.documents import pdf_of, sheet, tiff_of

SMALL = FarmSettings(files_a_part=4, chunks_a_worker=1)


def ledger_of(folder: Path) -> Ledger:
    return Ledger(FolderStore(folder), JsonLines())


def pages_in(folder: Path) -> Counter[tuple[str, int | None]]:
    parts = (JsonLines().decode(path.read_bytes()) for path in folder.glob("part-*"))
    return Counter((row.file, row.page) for rows in parts for row in rows)


@pytest.mark.parametrize("kills", [1, 2, 3])
def test_a_batch_that_is_interrupted_goes_on_and_reads_each_page_once(tmp_path: Path, kills: int) -> None:
    files, parts = draw_folder(tmp_path / "scans", 30), tmp_path / "parts"
    for _ in range(kills):
        with pytest.raises(KeyboardInterrupt):
            read_batch(files, Here(dies_after=2), ledger_of(parts), settings=SMALL)
    last = Here()
    read_batch(files, last, ledger_of(parts), settings=SMALL)
    assert len(last.read_files) == 30 - kills * 2 * 4
    assert pages_in(parts) == Counter((file, 1) for file in files)


def test_new_files_are_read_when_it_is_started_again(tmp_path: Path) -> None:
    files = draw_folder(tmp_path / "scans", 6)
    read_batch(files[:3], Here(), ledger_of(tmp_path / "parts"))
    crew = Here()
    read_batch(files, crew, ledger_of(tmp_path / "parts"))
    assert crew.read_files == files[3:]


def test_a_file_over_which_workers_die_is_listed_and_takes_no_other_with_it(tmp_path: Path) -> None:
    files, ledger = draw_folder(tmp_path / "scans", 10), ledger_of(tmp_path / "parts")
    read_batch(files, Here(drops=[files[5]]), ledger, settings=SMALL)
    assert set(ledger.pages) == set(files)
    assert [row.file for row in ledger.problems] == [files[5]]
    assert "The worker died" in str(ledger.problems[0].problem)


def test_every_page_of_a_file_is_a_row_and_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(pdf_of([sheet(200)] * 2))
    (tmp_path / "empty.png").write_bytes(b"")
    tiff = bytearray(tiff_of([sheet(200)] * 3))
    (tmp_path / "scan.tif").write_bytes(tiff)
    (tmp_path / "folder.png").mkdir()
    names = [str(tmp_path / name) for name in ("scan.pdf", "empty.png", "scan.tif", "folder.png", "gone.png")]
    rows = Worker(order()).read(names)
    found = [(Path(row.file).name, row.page, row.problem and row.problem.split(".")[0]) for row in rows]
    assert found == [
        ("scan.pdf", 1, None),
        ("scan.pdf", 2, None),
        ("empty.png", None, "The file is empty"),
        ("scan.tif", 1, None),
        ("scan.tif", 2, None),
        ("scan.tif", 3, None),
        ("folder.png", None, "Is a directory"),
        ("gone.png", None, "No such file or directory"),
    ]


def test_pages_that_are_not_there_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture_file())
    picky = Worker(Order("fakenet", ReadOptions(), PageSelection.parse("2"), load_fake))
    assert "There is no page 2" in str(picky.read([str(tmp_path / "a.png")])[0].problem)
