"""Puts what was measured into a document."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training.glyphs import GlyphSet
from training.report.document import Cell, Document, Picture, Section, Table, Words
from training.report.figures import draw_confusion, draw_pairs, draw_reliability, draw_wall
from training.report.measure import SHOWN, Measured, how_made
from training.report.pages import SCOPES
from training.report.schemes import SCHEMES
from training.report.timing import BATCHES, Timed


def compose(
    measured: Sequence[Measured], timed: Sequence[Timed], glyphs: GlyphSet, explained: Measured, notes: Sequence[str]
) -> Document:
    """Make the report.

    Args:
        measured: Every network, the first one that others are compared with.
        timed: The same networks' times.
        glyphs: What they were measured on.
        explained: The one whose mistakes are shown.
        notes: What a reader must know to use the figures.
    """
    sections = [
        Section("Networks", [_networks(measured), *map(Words, notes)]),
        Section("Accuracy", [_accuracy(measured), Words(_ACCURACY), _by_corpus(measured, glyphs), Words(_BY_CORPUS)]),
        Section("Speed", [_speed(timed), Words(_SPEED)]),
        _confidence(measured, explained),
        _mistakes(explained, glyphs),
    ]
    return Document("Networks compared", sections)


def _networks(measured: Sequence[Measured]) -> Table:
    columns = ("network", "how it was made", "kB", "parameters", "zeros", "multiply-adds a glyph")
    rows: list[Sequence[Cell]] = [
        (one.card.name, how_made(one.card), round(one.cost.size / 1000), f"{one.cost.parameters:,}",
         f"{one.cost.zeros / one.cost.parameters:.0%}", f"{one.cost.multiply_adds:,}")
        for one in measured
    ]  # fmt: skip
    return Table(columns, rows, words=2)


def _accuracy(measured: Sequence[Measured]) -> Table:
    counts = [len(measured[0].judged[scheme.name].index) for scheme in SCHEMES]
    heads = [f"{scheme.name} classes ({count:,})" for scheme, count in zip(SCHEMES, counts, strict=True)]
    pages = [f"CER {scope} pages" for scope in SCOPES if scope in measured[0].page_errors]
    rows = [
        [one.card.name, *(one.judged[scheme.name].share for scheme in SCHEMES),
         *(one.page_errors[scope] for scope in SCOPES if scope in one.page_errors)]
        for one in measured
    ]  # fmt: skip
    return Table(["network", *heads, *pages], rows)


def _by_corpus(measured: Sequence[Measured], glyphs: GlyphSet) -> Table:
    corpora = np.unique(glyphs.corpora[measured[0].judged["26"].index]).tolist()
    rows: list[list[Cell]] = []
    for one in measured:
        letters = one.judged["26"]
        own = glyphs.corpora[letters.index]
        rows.append([one.card.name, *(float(letters.right[own == corpus].mean()) for corpus in corpora)])
    return Table(["26 classes", *corpora], rows)


def _speed(timed: Sequence[Timed]) -> Table:
    columns = ["network", "precision", *(f"batch {batch}, µs a glyph" for batch in BATCHES), "glyphs a second (512)"]
    originals = {one.name: one.microseconds[512] for one in timed if one.precision == "f32"}
    rows: list[list[Cell]] = []
    for one in timed:
        times = f"{originals[one.network] / one.microseconds[512]:.2f}" if one.network in originals else None
        micros = [f"{one.microseconds[batch]:.1f}" for batch in BATCHES]
        rate = f"{1e6 / one.microseconds[512]:,.0f}"
        rows.append([one.name, one.precision, *micros, rate, times])
    return Table([*columns, "times the whole network in f32"], rows)


def _confidence(measured: Sequence[Measured], explained: Measured) -> Section:
    rows = [(one.card.name, one.reliability.expected_error, one.card.temperature) for one in measured]
    curves = {one.card.name: one.reliability for one in (measured[0], explained)}
    picture = Picture("reliability", "Share right over confidence, letters and digits", draw_reliability(curves))
    return Section("Confidence", [Table(("network", "expected calibration error", "temperature"), rows), picture])


def _mistakes(explained: Measured, glyphs: GlyphSet) -> Section:
    judged, name = explained.judged[SHOWN], explained.card.name
    return Section(f"Mistakes of {name}", [
        Picture("confusion", f"Confusion matrix of {name}, 36 classes, diagonal left out", draw_confusion(judged)),
        Picture("pairs", f"The most frequent mistakes of {name}", draw_pairs(judged)),
        Picture("wall", f"What {name} was surest of and wrong: written, answered, confidence",
                draw_wall(judged, glyphs)),
    ])  # fmt: skip


_ACCURACY = (
    "Share right. 26: letters, cases as one; 36: digits too; 47: as EMNIST Balanced, cases of one shape as one; 62: "
    "every case of its own. A glyph counts where its label decides the class: sets whose labels fold cases do not "
    "count for 62. CER: wrong letters and digits on whole pages, cases folded."
)
_BY_CORPUS = "Share right of letters, cases as one, on glyphs that training left out, by corpus."
_SPEED = (
    "Medians over rounds in which all networks take turns; the precision is the one that the runtime computes in. A "
    "float32 file runs in bf16 on a CPU that has it unless it is held to f32, as the service does."
)
