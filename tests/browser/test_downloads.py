"""Every file the page hands out, opened again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from model.alphabet import NOT_A_CHARACTER
from model.classifier import OpenVinoClassifier
from tests.browser.conftest import LINES, playwright_api, upload
from tests.drawing import DrawnPage
from training.corpora import Corpus, load_corpus

pytestmark = pytest.mark.browser
expect = playwright_api.expect

CORRECTED = ["JELLO 42", LINES[1]]


def correct_first(page: Any, letter: str = "J") -> None:
    page.locator("#overlay g").nth(0).click()
    page.keyboard.press(letter)


def download(page: Any, label: str, folder: Path) -> Path:
    """Choose an entry of the menu; answers the file."""
    page.locator("#download summary").click()
    with page.expect_download() as waiting:
        page.locator("#download").get_by_role("button", name=label).click()
    path = folder / str(waiting.value.suggested_filename)
    waiting.value.save_as(path)
    return path


def test_text_json_and_csv_hold_the_corrections(page: Any, picture: Path, tmp_path: Path) -> None:
    upload(page, picture)
    correct_first(page)
    text = download(page, "Text", tmp_path)
    assert (text.name, text.read_text(encoding="utf-8").splitlines()) == ("page.txt", CORRECTED)
    reading = json.loads(download(page, "JSON", tmp_path).read_text(encoding="utf-8"))
    assert (reading["file"], reading["text"].splitlines()) == ("page.png", CORRECTED)
    assert reading["lines"][0]["words"][0]["glyphs"][0]["source"] == "person"
    table = download(page, "Table (CSV)", tmp_path).read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert "".join(row["letter"] for row in rows) == "".join(CORRECTED).replace(" ", "")


@pytest.mark.parametrize(("label", "kind"), [("(PNG)", "PNG"), ("(JPEG)", "JPEG")])
def test_pictures_are_drawn_by_the_service(
    page: Any, picture: Path, tmp_path: Path, drawn: DrawnPage, label: str, kind: str
) -> None:
    upload(page, picture)
    correct_first(page)
    with page.expect_request("**/api/v1/write"):
        path = download(page, label, tmp_path)
    with Pillow.open(path) as annotated:
        assert annotated.format == kind
        assert annotated.size == (drawn.truth.width, drawn.truth.height)


def test_every_format_of_the_service_is_offered(page: Any, picture: Path, address: str) -> None:
    formats = page.request.get("/api/v1/abilities").json()["formats"]
    upload(page, picture)
    offered = page.locator("#formats button").evaluate_all("all => all.map((one) => one.dataset.format)")
    assert set(offered) == set(formats) - {"ndjson"} | {"text", "json", "csv"}


def test_all_pages_come_in_one_file_or_archive(page: Any, picture: Path, tmp_path: Path) -> None:
    upload(page, picture, picture)
    expect(page.locator(".page-state", has_text="unsure")).to_have_count(2)
    correct_first(page)
    page.locator("#download summary").click()
    page.get_by_label("All 2 pages").check()
    page.keyboard.press("Escape")
    text = download(page, "Text", tmp_path)
    assert text.name == "pages.txt"
    assert [part.splitlines() for part in text.read_text(encoding="utf-8").split("\f")] == [CORRECTED, list(LINES)]
    assert len(json.loads(download(page, "JSON", tmp_path).read_text(encoding="utf-8"))["pages"]) == 2
    with zipfile.ZipFile(download(page, "(JPEG)", tmp_path)) as archive:
        assert archive.namelist() == ["page.jpg", "page-2.jpg"]
        assert all(archive.read(name).startswith(b"\xff\xd8") for name in archive.namelist())


def test_a_refusal_is_said(page: Any, picture: Path) -> None:
    upload(page, picture)
    page.route("**/api/v1/*", lambda route: route.fulfill(status=500, body="oh"), times=1)
    page.locator("#download summary").click()
    with page.expect_console_message(lambda said: "status of 500" in said.text):
        page.get_by_role("button", name="(PNG)").click()
    expect(page.locator("#problem")).to_contain_text("Try again")
    page.console_errors.clear()


def test_corrections_are_glyphs_to_train_on(page: Any, picture: Path, tmp_path: Path) -> None:
    upload(page, picture)
    assert page.locator("#glyphs-file").is_disabled()
    page.locator("#overlay g").nth(0).click()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("x")
    path = download(page, "Letters to train on", tmp_path)
    with np.load(path, allow_pickle=False) as columns:
        assert columns["labels"].tolist() == ["H", "x"]
        assert columns["images"].shape == (2, 128, 128)
        assert columns["images"].dtype == np.uint8
        assert (columns["images"].max(axis=(1, 2)) > 250).all()
        assert (columns["images"][:, :8] == 0).all()


def test_training_loads_the_glyphs_and_the_network_knows_them(page: Any, picture: Path, tmp_path: Path) -> None:
    upload(page, picture)
    page.locator("#download summary").click()
    page.get_by_label("also those I did not touch").check()
    page.keyboard.press("Escape")
    path = download(page, "Letters to train on", tmp_path)
    path.rename(tmp_path / "corrections.npz")
    glyphs = load_corpus(tmp_path, Corpus("corrections"))
    letters = list("".join(LINES).replace(" ", ""))
    assert glyphs.labels.tolist() == letters
    classifier = OpenVinoClassifier.load("letternet-plus-int8")
    alphabet = classifier.card.alphabet
    answers = [alphabet[label].upper() for label in classifier.classify(glyphs.frames).argmax(axis=1)]
    assert NOT_A_CHARACTER.upper() not in answers
    pairs = zip("".join(answers).translate(TWINS), "".join(letters).translate(TWINS), strict=True)
    assert sum(answer == letter for answer, letter in pairs) >= len(letters) - 1


#: Shapes that a frame alone cannot tell apart.
TWINS = str.maketrans("0I", "OL")
