"""The pages and entries with transcriptions that lie beside a checkout."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from training.aligned import SET_APART

DEFAULT_CORPORA = Path("../shared/data")
_DOUBTFUL = Path(__file__).with_name("doubtful_labels.txt")


@dataclass(frozen=True, slots=True)
class Entry:
    """A picture and what is written on it.

    Attributes:
        name: Of its file.
        scope: What kind of picture it is, such as ``print``; figures are given by scope.
        want: The transcription with line breaks, or ``X*`` where every glyph is an X.
        content: The encoded picture.
        count: How many glyphs a page of one letter has, 0 if unknown.
    """

    name: str
    scope: str
    want: str
    content: bytes
    count: int = 0


def load_pages(corpora: Path) -> list[Entry]:
    """Load all photos and scans of pages.

    Raises:
        FileNotFoundError: The corpus is not there.
    """
    folder = corpora / "pages"
    return [
        Entry(
            row["file"], row["scope"], row["transcription"].replace("|", "\n"),
            (folder / row["file"]).read_bytes(), int(row["count"] or 0),
        )
        for row in _rows(folder / "pages.tsv")
    ]  # fmt: skip


def load_names(corpora: Path, most: int, seed: int) -> dict[str, list[Entry]]:
    """Load names from form fields that nobody trains on.

    Args:
        corpora: The folder of all corpora.
        most: How many to draw, all if 0.
        seed: Of the draw.

    Returns:
        Those whose label also occurs among the training entries and those whose label does not, by title.

    Raises:
        FileNotFoundError: The corpus is not there.
    """
    folder = corpora / "names"
    known = {row["transcription"] for row in _rows(folder / "train.tsv")}
    rows = _rows(folder / "validation.tsv")
    if 0 < most < len(rows):
        drawn = np.random.default_rng(seed).choice(len(rows), most, replace=False)
        rows = [rows[number] for number in sorted(drawn.tolist())]
    entries = _entries(folder / "validation", rows)
    return {
        "seen label": [entry for entry in entries if entry.want in known],
        "unseen label": [entry for entry in entries if entry.want not in known],
    }


@cache
def doubtful_labels() -> frozenset[str]:
    """The files of validation names whose label is contradicted; the list says how that was found."""
    lines = _DOUBTFUL.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def load_training_names(corpora: Path, most: int, draw: random.Random) -> list[Entry]:
    """Load some of the names that may be trained on.

    Raises:
        FileNotFoundError: The corpus is not there.
    """
    return _entries(corpora / "names" / "train", draw.sample(_rows(corpora / "names" / "train.tsv"), most))


def load_set_apart(corpora: Path) -> list[Entry]:
    """Load the names of the training part that nothing was harvested from.

    Raises:
        FileNotFoundError: The corpus is not there.
    """
    return _entries(corpora / "names" / "train", _rows(corpora / "names" / "train.tsv")[::SET_APART])


def names_written(corpora: Path) -> list[str]:
    """Every label of the names from form fields, of both parts, each once.

    Raises:
        FileNotFoundError: The corpus is not there.
    """
    rows = (row for part in ("train", "validation") for row in _rows(corpora / "names" / f"{part}.tsv"))
    return list(dict.fromkeys(row["transcription"] for row in rows))


def by_scope(entries: list[Entry]) -> dict[str, list[Entry]]:
    """The entries of each scope, in the order in which the scopes first occur."""
    scopes: dict[str, list[Entry]] = {}
    for entry in entries:
        scopes.setdefault(entry.scope, []).append(entry)
    return scopes


def _entries(folder: Path, rows: Iterable[Mapping[str, str]]) -> list[Entry]:
    return [Entry(row["file"], row["scope"], row["transcription"], (folder / row["file"]).read_bytes()) for row in rows]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        # Entries are not quoted: a quotation mark is one.
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
