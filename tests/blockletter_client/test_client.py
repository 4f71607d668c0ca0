"""The client against a service that listens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from app.profiles.store import ProfileStore
from app.secret_keys import new_key
from app.settings import Settings
from blockletter_client import Box, Client, OtherValue, RefusedError
from model.decode import Picture
from tests.app.fakes import FakeReader, picture_file
from tests.app.live import listening
from tests.model.documents import pdf_of, sheet, tiff_of
from tests.model.fields.test_template import FIELD, document


@pytest.fixture(scope="module")
def reader() -> FakeReader:
    return FakeReader()


@pytest.fixture(scope="module")
def client(reader: FakeReader) -> Iterator[Client]:
    with listening(Settings(concurrent_reads=2), reader) as address:
        yield Client(address)


def test_a_page_comes_back_with_lines_glyphs_and_boxes(client: Client, tmp_path: Path) -> None:
    path = tmp_path / 'a "note".png'
    path.write_bytes(picture_file())
    page = client.read_page(path)
    assert (page.text, page.number, page.width, page.height, page.model) == ("HI YOU\n4 O", 1, 400, 200, "fakenet")
    assert page.lines[0].words[1].text == "YOU"
    unsure = page.glyphs[-1]
    assert (unsure.letter, unsure.confidence, unsure.box) == ("O", 0.41, Box(80, 120, 100, 150))
    assert [(other.letter, other.confidence) for other in unsure.alternatives] == [("?", 0.59)]


def test_several_files_come_page_by_page_with_their_names(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_of([sheet(200)] * 3))
    pages = list(client.read(path, picture_file(), b"no picture", pages=""))
    assert [(page.file, page.number) for page in pages] == [
        ("scan.pdf", 1), ("scan.pdf", 2), ("scan.pdf", 3), ("upload", 1), ("upload", 0),
    ]  # fmt: skip
    assert [page.problem is None for page in pages] == [True] * 4 + [False]
    assert pages[4].problem is not None
    assert pages[4].problem.status == 415


def test_options_are_written_as_the_service_wants_them(client: Client, reader: FakeReader) -> None:
    client.read_page(picture_file(), charset="digits", alternatives=0, deskew=False, min_confidence=0.25)
    options = reader.options[-1]
    assert options is not None
    assert (options.charset, options.alternatives, options.deskew, options.min_confidence) == ("digits", 0, False, 0.25)


def test_fields_come_page_by_page_with_their_values(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    path.write_text(document(FIELD, name="Form 7"), encoding="utf-8")
    for template in (path, path.read_bytes()):
        first, bad = client.read_fields(template, picture_file(), b"no picture", alternatives=1)
        assert (first.file, first.number, first.model, first.needs_review) == ("upload", 1, "fakenet", True)
        assert first.values == {"surname": "HI"}
        assert [(own.reasons, own.alternatives, own.box) for own in first.fields] == [
            (("low-confidence",), (OtherValue("H1", 0.2),), Box(0, 0, 40, 20))
        ]
        assert bad.problem is not None
        assert bad.problem.status == 415


def test_a_template_that_is_wrong_is_refused(client: Client) -> None:
    with pytest.raises(RefusedError, match="has no fields"):
        list(client.read_fields(document().encode(), picture_file()))


def test_a_profile_is_asked_for(reader: FakeReader, tmp_path: Path) -> None:
    settings = Settings(concurrent_reads=1, corrections=f"sqlite:///{tmp_path / 'kept.db'}")
    store = ProfileStore.open(f"sqlite:///{tmp_path / 'kept.db'}")
    store.add("anna", np.ones((1, 28, 28), np.uint8), ["A"])
    store.close()
    with listening(settings, reader) as address:
        client, template = Client(address), document(FIELD).encode()
        list(client.read_fields(template, picture_file(), profile="anna"))
        with pytest.raises(RefusedError, match="Check the name of the profile"):
            list(client.read_fields(template, picture_file(), profile="eva"))
    options = reader.form_options[-1]
    assert options is not None
    assert options.hand is not None
    assert options.hand.letters == ("A",)


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-"), ("csv", b"file,page"), ("png", b"\x89PNG")])
def test_other_formats_come_as_bytes(client: Client, form: str, start: bytes) -> None:
    assert client.convert(picture_file(), format=form).startswith(start)


def test_a_refusal_says_what_to_do(client: Client) -> None:
    with pytest.raises(RefusedError, match="Choose the picture again") as caught:
        client.read_page(b"")
    assert (caught.value.problem.status, caught.value.problem.type) == (422, "urn:blockletter:problem:empty-picture")


def test_the_first_page_of_several_is_the_one_that_is_meant(client: Client) -> None:
    document = tiff_of([sheet(200, 100, 60), sheet(200, 110, 60)])
    assert client.read_page(document).width == 100
    assert client.read_page(document, pages="2").width == 110


def test_the_card_is_shown(client: Client) -> None:
    assert client.model()["name"] == "fakenet"


def test_a_file_that_is_not_there_is_one(client: Client, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        client.read_page(tmp_path / "missing.png")


def test_a_key_opens_a_service_that_wants_one() -> None:
    key, hashed = new_key()
    with listening(Settings(concurrent_reads=1, api_keys=(hashed,)), FakeReader()) as address:
        assert Client(address, key).read_page(picture_file()).text
        with pytest.raises(RefusedError, match="Send a key"):
            Client(address).read_page(picture_file())


def test_it_comes_back_where_the_service_is_busy() -> None:
    go, begun = Event(), Event()

    def hold(picture: Picture) -> None:
        if picture.width == 300:
            begun.set()
            assert go.wait(10)

    with listening(Settings(concurrent_reads=1, waiting_reads=0), FakeReader(before=hold)) as address:
        first = Thread(target=Client(address).read_page, args=[picture_file(width=300)])
        first.start()
        assert begun.wait(10)
        with pytest.raises(RefusedError, match="Wait a second"):
            Client(address, patience_s=0).read_page(picture_file())
        Thread(target=go.set).start()
        assert Client(address).read_page(picture_file()).text
        first.join()


def test_an_answer_from_something_else_is_a_refusal_too(client: Client) -> None:
    with pytest.raises(RefusedError) as caught:
        Client(f"{client._address}/elsewhere").model()
    assert caught.value.problem.status == 404
