"""Lists of words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.errors import LexiconError
from model.lexicon.fold import SYMBOLS
from model.lexicon.words import LONGEST_WORD, MOST_BYTES, Lexicon


def rows(text: str, sure: float = 0.9) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """What a reader that is fairly sure says of each letter."""
    table = np.full((len(text), len(SYMBOLS)), (1 - sure) / len(SYMBOLS))
    for row, letter in zip(table, text, strict=True):
        row[SYMBOLS.index(letter)] += sure
    return table


def test_words_that_fold_to_the_same_stand_together() -> None:
    lexicon = Lexicon(["Renée", " RENEE", "", "Anna  Maria", "Renée"])
    assert lexicon.written == (("Renée", "RENEE"), ("Anna Maria",))
    assert len(lexicon) == 3


def test_a_file_holds_a_word_a_line(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_bytes("\ufeffMüller\r\nMaier\n\n".encode())
    assert Lexicon.load(path).written == (("Müller",), ("Maier",))


def test_the_same_file_is_made_ready_once() -> None:
    assert Lexicon.parse(b"ANNA\n") is Lexicon.parse(b"ANNA\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds 1 to"),
        (b"\xff\xfe", "UTF-8"),
        (b"ANNA\n---\n", "'---'"),
        (b"A" * (LONGEST_WORD + 1), "longer"),
        (b"A" * (MOST_BYTES + 1), "MB"),
    ],
    ids=["empty", "not text", "no letter", "long word", "large file"],
)
def test_a_list_that_cannot_be_used_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(LexiconError, match=said):
        Lexicon.parse(content)


@pytest.mark.parametrize("read", ["ANNA", "ANNB", "NNA", "NOMANNA", "ANNAXX", "AXNNA"])
def test_the_word_is_on_the_shortlist_however_it_is_misread(read: str) -> None:
    drawn = np.random.default_rng(3)
    others = ["".join(drawn.choice(list(SYMBOLS), 6)) for _ in range(3000)]
    lexicon = Lexicon([*others, "ANNA"])
    chosen = lexicon.index.shortlist(rows(read))
    assert 3000 in chosen.tolist()
    assert len(chosen) < 300


def test_of_an_empty_line_no_word_is_on_the_shortlist() -> None:
    assert len(Lexicon(["ANNA"]).index.shortlist(rows(""))) == 0
