"""Everything that is measured of one network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.corpora import Entry
from model.alphabet import NOT_A_CHARACTER
from model.classifier import OpenVinoClassifier
from model.networks.checkpoint import Card, Checkpoint
from training.cost import Cost, cost_of
from training.glyphs import GlyphSet
from training.report.pages import character_error_rates
from training.report.reliability import Reliability, reliability
from training.report.schemes import SCHEMES, Judged, judge

#: The scheme that pictures and reliability are drawn for: letters and digits, cases as one.
SHOWN = "36"


@dataclass(frozen=True, slots=True)
class Measured:
    """One network on the glyphs and pages that all are measured on.

    Attributes:
        card: What it is.
        cost: What it costs.
        judged: Its answers by the name of the scheme.
        page_errors: Character error rate by scope of pages.
    """

    card: Card
    cost: Cost
    judged: Mapping[str, Judged]
    page_errors: Mapping[str, float | None]

    @property
    def reliability(self) -> Reliability:
        """Whether its confidence can be believed."""
        shown = self.judged[SHOWN]
        return reliability(shown.confidence, shown.right)


def measure(checkpoint: Checkpoint, glyphs: GlyphSet, pages: Sequence[Entry]) -> Measured:
    """Measure a network in the runtime that serves it."""
    classifier = OpenVinoClassifier(checkpoint)
    logits, card = classifier.classify(glyphs.frames), checkpoint.card
    judged = {scheme.name: judge(scheme, glyphs, logits, card.alphabet, card.temperature) for scheme in SCHEMES}
    return Measured(card, cost_of(checkpoint.onnx), judged, character_error_rates(classifier, pages))


def characters_of(glyphs: GlyphSet) -> GlyphSet:
    """Without what is no character."""
    return glyphs[glyphs.labels != NOT_A_CHARACTER]


def how_made(card: Card) -> str:
    """In a few words, from the card."""
    facts, words = card.training, [card.precision]
    if teacher := facts.get("experiment", {}).get("teacher"):
        words.append(f"taught by {str(teacher).rsplit('/', 1)[-1].removesuffix('.onnx')}")
    if pruning := facts.get("pruning"):
        what = "weights set to zero" if pruning["single"] else "multiply-adds pruned"
        words.append(f"{pruning['share']:.0%} of {what} by {pruning['measure']}")
    if quantization := facts.get("quantization"):
        words.append(_how_quantized(quantization))
    elif "quantized" in facts:
        words.append("static, per channel, uint8, min-max")
    return ", ".join(words)


def _how_quantized(facts: Mapping[str, object]) -> str:
    grain = "per channel" if facts["per_channel"] else "per tensor"
    if facts.get("dynamic"):
        return f"dynamic, {grain}"
    return f"static, {grain}, {'int8' if facts['signed'] else 'uint8'}, {facts['calibration']}"
