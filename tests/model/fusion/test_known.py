"""Words are found in what a line reader sees."""

from __future__ import annotations

import pytest

from model.alphabet import parse_charset
from model.fusion.known import known_words
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
