from pathlib import Path

import pytest

from app.farm.forms import JsonLines, Parquet, PartForm
from app.farm.ledger import Ledger
from app.farm.rows import PageRow
from app.farm.store import UNFINISHED, FolderStore, Store, open_store
from model.errors import BatchError
from model.formats.reading import PageReading
from tests.model.formats.pages import BLANK, PAGE

ROW = PageRow.of(PageReading(PAGE, "/scans/a.tif", 1, "fakenet", "glyph"))
SECOND = PageRow.of(PageReading(BLANK, "/scans/a.tif", 2, "fakenet", "glyph"))
BAD_PAGE = PageRow("/scans/b.tif", 2, "damaged")
GOOD_PAGE = PageRow.of(PageReading(PAGE, "/scans/b.tif", 1, "fakenet", "glyph"))
BAD = PageRow("/scans/c.tif", None, "no picture")
FORMS = pytest.mark.parametrize("form", [JsonLines(), Parquet()], ids=["jsonl", "parquet"])


@pytest.fixture(params=["folder", "url"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return open_store({"folder": str(tmp_path / "parts"), "url": f"memory://{tmp_path}/parts"}[request.param])


def test_a_row_holds_the_page() -> None:
    assert (ROW.file, ROW.page, ROW.text, ROW.problem) == ("/scans/a.tif", 1, PAGE.text, None)
    assert ROW.confidence is not None
    assert 0.88 < ROW.confidence < 0.98
    assert ROW.needs_review
    letters = ROW.fields()["glyphs"]
    assert "".join(letter["letter"] for letter in letters) == "HIYOU4O"
    assert [(letter["line"], letter["word"]) for letter in letters][1:3] == [(1, 1), (1, 2)]
    assert letters[0]["box"] == {"left": 20, "top": 40, "right": 40, "bottom": 70}


def test_a_blank_page_is_a_row_without_confidence() -> None:
    assert (SECOND.text, SECOND.confidence, SECOND.needs_review, SECOND.glyphs) == ("", None, False, "[]")


@FORMS
def test_parts_are_read_as_they_were_written(form: PartForm) -> None:
    rows = [ROW, SECOND, BAD_PAGE, BAD]
    assert form.decode(form.encode(rows)) == rows


@FORMS
def test_what_is_kept_is_known_again(store: Store, form: PartForm) -> None:
    ledger = Ledger(store, form)
    ledger.keep([ROW, SECOND])
    ledger.keep([GOOD_PAGE, BAD_PAGE, BAD])
    again = Ledger(store, form)
    assert again.pages == ledger.pages == {"/scans/a.tif": 2, "/scans/b.tif": 1, "/scans/c.tif": 0}
    assert set(again.problems) == {BAD_PAGE, BAD}


@FORMS
def test_forgetting_problems_leaves_no_page_of_their_files(store: Store, form: PartForm) -> None:
    ledger = Ledger(store, form)
    ledger.keep([ROW, SECOND, GOOD_PAGE, BAD_PAGE])
    ledger.keep([BAD])
    ledger.forget_problems()
    for each in (ledger, Ledger(store, form)):
        assert (each.pages, each.problems) == ({"/scans/a.tif": 2}, [])


def test_parts_of_other_options_are_not_mixed(store: Store) -> None:
    ledger = Ledger(store, JsonLines())
    ledger.check_order({"model": "a"})
    ledger.check_order({"model": "a"})
    with pytest.raises(BatchError, match="other options"):
        ledger.check_order({"model": "b"})
    with pytest.raises(BatchError, match="other options"):
        Ledger(store, Parquet()).check_order({"model": "a"})


@FORMS
@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b'{"glyphs": []}'])
def test_a_damaged_part_is_named(store: Store, form: PartForm, content: bytes) -> None:
    store.write(f"part-1{form.suffix}", content)
    with pytest.raises(BatchError, match=f"part-1{form.suffix} is damaged"):
        Ledger(store, form)


def test_what_a_kill_left_unfinished_is_no_part(tmp_path: Path) -> None:
    (tmp_path / f"part-1.jsonl{UNFINISHED}").write_bytes(b'{"file"')
    assert Ledger(FolderStore(tmp_path), JsonLines()).pages == {}
    assert not list(tmp_path.iterdir())


def test_two_batches_do_not_share_a_folder(tmp_path: Path) -> None:
    with (
        FolderStore(tmp_path).alone(),
        pytest.raises(BatchError, match="Another batch writes"),
        FolderStore(tmp_path).alone(),
    ):
        pass
    with FolderStore(tmp_path).alone():
        pass
