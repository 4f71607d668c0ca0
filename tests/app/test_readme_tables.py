"""What the README lists is what there is: formats, options, settings, errors, each error provoked."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest

from app.dependencies import Service
from app.errors import PROBLEM_TYPES
from app.schemas import FieldsForm, ReadForm
from app.secret_keys import new_key
from app.settings import Settings
from model.decode import Picture
from model.fields.reading import REASONS
from model.fields.template import Field
from model.formats.catalogue import FORMATS
from tests.app.conftest import Serve
from tests.app.corrections import glyphs_document
from tests.app.fakes import FakeReader, gif_bomb, picture_file
from tests.model.documents import pdf_of, sheet, tiff_of
from tests.model.picture.test_pdf import drawn_pdf
from tests.test_readme import README, ROOT

READ, FIELDS = "/api/v1/read", "/api/v1/fields"


def column(head: str, number: int = 0, text: str = README) -> list[str]:
    """The words in backquotes in a column of the table that begins with a row."""
    table = text[text.index(head) :].split("\n\n")[0].splitlines()[2:]
    return [word for row in table for word in re.findall(r"`([\w-]+)`", row.split("|")[1 + number])]


def test_all_formats_are_listed() -> None:
    assert set(column("| format | media type")) - {"jsonl"} == set(FORMATS)
    assert set(re.findall(r"`([a-z]+/[\w.+-]+)`", README)) >= {form.media_type for form in FORMATS.values()}


def test_all_options_are_listed() -> None:
    assert set(column("| option | values")) == set(ReadForm.model_fields) - {"image"}


def test_all_options_of_forms_are_listed() -> None:
    text = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    assert set(column("| form field | values", text=text)) == set(FieldsForm.model_fields)
    keys = {own.name for own in dataclasses.fields(Field)} - {"anchor"}
    assert set(column("| key | values | default |\n|---|---|---|\n| `name`", text=text)) == keys
    assert set(column("| reason | when", text=text)) == set(REASONS)


def test_all_settings_are_listed() -> None:
    assert {name.lower() for name in column("| `BLOCKLETTER_...`")} == set(Settings.model_fields)


Answer = Any
Provoke = Callable[[Serve], Answer]


def sent(content: bytes, **changes: Any) -> Provoke:
    """Send one file to a service with other settings."""
    data = changes.pop("data", {})
    return lambda serve: serve(**changes).post(READ, files={"image": content}, data=data)


def asked(**request: Any) -> Provoke:
    """Send something else."""
    return lambda serve: serve().post(READ, **request)


def busy(serve: Serve) -> Answer:
    client = serve(concurrent_reads=1, waiting_reads=0)
    service: Service = client.app.state.service  # type: ignore[attr-defined]
    # The first page gives its place back a moment after it is read.
    deadline = monotonic() + 10
    while service.turns.taken:
        assert monotonic() < deadline
    with_place = service.turns.enter()
    answer = client.post(READ, files={"image": picture_file()})
    with_place.leave()
    return answer


def not_ready(serve: Serve) -> Answer:
    go = Event()
    try:
        return serve(FakeReader(before=lambda _: _wait(go)), ready=False).get("/health/ready")
    finally:
        go.set()


def _wait(go: Event) -> None:
    assert go.wait(10)


def too_slow(serve: Serve) -> Answer:
    go = Event()
    reader = FakeReader(before=lambda picture: _wait(go) if picture.width == 400 else None)
    try:
        return serve(reader, max_seconds=0.2).post(READ, files={"image": picture_file()})
    finally:
        go.set()


def broken(serve: Serve) -> Answer:
    def fail(picture: Picture) -> None:
        if picture.width == 400:
            raise RuntimeError("broken")

    return serve(FakeReader(before=fail)).post(READ, files={"image": picture_file()})


def slow_upload(serve: Serve) -> Answer:
    import asyncio
    import json

    from tests.app.asgi import Client

    client = serve(max_seconds=0.1)
    silent = Client(client.app, {}, [("a", picture_file())])  # type: ignore[arg-type]
    silent._received = True
    asyncio.run(silent.ask())

    class Said:
        status_code = silent.status

        @staticmethod
        def json() -> Any:
            return json.loads(silent.content)

    return Said


def database() -> Path:
    return Path(tempfile.mkdtemp()) / "corrections.db"


def no_database(serve: Serve) -> Answer:
    path = database()
    client = serve(corrections=f"sqlite:///{path}")
    client.app.state.service.store.close()  # type: ignore[attr-defined]
    path.unlink()
    path.mkdir()
    return client.get("/api/v1/corrections/anna")


PICTURE = {"image": picture_file()}
FORM = {"Content-Type": "multipart/form-data; boundary=b"}
PROVOKED: dict[str, Provoke] = {
    "malformed-request": asked(content=b"--c\r\nhello", headers=FORM),
    "no-key": sent(picture_file(), api_keys=(new_key()[1],)),
    "not-found": lambda serve: serve().get("/api/v1/raed"),
    "wrong-method": lambda serve: serve().get(READ),
    "not-acceptable": asked(files=PICTURE, headers={"Accept": "video/mp4"}),
    "slow-upload": slow_upload,
    "too-many-bytes": sent(picture_file(), max_bytes=100),
    "too-many-pixels": sent(gif_bomb()),
    "too-many-pages": sent(tiff_of([sheet(200)] * 3), max_pages=2),
    "unknown-format": sent(b"Dear Sir or Madam"),
    "not-a-form": asked(json={}),
    "missing-picture": asked(files={"other": b"x"}),
    "empty-picture": sent(b""),
    "damaged-picture": sent(picture_file()[:120]),
    "locked-file": sent(pdf_of([sheet(200)], password="secret")),
    "too-slow-page": sent(drawn_pdf(600, 800, strokes=20_000), max_page_seconds=0.0),
    "unknown-field": asked(files=PICTURE, data={"langauge": "de"}),
    "invalid-form": asked(files=PICTURE, data={"alternatives": "99"}),
    "unknown-option": asked(files=PICTURE, data={"charset": "greek"}),
    "unusable-template": lambda serve: serve().post(FIELDS, files=PICTURE, data={"template": "{}"}),
    "corrections-off": lambda serve: serve().get("/api/v1/corrections/anna"),
    "no-profile": lambda serve: serve(corrections=f"sqlite:///{database()}").get("/api/v1/corrections/anna"),
    "profile-full": lambda serve: serve(corrections=f"sqlite:///{database()}", max_profile_glyphs=1).post(
        "/api/v1/corrections", files={"profile": (None, "anna"), "glyphs": (None, glyphs_document("AB"))}
    ),
    "no-database": no_database,
    "unusable-words": asked(files=PICTURE, data={"lexicon": "names"}),
    "one-page-format": sent(tiff_of([sheet(200)] * 3), data={"format": "png"}),
    "internal": broken,
    "busy": busy,
    "not-ready": not_ready,
    "too-slow": too_slow,
}


def listed() -> list[tuple[int, str]]:
    table = README[README.index("| status | name") :].split("\n\n")[0]
    rows = re.findall(r"^\| (\d+) \| `([\w-]+)` \|", table, flags=re.MULTILINE)
    return [(int(status), name) for status, name in rows]


def test_every_error_that_is_listed_is_provoked_here() -> None:
    assert {name for _, name in listed()} == set(PROVOKED)


@pytest.mark.parametrize(("status", "name"), listed(), ids=[name for _, name in listed()])
def test_an_error_is_answered_as_it_is_listed(serve: Serve, status: int, name: str) -> None:
    answer = PROVOKED[name](serve)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.json()["type"] == f"{PROBLEM_TYPES}{name}"
    if status == 503:
        assert answer.headers["retry-after"] == "1"
