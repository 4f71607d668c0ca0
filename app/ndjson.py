"""NDJSON for those who want every page as soon as it is read, also behind one that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Mapping
from typing import Any

from app.errors import ServiceError, UnreadPageError, document_of
from app.job import Found
from model.formats.json import VERSION


def write_lines(
    found: Iterable[Found | UnreadPageError], fields: Callable[[Found], Mapping[str, Any]]
) -> Generator[bytes]:
    """One line a page; one that cannot be read has a `problem` in place of its text.

    Where the only file cannot be opened, or its only page not be read, there is nothing to stream.

    Args:
        found: The pages.
        fields: What is told of each.

    Raises:
        PictureError: The first of all pages cannot be read.
        OptionError: An option does not fit it.
    """
    first = True
    for page in found:
        if not isinstance(page, UnreadPageError):
            line = json.dumps(fields(page))
        elif first and page.alone:
            raise page.reason
        else:
            line = json.dumps(_problem_fields(page))
        first = False
        yield f"{line}\n".encode()


def last_line(error: ServiceError) -> bytes:
    """Why there are no more pages, though there should be."""
    return f"{json.dumps({'version': VERSION, 'problem': document_of(error)})}\n".encode()


def _problem_fields(page: UnreadPageError) -> dict[str, object]:
    place = {"file": page.file or None, "page": page.number}
    known = {name: value for name, value in place.items() if value is not None}
    return {"version": VERSION, **known, "problem": document_of(page)}
