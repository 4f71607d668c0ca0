"""Words are found in what a line reader sees."""

from __future__ import annotations

import pytest

from model.alphabet import parse_charset
from model.fusion.known import known_words, undisputed
from model.lines.slots import find_slots
from tests.model.lines.fakes import seen


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("water", ["water"]),
        ("WATER garden", ["WATER", "garden"]),
        ("(water)", ["water"]),
        ("waqrk", []),
        ("the", []),
        ("water7", ["water"]),
        ("17/06", []),
        ("", []),
    ],
)
def test_words_that_people_write_are_known(text: str, words: list[str]) -> None:
    charset = parse_charset("mixed")
    slots = find_slots(seen(text, 0, 200), charset)
    read = "".join(charset.letters[best] for best in slots.letters.argmax(axis=1))
    assert [read[word] for word in known_words(slots, charset.letters, "any")] == words
    assert not known_words(slots, charset.letters, "none")


@pytest.mark.parametrize(
    ("heard", "at", "kept"),
    [("water", 0, 1), ("waters", 0, 0), ("waqers", 0, 1), ("waters", 300, 1), ("later", 0, 1)],
    ids=["the same", "a longer one", "no word", "elsewhere", "another as long"],
)
def test_words_are_disputed_where_another_reader_sees_one_of_more_letters(heard: str, at: int, kept: int) -> None:
    charset = parse_charset("mixed")
    slots, others = find_slots(seen("water", 0, 200), charset), find_slots(seen(heard, at, at + 200), charset)
    words, rivals = (known_words(own, charset.letters, "any") for own in (slots, others))
    assert len(undisputed(words, slots, rivals, others)) == kept
