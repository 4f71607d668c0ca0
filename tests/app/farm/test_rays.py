"""On a cluster of this machine: what Ray does with a worker that dies is no matter for a fake."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cluster.connect import LOCAL, connect, disconnect
from app.farm.batch import FarmSettings, read_batch
from app.farm.forms import Parquet
from app.farm.ledger import Ledger
from app.farm.rays import RayCrew
from app.farm.store import FolderStore
from model.errors import ClusterError
from tests.app.fakes import picture_file
from tests.app.farm.crews import DEADLY_WIDTH, draw_folder, mortal_order

#: Ray warns of its own deprecations, and leaves sockets to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def cluster() -> Iterator[None]:
    connect(LOCAL, cores=2)
    yield
    disconnect()


@pytest.mark.usefixtures("cluster")
def test_a_cluster_reads_everything_but_what_kills_its_workers(tmp_path: Path) -> None:
    files = draw_folder(tmp_path / "scans", 8)
    Path(files[3]).write_bytes(picture_file(width=DEADLY_WIDTH))
    ledger = Ledger(FolderStore(tmp_path / "parts"), Parquet())
    read_batch(files, RayCrew(mortal_order(), 2, LOCAL), ledger, settings=FarmSettings(files_a_part=2))
    assert {file: pages for file, pages in ledger.pages.items() if not pages} == {files[3]: 0}
    assert set(ledger.pages) == set(files)


def test_a_cluster_that_is_not_there_is_one_line() -> None:
    with pytest.raises(ClusterError, match="There is no Ray cluster at 127"):
        connect("127.0.0.1:1")
