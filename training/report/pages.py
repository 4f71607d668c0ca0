"""How the whole reader does on pages with each network, by the rules of all accuracy figures of this project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpora import Entry, by_scope, load_pages
from benchmarks.scoring import Tally, tally
from model.classifier import Classifier
from model.reader import Reader

#: Scopes of pages that are told as share of wrong letters.
SCOPES = ("print", "lowres")


def pages_in(corpora: Path) -> list[Entry]:
    """The pages of a folder of corpora, none where they are not there."""
    try:
        return load_pages(corpora)
    except FileNotFoundError:
        return []


def character_error_rates(classifier: Classifier, pages: Sequence[Entry]) -> dict[str, float | None]:
    """Read the pages with a network.

    Returns:
        Character error rate by scope, letters and digits only, cases folded.
    """
    reader = Reader(classifier)
    return {
        scope: sum((tally(scope, page.want, reader.read(page.content).text, page.count) for page in own), Tally()).cer
        for scope, own in by_scope(list(pages)).items()
        if scope in SCOPES
    }
