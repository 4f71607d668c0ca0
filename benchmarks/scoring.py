"""How many letters of a reading are wrong: the rules of all accuracy figures of this project.

``CER`` is (substituted + missing + added) / written letters, over letters and digits only, cases folded, white space
ignored; it can exceed 1. ``strict`` keeps the cases, and every run of white space counts as one space. ``purity``
is for pages of one letter: how much of what was read, or of what should have been, is that letter. An entry cut out of
a form (scope ``field``) is compared with the stretch of the reading that fits it best: up to `FREE_LETTERS` letters
of printed labels around it cost nothing and are counted as ``spurious`` instead.
"""

from __future__ import annotations

import unicodedata
from dataclasses import astuple, dataclass
from typing import Self

#: A field may show this many letters around its entry; beyond that the whole reading counts.
FREE_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over readings of one scope; tallies add up.

    Attributes:
        pages: Pages or entries.
        letters: Letters and digits written.
        wrong: Edits between them and the reading.
        exact: Pages without any such edit.
        strict_letters: Letters, digits and spaces written.
        strict_wrong: Edits between them and the reading, cases kept.
        pure: On pages of one letter, how often that letter was read.
        purest: What `pure` would be at best.
        fields: Entries of forms.
        spurious: Letters read around entries of forms.
    """

    pages: int = 0
    letters: int = 0
    wrong: int = 0
    exact: int = 0
    strict_letters: int = 0
    strict_wrong: int = 0
    pure: int = 0
    purest: int = 0
    fields: int = 0
    spurious: int = 0

    def __add__(self, other: Self) -> Self:
        """Count both."""
        return type(self)(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))

    @property
    def cer(self) -> float | None:
        """Character error rate, None where nothing was written."""
        return _share(self.wrong, self.letters)

    @property
    def strict(self) -> float | None:
        """Character error rate with cases and spaces."""
        return _share(self.strict_wrong, self.strict_letters)

    @property
    def exact_share(self) -> float | None:
        """Share of pages or entries read without an error, None on pages of one letter."""
        return _share(self.exact, self.pages) if self.letters else None

    @property
    def purity(self) -> float | None:
        """Share of the one letter on pages of one letter."""
        return _share(self.pure, self.purest)

    @property
    def spurious_mean(self) -> float | None:
        """Letters read around an entry of a form, in the mean."""
        return _share(self.spurious, self.fields)


def tally(scope: str, want: str, got: str, count: int = 0) -> Tally:
    """Count the errors of one reading.

    Args:
        scope: ``field`` for an entry of a form; any other name is a page.
        want: What is written; ``X*`` where every glyph is an X.
        got: The reading; empty for a page that could not be read.
        count: How many glyphs a page of one letter has, 0 if unknown.
    """
    letters, read = folded(want), folded(got)
    if want.endswith("*"):
        return Tally(pages=1, pure=sum(letter in letters for letter in read), purest=max(len(read), count, 1))
    if scope == "field":
        wrong = field_distance(letters, read)
        around = max(0, len(read) - len(letters))
        return Tally(pages=1, letters=len(letters), wrong=wrong, exact=not wrong, fields=1, spurious=around)
    wrong, strictly = edit_distance(letters, read), edit_distance(spaced(want), spaced(got))
    return Tally(1, len(letters), wrong, not wrong, len(spaced(want)), strictly)


def edit_distance(want: str, got: str) -> int:
    """Fewest letters to substitute, drop and add to turn one text into the other (Levenshtein)."""
    return _last_row(want, got, list(range(len(got) + 1)))[-1]


def nearest_distance(want: str, got: str) -> int:
    """Fewest edits between `want` and any stretch of `got`."""
    return min(_last_row(want, got, [0] * (len(got) + 1)))


def field_distance(want: str, got: str) -> int:
    """Edits in an entry of a form, the first letters around it free."""
    return nearest_distance(want, got) if len(got) <= len(want) + FREE_LETTERS else edit_distance(want, got)


def folded(text: str) -> str:
    """Letters and digits only, in capitals, accents dropped."""
    plain = unicodedata.normalize("NFKD", text).upper()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def spaced(text: str) -> str:
    """Letters and digits as they are, every run of white space one space, punctuation dropped."""
    return one_spaced("".join(letter for letter in text if letter.isalnum() or letter.isspace()))


def one_spaced(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def _last_row(want: str, got: str, row: list[int]) -> list[int]:
    """The table of distances, filled row by row; `row` holds what it costs to start at each letter of `got`."""
    for number, wanted in enumerate(want, 1):
        before = row
        row = [number]
        for at, letter in enumerate(got, 1):
            row.append(min(before[at] + 1, row[-1] + 1, before[at - 1] + (wanted != letter)))
    return row


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
