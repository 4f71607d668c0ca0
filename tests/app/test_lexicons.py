"""Lists of words as a request names or brings them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.lexicons import Lexicons
from model.errors import LexiconError
from tests.app.conftest import Serve
from tests.app.fakes import FakeReader, picture_file

READ = "/api/v1/read"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "names.txt").write_text("Anna\n", encoding="utf-8")
    (lists / "notes.md").write_text("No list.\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("Nobody\n", encoding="utf-8")
    return lists


def test_the_lists_of_a_folder_are_named_by_their_files(folder: Path) -> None:
    assert Lexicons(folder).names == ["names"]
    assert Lexicons(None).names == Lexicons(folder / "missing").names == []


def test_a_list_that_changes_is_read_anew(folder: Path) -> None:
    lexicons = Lexicons(folder)
    before = lexicons.choose("names", None)
    assert before is lexicons.choose("names", None)
    (folder / "names.txt").write_text("Otto\n", encoding="utf-8")
    after = lexicons.choose("names", None)
    assert after is not None
    assert after.written == (("Otto",),)


@pytest.mark.parametrize("name", ["towns", "../secret", "names.txt", "notes", "/etc/passwd"])
def test_nothing_but_the_lists_of_the_folder_can_be_named(folder: Path, name: str) -> None:
    with pytest.raises(LexiconError, match="names"):
        Lexicons(folder).choose(name, None)


def test_one_list_at_a_time(folder: Path) -> None:
    with pytest.raises(LexiconError, match="not both"):
        Lexicons(folder).choose("names", io.BytesIO(b"Otto\n"))


def test_a_request_names_a_list_or_brings_its_own(serve: Serve, folder: Path) -> None:
    reader = FakeReader()
    client = serve(reader, lexicons=folder)
    named = client.post(READ, files={"image": picture_file()}, data={"lexicon": "names", "lexicon_mode": "loose"})
    brought = client.post(
        READ, files={"image": picture_file(), "words": b"Otto\nEva\n"}, data={"lexicon_unit": "word"}
    )
    plain = client.post(READ, files={"image": picture_file()}, data={"words": ""})
    assert [answer.status_code for answer in (named, brought, plain)] == [200] * 3
    first, second, third = (options for options in reader.options[1:] if options)
    assert first.lexicon is not None
    assert first.lexicon.written == (("Anna",),)
    assert (first.lexicon_mode, first.lexicon_unit) == ("loose", "line")
    assert second.lexicon is not None
    assert second.lexicon.written == (("Otto",), ("Eva",))
    assert (second.lexicon_mode, second.lexicon_unit) == ("strict", "word")
    assert third.lexicon is None
    assert client.get("/api/v1/abilities").json()["lexicons"] == ["names"]


@pytest.mark.parametrize(
    ("files", "data"),
    [
        ({}, {"lexicon": "towns"}),
        ({"words": b""}, {}),
        ({"words": b"\xff"}, {}),
    ],
    ids=["unknown", "empty", "no text"],
)
def test_a_list_that_cannot_be_used_is_a_problem(
    serve: Serve, files: dict[str, bytes], data: dict[str, str]
) -> None:
    answer = serve().post(READ, files={"image": picture_file(), **files}, data=data)
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("unusable-words")
