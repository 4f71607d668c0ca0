"""The card of linenet as a page for people."""

from __future__ import annotations

from model.lines.card import LineCard
from model.spelling.language import LANGUAGES
from training.aligned import SET_APART
from training.cost import cost_of
from training.model_card import ETHICS, listed
from training.report.document import Document, Section, Table, Words

_USE = (
    "Reading the strip of one line of hand-printed Latin letters without accents, digits and common marks, cut out by "
    "`model.lines.strip`, in the Blockletter reader, which lays what it sees over the ink. Not for joined-up writing "
    "or other scripts, and not alone where letters need boxes and calibrated confidence."
)
_DATA = (
    "Lines composed of training glyphs (the corpora of letternet-plus; cases of folded glyphs are told by it) and of "
    "handwriting fonts, apart, in cells and touching, photographed from near and far; words of the languages "
    f"{', '.join(LANGUAGES)}, numbers, codes and letters without sense. Beside them strips of entries of forms, every "
    f"letter laid over its ink by their labels; one entry in {SET_APART} was set apart."
)
_METRICS = (
    "Character error rate of the best path alone, without glyphs, language or charset, on lines composed of glyphs "
    "that were not trained on: `cer` with the cases as one, `strict` with cases and spaces."
)


def line_model_card(card: LineCard, onnx: bytes) -> str:
    """The page as Markdown."""
    cost = cost_of(onnx)
    facts = [
        ("network", "convolutions alone, trained with CTC"),
        ("input", f"(1, 1, {card.height}, W) float32 in 0..1, ink 1 on 0"),
        ("output", f"`logits` (1, {len(card.symbols)}, W / {card.stride}): blank, space, letters, digits, marks; "
                   f"`ends` (1, 2, W / {card.stride}): how many steps away a letter begins and ends"),
        ("file", f"{len(onnx) / 1000:.0f} kB, ONNX, {card.precision}, sha256 {card.sha256}"),
        ("parameters", f"{cost.parameters:,}"),
        ("licence", "Apache-2.0"),
    ]
    training = card.training
    sections = [
        Section("Model details", [Table(("", ""), facts, words=2)]),
        Section("Intended use", [Words(_USE)]),
        Section("Metrics", [Words(_METRICS)]),
        Section("Training data", [Words(_DATA), *map(Words, card.remarks)]),
        Section("Training procedure", [Table(("", ""), [
            ("command", training.get("command", "not recorded")), ("settings", listed(training.get("experiment", {}))),
        ], words=2)]),
        Section("Quantitative analyses", [Words(listed(card.accuracy))]),
        Section("Ethical considerations", [Words(ETHICS)]),
    ]  # fmt: skip
    return Document(f"Model card: {card.name}", sections).markdown()
