"""The report counts what it says it counts, and is written whole as HTML and as Markdown."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.alphabet import ALPHABET
from model.networks.checkpoint import Card
from tests.training.networks import chance_network, checkpoint_of, noise_frames
from training.cost import Cost
from training.glyphs import GlyphSet, concatenate
from training.quantize import Quantization, quantize
from training.report.compose import compose
from training.report.document import Document, Picture, Section, Table, Words
from training.report.figures import (
    confusion_counts,
    draw_confusion,
    draw_pairs,
    draw_reliability,
    draw_wall,
    worst_pairs,
)
from training.report.measure import Measured, how_made, measure
from training.report.pages import character_error_rates, pages_in
from training.report.reliability import reliability
from training.report.schemes import SCHEMES, Judged, judge
from training.report.timing import BATCHES, Timed, time_all

BY_NAME = {scheme.name: scheme for scheme in SCHEMES}


def glyphs_of(labels: str, *, folded: bool = False, corpus: str = "made up") -> GlyphSet:
    return GlyphSet.of_one_source(corpus, noise_frames(len(labels)), labels, folded=folded)


def logits_for(answers: str, strength: float = 9) -> NDArray[np.float32]:
    labels = [ALPHABET.index(answer) for answer in answers]
    return np.float32(strength) * np.eye(len(ALPHABET), dtype=np.float32)[labels]


@pytest.mark.parametrize(
    ("scheme", "counted", "right"),
    # Written:  A b C d 0 o .
    # Answered: a B c d O o .
    [("26", 5, 5), ("36", 6, 5), ("47", 6, 3), ("62", 6, 2)],
)
def test_schemes_count_their_classes(scheme: str, counted: int, right: int) -> None:
    judged = judge(BY_NAME[scheme], glyphs_of("AbCd0o."), logits_for("aBcdOo."), ALPHABET, 1.0)
    assert len(judged.index) == counted
    assert int(judged.right.sum()) == right


def test_folded_labels_count_only_where_they_decide() -> None:
    several = concatenate([glyphs_of("AC7", folded=True), glyphs_of("Ac")])
    counted = {scheme.name: len(judge(scheme, several, logits_for("AC7Ac"), ALPHABET, 1.0).index) for scheme in SCHEMES}
    assert counted == {"26": 4, "36": 5, "47": 4, "62": 3}


def test_class_counts_are_those_of_the_names() -> None:
    for scheme in SCHEMES:
        letters = "".join(letter for letter in ALPHABET if len(letter) == 1 and letter.isalnum())
        judged = judge(scheme, glyphs_of(letters), logits_for(letters), ALPHABET, 1.0)
        assert len(set(judged.wanted.tolist())) == int(scheme.name)
        assert judged.share == 1


def test_temperature_lowers_confidence_and_changes_no_answer() -> None:
    plain, soft = (judge(BY_NAME["26"], glyphs_of("AB"), logits_for("AC"), ALPHABET, heat) for heat in (1.0, 4.0))
    assert plain.answered.tolist() == soft.answered.tolist()
    assert (soft.confidence < plain.confidence).all()
    assert ((soft.confidence > 0) & (plain.confidence <= 1)).all()


def test_nothing_to_judge_is_no_share() -> None:
    assert judge(BY_NAME["26"], glyphs_of("12"), logits_for("12"), ALPHABET, 1.0).share is None


def test_reliability_of_honest_and_boasting_answers() -> None:
    confidence = np.repeat(np.array([0.55, 0.95], np.float32), 100)
    honest = np.concatenate([np.arange(100) < 55, np.arange(100) < 95])
    assert reliability(confidence, honest).expected_error < 1e-6
    boasting = reliability(confidence, np.arange(200) % 2 == 0)
    assert abs(boasting.expected_error - (0.05 + 0.45) / 2) < 1e-6
    assert boasting.count.tolist() == [100, 100]


def judged_of(wanted: str, answered: str) -> Judged:
    confidence = np.linspace(0.4, 0.99, len(wanted)).astype(np.float32)
    return Judged(np.arange(len(wanted)), np.array(list(wanted)), np.array(list(answered)), confidence)


def test_worst_pairs_and_confusion_count_mistakes() -> None:
    judged = judged_of("OOOOQAAB", "00OQ0ABB")
    assert worst_pairs(judged, 2) == [("O", "0", 2), ("A", "B", 1)]
    classes, counts = confusion_counts(judged)
    assert classes == list("0ABOQ")
    assert counts.sum() == 8
    assert counts[classes.index("O"), classes.index("0")] == 2


def test_pictures_are_pictures() -> None:
    judged, glyphs = judged_of("OOOQAB$"[:6], "00OQBA"), glyphs_of("OOOQAB")
    curve = reliability(judged.confidence, judged.right)
    for png in (draw_confusion(judged), draw_pairs(judged), draw_wall(judged, glyphs), draw_reliability({"a": curve})):
        picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
        assert picture is not None
        assert min(picture.shape[:2]) > 100
        assert picture.std() > 5, "something is drawn"


def test_network_without_mistakes_can_be_drawn() -> None:
    judged = judged_of("AB", "AB")
    assert draw_pairs(judged)
    assert draw_wall(judged, glyphs_of("AB"))


class Outline(HTMLParser):
    """Which elements an HTML file has."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.sources.extend(value or "" for name, value in attrs if name in ("src", "href"))


def test_document_is_written_whole_in_both_forms(tmp_path: Path) -> None:
    parts: list[Words | Table | Picture] = [
        Words("a < b"),
        Table(("network", "right"), [("one | two", 0.5), ("three", None)]),
        Picture("wall", "a <wall>", b"\x89PNG"),
    ]
    Document("Compared & explained", [Section("First", parts)]).save(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "report.md", "wall.png"]
    markdown = (tmp_path / "report.md").read_text()
    assert "| one \\| two | 0.5000 |" in markdown
    assert "![a <wall>](wall.png)" in markdown
    outline = Outline()
    outline.feed((tmp_path / "report.html").read_text())
    assert outline.tags.count("tr") == 3
    assert outline.sources == ["data:image/png;base64,iVBORw=="], "needs no other file"
    assert "a &lt; b" in (tmp_path / "report.html").read_text()


def measured_of(name: str, answers: str, glyphs: GlyphSet) -> Measured:
    judged = {scheme.name: judge(scheme, glyphs, logits_for(answers), ALPHABET, 1.0) for scheme in SCHEMES}
    return Measured(Card(name, "letternet", "float32"), Cost(4000, 1000, 5000), judged, {"print": 0.1})


def test_report_compares_every_network() -> None:
    glyphs = glyphs_of("ABCDO0")
    measured = [measured_of("letternet", "ABCDO0", glyphs), measured_of("letternet-small", "ABCD00", glyphs)]
    timed = [Timed("letternet", "letternet", "f32", dict.fromkeys(BATCHES, 20.0)),
             Timed("letternet-small", "letternet", "int8", dict.fromkeys(BATCHES, 8.0))]  # fmt: skip
    written = compose(measured, timed, glyphs, measured[1], ["A note."]).markdown()
    assert "| letternet-small | int8 | 8.0 | 8.0 | 8.0 | 125,000 | 2.50 |" in written
    assert "| letternet | 1.0000 | 1.0000 | 1.0000 | 1.0000 | 0.1000 |" in written
    assert "| letternet-small | 1.0000 | 0.8333 | 0.8333 | 0.8333 | 0.1000 |" in written
    assert "A note." in written
    assert "Mistakes of letternet-small" in written


def test_real_networks_are_measured_and_timed_with_their_precision() -> None:
    whole = checkpoint_of(chance_network("letternet"))
    frames = noise_frames(64)
    small = quantize(whole.onnx, frames, Quantization(batches=1))
    int8 = replace(whole, card=replace(whole.card, name="mine-int8", precision="int8"), onnx=small)
    glyphs = GlyphSet.of_one_source("noise", frames, "AB" * 32)
    measured = measure(int8, glyphs, [])
    assert measured.cost.parameters == 132_492
    assert 0 <= (measured.judged["26"].share or 0) <= 1
    timed = time_all([whole, int8], rounds=1)
    assert [(one.name, one.precision) for one in timed if one.precision != "bf16"] == [
        ("mine", "f32"), ("mine-int8", "int8")]  # fmt: skip
    assert all(0 < micros < 1e6 for one in timed for micros in one.microseconds.values())


@pytest.mark.parametrize(
    ("training", "said"),
    [
        ({}, "float32"),
        ({"experiment": {"teacher": "runs/a/plus.onnx"}}, "float32, taught by plus"),
        ({"pruning": {"share": 0.5, "single": False, "measure": "taste"}}, "50% of multiply-adds pruned by taste"),
        ({"quantization": {"dynamic": True, "per_channel": True}}, "dynamic, per channel"),
        ({"quantization": {"per_channel": False, "signed": True, "calibration": "entropy"}},
         "static, per tensor, int8, entropy"),
    ],
)  # fmt: skip
def test_cards_tell_how_a_variant_was_made(training: dict[str, object], said: str) -> None:
    assert said in how_made(Card("mine", "letternet", "float32", training=training))


def test_pages_that_are_not_there_are_none(tmp_path: Path) -> None:
    assert pages_in(tmp_path) == []


def test_pages_are_read_with_the_network(tmp_path: Path) -> None:
    from drawing import PageStyle, draw_page
    from tests.model.fakes import FONT, TemplateClassifier

    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "one.png").write_bytes(draw_page(["ABC DEF", "GHK"], PageStyle(font=FONT), 1).png())
    (tmp_path / "pages" / "pages.tsv").write_text("file\tscope\ttranscription\tcount\none.png\tprint\tABC DEF|GHX\t\n")
    (rate,) = character_error_rates(TemplateClassifier(), pages_in(tmp_path)).values()
    assert rate is not None
    assert abs(rate - 1 / 9) < 1e-9
