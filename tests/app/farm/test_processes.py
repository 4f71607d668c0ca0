from pathlib import Path

from app.farm.batch import FarmSettings, read_batch
from app.farm.forms import JsonLines
from app.farm.ledger import Ledger
from app.farm.processes import Processes
from app.farm.store import FolderStore
from tests.app.fakes import picture_file
from tests.app.farm.crews import DEADLY_WIDTH, draw_folder, mortal_order


def test_processes_read_everything_but_what_kills_them(tmp_path: Path) -> None:
    files = draw_folder(tmp_path / "scans", 12)
    Path(files[3]).write_bytes(picture_file(width=DEADLY_WIDTH))
    ledger = Ledger(FolderStore(tmp_path / "parts"), JsonLines())
    read_batch(files, Processes(mortal_order(), 2), ledger, settings=FarmSettings(files_a_part=3))
    assert {file: pages for file, pages in ledger.pages.items() if not pages} == {files[3]: 0}
    assert set(ledger.pages) == set(files)
    assert [row.file for row in ledger.problems] == [files[3]]
