"""Forms with files, sent in pieces: a document of 100 megabytes is never in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

PIECE_BYTES = 65_536
#: A file by its path, or its bytes.
File = str | os.PathLike[str] | bytes


@dataclass(frozen=True, slots=True)
class Form:
    """A form as ``multipart/form-data``; it can be sent more than once.

    Attributes:
        fields: Names and values.
        files: What is sent in the field ``image``.
        template: What is sent in the field ``template``, None for nothing.
        boundary: What stands between the parts.
    """

    fields: Mapping[str, str]
    files: Sequence[File]
    template: File | None = None
    boundary: str = field(default_factory=lambda: token_hex(16))

    @property
    def content_type(self) -> str:
        """The header that belongs to it."""
        return f"multipart/form-data; boundary={self.boundary}"

    @property
    def length(self) -> int:
        """How many bytes `pieces` yields."""
        return sum(len(head) + _size(content) for head, content in self._parts()) + len(self._end())

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the form.

        Raises:
            OSError: A file cannot be read.
        """
        for head, content in self._parts():
            yield head
            if isinstance(content, bytes):
                yield content
            else:
                with Path(content).open("rb") as file:
                    while piece := file.read(PIECE_BYTES):
                        yield piece
        yield self._end()

    def _parts(self) -> Iterator[tuple[bytes, File]]:
        """Heads and contents; a line break ends the part before."""
        start = f"--{self.boundary}\r\nContent-Disposition: form-data; "
        for name, value in self.fields.items():
            yield f'{start}name="{name}"\r\n\r\n'.encode(), value.encode() + b"\r\n"
        several = [("image", content) for content in self.files]
        if self.template is not None:
            several.append(("template", self.template))
        for number, (part, content) in enumerate(several):
            # The line break before a head ends the file before it.
            before = "\r\n" if number else ""
            name = _quoted("upload" if isinstance(content, bytes) else Path(content).name)
            yield f'{before}{start}name="{part}"; filename="{name}"\r\n\r\n'.encode(), content

    def _end(self) -> bytes:
        return f"\r\n--{self.boundary}--\r\n".encode()


def _size(content: File) -> int:
    return len(content) if isinstance(content, bytes) else Path(content).stat().st_size


def _quoted(name: str) -> str:
    """A file's name as browsers write it."""
    return name.encode("utf-8", "replace").decode().replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
