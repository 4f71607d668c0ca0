"""A small client of the service: standard library only, nothing of the program itself is imported."""

from blockletter_client.client import Client, RefusedError
from blockletter_client.fields import FieldValue, FormReading, OtherValue
from blockletter_client.readings import Alternative, Box, Glyph, Line, PageReading, Problem, Word

__all__ = [
    "Alternative", "Box", "Client", "FieldValue", "FormReading", "Glyph", "Line", "OtherValue", "PageReading",
    "Problem", "RefusedError", "Word",
]  # fmt: skip
