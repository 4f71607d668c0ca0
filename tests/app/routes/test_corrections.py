"""Corrected glyphs over HTTP."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from drawing import PageStyle, draw_page
from model.frame import frame_ink
from model.networks.hand import Hand
from tests.app.conftest import Serve
from tests.app.corrections import frames_of, glyphs_document
from tests.app.fakes import FakeReader, picture_file
from training.experiment import Experiment
from training.own import load_own

AT = "/api/v1/corrections"


@pytest.fixture
def kept(serve: Serve, tmp_path: Path) -> TestClient:
    return serve(corrections=f"sqlite:///{tmp_path / 'kept.db'}")


def send(client: TestClient, glyphs: str, profile: str = "anna", image: bytes | None = None) -> Any:
    fields: dict[str, Any] = {"profile": (None, profile), "glyphs": (None, glyphs)}
    return client.post(AT, files=fields if image is None else {**fields, "image": ("page.png", image)})


def test_nothing_is_kept_unless_it_is_switched_on(client: TestClient) -> None:
    assert send(client, glyphs_document("A")).status_code == 403
    assert client.delete(AT).status_code == 403
    read = client.post("/api/v1/read", files={"image": picture_file()}, data={"profile": "anna"})
    assert read.json()["type"].endswith("corrections-off")


def test_a_profile_is_kept_listed_and_deleted(kept: TestClient) -> None:
    answer = send(kept, glyphs_document("AB"))
    assert answer.status_code == 201
    first, second = answer.json()["ids"]
    listed = kept.get(f"{AT}/anna").json()
    assert [(own["id"], own["letter"]) for own in listed["glyphs"]] == [(first, "A"), (second, "B")]
    assert kept.delete(f"{AT}/anna/{first}").json() == {"deleted": 1}
    assert kept.delete(f"{AT}/anna/{first}").status_code == 404
    assert kept.delete(f"{AT}/anna").json() == {"deleted": 1}
    assert kept.get(f"{AT}/anna").status_code == 404
    send(kept, glyphs_document("C"), "otto")
    assert kept.delete(AT).json() == {"deleted": 1}


def test_reading_knows_the_profile_that_is_asked_for_and_no_other(serve: Serve, tmp_path: Path) -> None:
    reader = FakeReader()
    client = serve(reader, corrections=f"sqlite:///{tmp_path / 'kept.db'}")
    send(client, glyphs_document("A"), "anna")
    send(client, glyphs_document("B"), "otto")
    for data in ({"profile": "otto"}, {}):
        assert client.post("/api/v1/read", files={"image": picture_file()}, data=data).status_code == 200
    known, nobody = reader.options[-2:]
    assert known is not None
    assert known.hand is not None
    assert known.hand.letters == ("B",)
    assert np.array_equal(known.hand.frames, frames_of("B"))
    assert nobody is not None
    assert nobody.hand is None
    assert client.post("/api/v1/read", files={"image": picture_file()}, data={"profile": "eva"}).status_code == 404


def test_glyphs_are_cut_out_of_the_picture_which_is_not_kept(kept: TestClient, tmp_path: Path) -> None:
    drawn = draw_page(("PACK MY BOX",), PageStyle(letter_height_px=60), seed=1)
    content = drawn.png()
    glyphs = [
        {"letter": glyph.letter, "box": {side: getattr(glyph.box, side) for side in ("left", "top", "right", "bottom")}}
        for glyph in drawn.truth.glyphs
    ]
    assert send(kept, json.dumps(glyphs), image=content).status_code == 201
    file = io.BytesIO(kept.get(f"{AT}/anna/export").content)
    (tmp_path / "anna.npz").write_bytes(file.getvalue())
    hand = Hand.load(tmp_path / "anna.npz")
    assert hand.letters == tuple("PACKMYBOX")
    ink = np.asarray(255 - drawn.grey, np.uint8)
    for glyph, frame in zip(drawn.truth.glyphs, hand.frames, strict=True):
        box = glyph.box
        own = frame_ink(np.where(ink[box.top : box.bottom, box.left : box.right] > 100, 255, 0).astype(np.uint8))
        assert np.corrcoef(own.ravel(), frame.ravel())[0, 1] > 0.7
    assert (tmp_path / "kept.db").stat().st_size < 100_000


def test_an_export_is_a_set_to_train_on(kept: TestClient, tmp_path: Path) -> None:
    send(kept, glyphs_document("AB"))
    (tmp_path / "anna.npz").write_bytes(kept.get(f"{AT}/anna/export").content)
    glyphs, skipped = load_own(tmp_path / "anna.npz", Experiment())
    assert glyphs.labels.tolist() == ["A", "B"]
    assert not skipped


BOX = {"left": 10, "top": 10, "right": 40, "bottom": 60}


@pytest.mark.parametrize(
    ("glyphs", "said"),
    [
        ([], "1 to 500"),
        ([{"letter": "é", "box": BOX}], "no letter"),
        ([{"letter": "A"}], "box in the picture or a frame"),
        ([{"letter": "A", "frame": "AAAA"}], "bytes"),
        ([{"letter": "A", "frame": "?"}], "base64"),
        ([{"letter": "A", "box": {**BOX, "right": 5}}], "inside out"),
        ([{"letter": "A", "box": {**BOX, "right": 5000}}], "outside"),
        ([{"letter": "A", "box": BOX}], "no ink"),
    ],
)
def test_what_cannot_be_kept_is_said(kept: TestClient, glyphs: list[dict[str, Any]], said: str) -> None:
    answer = send(kept, json.dumps(glyphs), image=picture_file())
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert kept.get(f"{AT}/anna").status_code == 404


@pytest.mark.parametrize("profile", ["", " anna", "a" * 65, "a/b", "a\nb", "'; drop"])
def test_names_are_names(kept: TestClient, profile: str) -> None:
    assert send(kept, glyphs_document("A"), profile).status_code == 422


def test_boxes_need_their_picture(kept: TestClient) -> None:
    assert "field image" in send(kept, json.dumps([{"letter": "A", "box": BOX}])).json()["detail"]
