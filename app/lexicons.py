"""Lists of words: named ones that the deployment keeps, and those that come with a request."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from model.errors import LexiconError
from model.lexicon.words import MOST_BYTES, Lexicon

SUFFIX = ".txt"


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The named lists of a folder; a list that is changed there is read anew."""

    folder: Path | None

    @property
    def names(self) -> list[str]:
        """What there is: each file ``NAME.txt``, with a word a line, is a list."""
        if self.folder is None or not self.folder.is_dir():
            return []
        return sorted(path.stem for path in self.folder.iterdir() if path.suffix == SUFFIX and path.is_file())

    def choose(self, name: str, words: BinaryIO | None) -> Lexicon | None:
        """The list that a request is about.

        Args:
            name: Of a named list; empty for none.
            words: A list that came with the request, None for none.

        Raises:
            LexiconError: There are both, there is no such list, or it cannot be used.
        """
        if name and words:
            raise LexiconError("Send a list in words or name one with lexicon, not both.")
        if words:
            return Lexicon.parse(words.read(MOST_BYTES + 1))
        return self._named(name) if name else None

    def _named(self, name: str) -> Lexicon:
        if self.folder is None or name not in self.names:
            known = ", ".join(self.names) or "none; send your own list as the file words"
            raise LexiconError(f"There is no list of words {name[:40]!r}. Here there are: {known}.")
        return Lexicon.load(self.folder / f"{name}{SUFFIX}")
