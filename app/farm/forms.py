"""How the rows of a part are written, and which files they are of."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Protocol

from app.farm.rows import PageRow
from model.errors import ExtraMissingError


class PartForm(Protocol):
    """Writes parts and reads them again."""

    @property
    def suffix(self) -> str:
        """What the names of its parts end in."""

    def encode(self, rows: Sequence[PageRow]) -> bytes:
        """A part that holds these rows."""

    def decode(self, content: bytes) -> list[PageRow]:
        """The rows of a part.

        Raises:
            ValueError: It is none, or damaged.
        """


class JsonLines:
    """A JSON object a line."""

    suffix = ".jsonl"

    def encode(self, rows: Sequence[PageRow]) -> bytes:
        """A part that holds these rows."""
        return b"".join(f"{json.dumps(row.fields())}\n".encode() for row in rows)

    def decode(self, content: bytes) -> list[PageRow]:
        """The rows of a part."""
        return [_row(_letters_as_text(json.loads(line))) for line in content.splitlines()]


class Parquet:
    """A Parquet file; letters are a column of JSON, which every program that reads Parquet can take apart."""

    suffix = ".parquet"

    def __init__(self) -> None:
        """Have pyarrow ready.

        Raises:
            ExtraMissingError: It is not installed.
        """
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            raise ExtraMissingError("Parquet", "cluster") from error
        self._arrow: Any = pyarrow
        self._parquet: Any = pyarrow.parquet

    def encode(self, rows: Sequence[PageRow]) -> bytes:
        """A part that holds these rows."""
        buffer = io.BytesIO()
        # One schema for all parts, also for one that holds only problems.
        table = self._arrow.Table.from_pylist([asdict(row) for row in rows], schema=self._schema())
        self._parquet.write_table(table, buffer)
        return buffer.getvalue()

    def decode(self, content: bytes) -> list[PageRow]:
        """The rows of a part."""
        return [_row(fields) for fields in self._parquet.read_table(io.BytesIO(content)).to_pylist()]

    def _schema(self) -> Any:
        text, whole = self._arrow.string(), self._arrow.int32()
        kinds = {"page": whole, "width": whole, "height": whole, "confidence": self._arrow.float64()}
        kinds["needs_review"] = self._arrow.bool_()
        return self._arrow.schema([(name, kinds.get(name, text)) for name in PageRow.__slots__])


def _letters_as_text(fields: Any) -> dict[str, Any]:
    if not isinstance(fields, dict):
        raise ValueError("a line is no object")
    return {**fields, "glyphs": json.dumps(fields["glyphs"])}


def _row(fields: dict[str, Any]) -> PageRow:
    try:
        return PageRow(**fields)
    except TypeError as error:
        raise ValueError("the columns are not those of a page") from error
