import json
from pathlib import Path

import pytest

from app.batch import FileReading
from app.outputs import free_name, to_folder, to_pictures, to_stdout
from model.formats.picture import AnnotatedPicture
from tests.model.formats.pages import BLANK, PAGE

PICTURE = AnnotatedPicture("image/png", 4, 2, b"\x89PNG")


def reading(file: str, blank: bool = False) -> FileReading:
    return FileReading(file, BLANK if blank else PAGE, "fakenet", "glyph", 12.34, PICTURE)


def test_names_are_never_used_twice() -> None:
    taken: set[str] = set()
    names = [free_name(file, taken) for file in ("a.png", "a.jpg", "x/a.jpg", "y/a.jpg", "b.c.png", "-")]
    assert names == ["a", "a.jpg", "a.jpg-2", "a.jpg-3", "b.c", "stdin"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", {"a.txt": "HI YOU\n4 O\n", "b.txt": ""}),
        ("png", {"a.annotated.png": None, "b.annotated.png": None}),
        ("json", {"a.json": None, "b.json": None}),
        ("jsonl", {"readings.jsonl": None}),
    ],
)
def test_a_folder_gets_one_file_a_picture(tmp_path: Path, form: str, expected: dict[str, str | None]) -> None:
    folder = tmp_path / "new" / "folder"
    with to_folder(form, folder) as put:
        put(reading("a.png"))
        put(reading("b.png", blank=True))
    written = {path.name: path for path in folder.iterdir()}
    assert set(written) == set(expected)
    assert all(written[name].read_text() == text for name, text in expected.items() if text is not None)


def test_json_lines_are_there_as_each_is_read(tmp_path: Path) -> None:
    with to_folder("jsonl", tmp_path) as put:
        for count, name in enumerate(("a.png", "b.png"), 1):
            put(reading(name))
            lines = (tmp_path / "readings.jsonl").read_text().splitlines()
            assert [json.loads(line)["file"] for line in lines] == ["a.png", "b.png"][:count]


def test_text_of_several_files_has_headers(capsys: pytest.CaptureFixture[str]) -> None:
    with to_stdout("text", several=True) as put:
        put(reading("a.png"))
        put(reading("b.png", blank=True))
    assert capsys.readouterr().out == "==> a.png <==\nHI YOU\n4 O\n\n==> b.png <==\n"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_of_several_files_is_an_array(capsys: pytest.CaptureFixture[str], count: int) -> None:
    with to_stdout("json", several=True) as put:
        for number in range(count):
            put(reading(f"{number}.png"))
    assert [row["file"] for row in json.loads(capsys.readouterr().out)] == [f"{n}.png" for n in range(count)]


def test_json_of_one_file_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    with to_stdout("json", several=False) as put:
        put(reading("a.png"))
    assert json.loads(capsys.readouterr().out)["text"] == "HI YOU\n4 O"


def test_one_picture_goes_to_standard_output_as_it_is(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with to_stdout("png", several=False) as put:
        put(reading("a.png"))
    assert capfdbinary.readouterr().out == b"\x89PNG"


def test_a_picture_beside_another_never_replaces_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.png"
    source.write_bytes(b"mine")
    with to_pictures() as put:
        put(reading(str(source)))
        put(reading(str(tmp_path / "a.jpg")))
    assert source.read_bytes() == b"mine"
    written = [tmp_path / "a.annotated.png", tmp_path / "a.jpg.annotated.png"]
    assert [path.read_bytes() for path in written] == [b"\x89PNG"] * 2
    assert capsys.readouterr().out.splitlines() == [str(path) for path in written]
