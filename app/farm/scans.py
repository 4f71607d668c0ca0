"""What a batch shall read: folders with all below them, globs, files, and URLs of object stores."""

from __future__ import annotations

import glob
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from app.batch import PICTURE_SUFFIXES, WRITTEN_SUFFIXES
from model.errors import BatchError, ExtraMissingError

URL_MARK = "://"
WILDCARDS = frozenset("*?[")


def find_scans(sources: Iterable[str]) -> list[str]:
    """Name every file once, in an order that only depends on the names.

    Args:
        sources: Folders, globs, files, or the same as URLs such as ``s3://bucket/scans/**/*.tif``.

    Returns:
        Absolute paths and URLs: the name under which a file is known to be read, from wherever the batch is started.

    Raises:
        BatchError: There is nothing to read at one of the sources.
        ExtraMissingError: A URL is named, and what opens URLs is not installed.
    """
    found: set[str] = set()
    for source in sources:
        here = sorted(_at_url(source) if URL_MARK in source else _on_disk(source))
        if not here:
            raise BatchError(f"There is no picture at {source}. Name folders, globs or files that are there.")
        found.update(here)
    for name in found:
        if not name.isprintable() and name.encode("utf-8", "replace") != name.encode("utf-8", "surrogateescape"):
            raise BatchError(f"The name of {name!r} is no UTF-8, which rows are written in. Rename the file.")
    return sorted(found)


def open_scan(name: str) -> BinaryIO:
    """Open a file that `find_scans` named.

    Raises:
        OSError: It is not there any more, or may not be read.
    """
    if URL_MARK not in name:
        return Path(name).open("rb")
    system, path = file_system(name)
    # Whole: a decoder jumps about in a file, and every jump would be a request.
    return io.BytesIO(system.cat_file(path))


def file_system(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it.

    Raises:
        BatchError: The URL is of no known kind, or its kind needs a further package.
        ExtraMissingError: What opens URLs is not installed.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise ExtraMissingError("URLs", "cluster") from error
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise BatchError(f"{url} cannot be opened: {error}. Install what its kind of URL needs, or copy it.") from error
    return system, str(path)


def _on_disk(source: str) -> Iterator[str]:
    path = Path(source)
    if path.is_dir():
        below = (os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)  # noqa: PTH118
        yield from (os.path.abspath(name) for name in below if is_picture(name))  # noqa: PTH100
    elif path.exists():
        yield os.path.abspath(path)  # noqa: PTH100
    elif WILDCARDS & set(source):
        # By their content, like files that are named one by one: who writes a glob knows what is there.
        names = glob.glob(source, recursive=True)  # noqa: PTH207
        yield from (os.path.abspath(name) for name in names if Path(name).is_file())  # noqa: PTH100


def _at_url(source: str) -> Iterator[str]:
    system, path = file_system(source)
    if WILDCARDS & set(path):
        names = [name for name in system.glob(path) if system.isfile(name)]
    elif system.isdir(path):
        names = [name for name in system.find(path) if is_picture(name)]
    else:
        names = [path] if system.exists(path) else []
    yield from map(system.unstrip_protocol, names)


def is_picture(name: str) -> bool:
    """Whether a file in a folder is meant to be read, by its name."""
    path = PurePosixPath(name)
    hidden = path.name.startswith(".")
    return path.suffix.lower() in PICTURE_SUFFIXES and not path.name.endswith(WRITTEN_SUFFIXES) and not hidden
