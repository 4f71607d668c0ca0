import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.errors import OnePageError
from app.outputs import free_name, to_folder, to_neighbours, to_stdout
from model.formats.catalogue import FORMATS
from model.formats.reading import PageReading
from tests.model.formats.pages import BLANK, reading


@dataclass
class FakeBatch:
    """Files that have been read already: names with the number of their pages; a file without pages was bad."""

    files: dict[str, int]

    def documents(self) -> Iterator[tuple[str, Iterator[PageReading]]]:
        for file, count in self.files.items():
            yield file, iter([reading(file=file, number=number, picture=True) for number in range(1, count + 1)])

    def readings(self) -> Iterator[PageReading]:
        return (page for _, pages in self.documents() for page in pages)


def test_names_are_never_used_twice() -> None:
    taken: set[str] = set()
    names = [free_name(file, taken) for file in ("a.png", "a.jpg", "x/a.jpg", "y/a.jpg", "b.c.png", "-")]
    assert names == ["a", "a.jpg", "a.jpg-2", "a.jpg-3", "b.c", "stdin"]


EXPECTED = {
    "json": {"a.json", "b.json"},
    "ndjson": {"readings.jsonl"},
    "text": {"a.txt", "b.txt"},
    "csv": {"a.csv", "b.csv"},
    "tsv": {"a.tsv", "b.tsv"},
    "hocr": {"a.hocr", "b.hocr"},
    "alto": {"a.alto.xml", "b.alto.xml"},
    "page": {"a.page.xml", "b.page.xml", "b-2.page.xml"},
    "pdf": {"a.searchable.pdf", "b.searchable.pdf"},
    "png": {"a.annotated.png", "b.annotated.png", "b-2.annotated.png"},
    "jpeg": {"a.annotated.jpg", "b.annotated.jpg", "b-2.annotated.jpg"},
}


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_a_folder_gets_a_file_each_and_none_for_a_bad_one(tmp_path: Path, form: object) -> None:
    form = FORMATS[form.name]  # type: ignore[attr-defined]
    folder = tmp_path / "new" / "folder"
    to_folder(FakeBatch({"a.png": 1, "bad.png": 0, "b.tif": 2}), form, folder)  # type: ignore[arg-type]
    assert {path.name for path in folder.iterdir()} == EXPECTED[form.name]
    assert all(path.stat().st_size for path in folder.iterdir())


def test_json_lines_are_there_as_each_is_read(tmp_path: Path) -> None:
    lines = tmp_path / "readings.jsonl"
    counts = []

    class Watched(FakeBatch):
        def readings(self) -> Iterator[PageReading]:
            for page in super().readings():
                counts.append(len(lines.read_text().splitlines()))
                yield page

    to_folder(Watched({"a.png": 1, "b.png": 2}), FORMATS["ndjson"], tmp_path)  # type: ignore[arg-type]
    assert counts == [0, 1, 2]


def test_text_of_several_files_has_headers(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    to_stdout(FakeBatch({"a.png": 1, "bad.png": 0, "b.tif": 2}), FORMATS["text"], several=True)  # type: ignore[arg-type]
    page = b"HI YOU\n4 O\n"
    assert capsysbinary.readouterr().out == b"==> a.png <==\n" + page + b"\n==> b.tif <==\n" + page + b"\f" + page


@pytest.mark.parametrize("count", [2, 3])
def test_json_of_several_pages_is_a_document(capsysbinary: pytest.CaptureFixture[bytes], count: int) -> None:
    files = {f"{number}.png": 1 for number in range(count)}
    to_stdout(FakeBatch(files), FORMATS["json"], several=True)  # type: ignore[arg-type]
    document = json.loads(capsysbinary.readouterr().out)
    assert [page["file"] for page in document["pages"]] == list(files)


def test_json_of_one_file_is_an_object(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    to_stdout(FakeBatch({"a.png": 1}), FORMATS["json"], several=False)  # type: ignore[arg-type]
    assert json.loads(capsysbinary.readouterr().out)["text"] == "HI YOU\n4 O"


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_written_where_nothing_was_read(capsysbinary: pytest.CaptureFixture[bytes], form: str) -> None:
    to_stdout(FakeBatch({"bad.png": 0}), FORMATS[form], several=False)  # type: ignore[arg-type]
    assert capsysbinary.readouterr().out == b""


def test_one_picture_goes_to_standard_output_as_it_is(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    to_stdout(FakeBatch({"a.png": 1}), FORMATS["png"], several=False)  # type: ignore[arg-type]
    assert capsysbinary.readouterr().out.startswith(b"\x89PNG")


def test_two_pictures_do_not_go_to_standard_output() -> None:
    with pytest.raises(OnePageError, match="png holds one page"):
        to_stdout(FakeBatch({"a.tif": 2}), FORMATS["png"], several=False)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_what_stands_beside_a_picture_never_replaces_it(
    tmp_path: Path, form: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    sources = [tmp_path / "a.png", tmp_path / "a.pdf", tmp_path / "a.jpg"]
    for source in sources:
        source.write_bytes(b"mine")
    to_neighbours(FakeBatch({str(source): 1 for source in sources}), FORMATS[form])  # type: ignore[arg-type]
    assert all(source.read_bytes() == b"mine" for source in sources)
    suffix = FORMATS[form].suffix
    written = [tmp_path / f"{name}{suffix}" for name in ("a", "a.pdf", "a.jpg")]
    assert all(path.stat().st_size > 100 for path in written)
    assert capsysbinary.readouterr().out.decode().splitlines() == [str(path) for path in written]


def test_a_blank_page_is_an_empty_text(tmp_path: Path) -> None:
    class Blank(FakeBatch):
        def documents(self) -> Iterator[tuple[str, Iterator[PageReading]]]:
            yield "a.png", iter([reading(BLANK)])

    to_folder(Blank({}), FORMATS["text"], tmp_path)  # type: ignore[arg-type]
    assert (tmp_path / "a.txt").read_bytes() == b""
