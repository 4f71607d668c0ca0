"""Read hand-printed letters and digits: ``blockletter.read("photo.jpg").text``."""

from functools import cache

from model.elements import Page
from model.fields.document import parse_template
from model.fields.reading import FormOptions, FormPage
from model.lexicon.words import Lexicon
from model.networks.hand import Hand
from model.options import ReadOptions
from model.reader import Reader

__all__ = ["FormOptions", "FormPage", "Hand", "Lexicon", "Page", "ReadOptions", "Reader", "parse_template", "read"]

_reader = cache(Reader.load)


def read(source: str | bytes, options: ReadOptions | None = None) -> Page:
    """Read a picture file (path or bytes) with the bundled weights; they are loaded at the first call."""
    return _reader().read(source, options)
