"""The card of a checkpoint as a page for people, under the usual headings.

Source: Mitchell et al. 2019, "Model cards for model reporting".
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model.networks.checkpoint import Card, Checkpoint
from training.cost import Cost, cost_of
from training.report.document import Cell, Document, Section, Table, Words
from training.report.measure import how_made

_COLUMNS = ("glyphs", "letters", "mean_over_letters", "alnum", "mixed")


def model_card(checkpoint: Checkpoint) -> str:
    """The page as Markdown."""
    card, cost = checkpoint.card, cost_of(checkpoint.onnx)
    sections = [
        Section("Model details", [_details(card, cost)]),
        Section("Intended use", [Words(_USE)]),
        Section("Factors", [Words(_FACTORS)]),
        Section("Metrics", [Words(_METRICS)]),
        Section("Training data", [_training_data(card), *map(Words, card.remarks)]),
        Section("Training procedure", [_procedure(card)]),
        Section("Evaluation data", [Words(_evaluation(card))]),
        Section("Quantitative analyses", [_accuracy(card)]),
        Section("Ethical considerations", [Words(ETHICS)]),
        Section("Caveats and recommendations", [Words(_caveats(card))]),
    ]
    return Document(f"Model card: {card.name}", sections).markdown()


def card_path(folder: Path, card: Card) -> Path:
    """Where the page of a checkpoint is written."""
    return folder / card.name / "MODEL_CARD.md"


def _details(card: Card, cost: Cost) -> Table:
    rows: list[tuple[str, Cell]] = [
        ("network", card.network),
        ("made as", how_made(card)),
        ("input", "(N, 1, 28, 28) float32 in 0..1, ink 1 on 0, mirrored and rotated as EMNIST stores its letters"),
        ("framing recipe", card.frame),
        ("output", f"(N, {len(card.alphabet)}) logits: letters, digits, marks, and one class for no character"),
        ("temperature of the softmax", card.temperature),
        ("file", f"{cost.size / 1000:.0f} kB, ONNX, sha256 {card.sha256}"),
        ("parameters", f"{cost.parameters:,}"),
        ("multiply-adds a glyph", f"{cost.multiply_adds:,}"),
        *_quantization(card.training.get("quantization", {})),
        *_pruning(card.training.get("pruning", {})),
        ("licence", "Apache-2.0"),
    ]
    return Table(("", ""), rows, words=2)


def _quantization(facts: Mapping[str, Any]) -> list[tuple[str, Cell]]:
    if "input" not in facts:
        return []
    quantized = facts["input"]
    return [
        ("input quantization", f"scale {quantized['scale']:.6g}, zero point {quantized['zero_point']}, "
         f"{quantized['type']}"),
        ("calibration", f"{facts['calibration']}, {facts['batches']} batches of training glyphs"),
    ]  # fmt: skip


def _pruning(facts: Mapping[str, Any]) -> list[tuple[str, Cell]]:
    if not facts:
        return []
    return [
        ("channels of each convolution", ", ".join(map(str, facts["widths"]))),
        ("multiply-adds left", f"{facts['of_multiply_adds']:.0%}"),
        ("weights that are zero", f"{facts['zero_weights']:.0%}"),
    ]


def _training_data(card: Card) -> Table:
    glyphs = card.training.get("glyphs", {})
    rows: list[tuple[str, Cell]] = [
        ("corpora", ", ".join(card.training.get("corpora", ())) or "not recorded"),
        ("split", card.training.get("split", "not recorded")),
        *((f"glyphs, {part}", f"{count:,}") for part, count in glyphs.items()),
    ]
    return Table(("", ""), rows, words=2)


def _procedure(card: Card) -> Table:
    facts = card.training
    experiment = {name: value for name, value in facts.get("experiment", {}).items() if name != "augmentation"}
    changes = facts.get("experiment", {}).get("augmentation", {})
    best = facts.get("best_epoch", {})
    rows: list[tuple[str, Cell]] = [(name, facts[name]) for name in ("command", "pruned", "quantized") if name in facts]
    rows += [("best epoch", f"{best['number']}, {best['accuracy']:.4f} of the validation glyphs right")] if best else []
    rows += [("settings", listed(experiment)), ("augmentation", listed(changes))]
    return Table(("", ""), rows, words=2)


def listed(facts: Mapping[str, Any]) -> str:
    """Facts in one line."""
    return ", ".join(f"{name} {value}" for name, value in facts.items() if value != "") or "not recorded"


def _evaluation(card: Card) -> str:
    return (
        f"Glyphs that training left out ({card.training.get('split', 'split not recorded')}), without near-twins and "
        "known writers of the training part, measured in OpenVINO in the precision of the file. A figure is named by "
        "its corpus and is not EMNIST's own test set unless the corpus says so."
    )


def _accuracy(card: Card) -> Table | Words:
    if not card.accuracy:
        return Words("Not measured yet: `python -m training evaluate --model PATH --save FOLDER`.")
    columns = ("corpus", "glyphs", "letters (26)", "mean over letters", "letters and digits (36)", "all classes")
    return Table(columns, [[corpus, *(row[name] for name in _COLUMNS)] for corpus, row in card.accuracy.items()])


def _caveats(card: Card) -> str:
    calibrated = "" if card.temperature != 1 else " Its confidence was not calibrated."
    return (
        "O and 0, I, l and 1, and the two cases of one shape (C c, S s, ...) look alike in a frame, whatever network "
        f"looks: the reader tells them apart by their place on the line.{calibrated} Measure it on glyphs of your own "
        "(`python -m training evaluate --glyphs FOLDER`) before you rely on it, and fine-tune it on them "
        "(`python -m training fit --from NAME --glyphs FOLDER`) where that falls short."
    )


_USE = (
    "Naming single hand-printed Latin letters without accents, digits and common marks, framed by `model.frame`, in "
    "the Blockletter reader or on their own. Not for joined-up writing, other scripts, telling who wrote something, or "
    "decisions about people without somebody looking at the doubtful letters."
)
_FACTORS = (
    "Writer, pen, age of the writer and the way a letter was captured (scan, photo, mouse, pen tablet) all matter; "
    "most training glyphs come from forms filled in by adults in the United States around 1990 (the NIST family). "
    "European forms of 1, 7, 4 and 9 are rare there."
)
_METRICS = (
    "Share of glyphs whose best answer is the label: over letters with the cases as one (26), the mean of that over "
    "letters (rare ones count alike), letters and digits (36), and all classes, where a label that folds cases "
    "accepts either."
)
ETHICS = (
    "The glyphs carry no names; writers are numbers. Handwriting is personal, and a reader works worse for hands that "
    "are rare in its training data, such as those of children, the old and the ill."
)
