"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Mapping
from pathlib import Path

from training.errors import TrainingError

PART = ".part"


def write_whole(path: Path, content: bytes) -> None:
    """Write one file as `write_together` does."""
    write_together({path: content})


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write files beside their places and rename them once all are on the disk.

    Args:
        contents: What each file holds; folders are made where missing.

    Raises:
        TrainingError: The disk is full or cannot be written to. The files that stood there before are untouched.
    """
    parts = {path: path.with_name(path.name + PART) for path in contents}
    path = next(iter(contents))
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(parts[path], content)
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        raise _said(path, error) from error
    finally:
        for part in parts.values():
            # What cannot be removed either is no worse than what went wrong before.
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        # Without this a crash of the machine after the rename may leave an empty file.
        os.fsync(file.fileno())


def _said(path: Path, error: OSError) -> TrainingError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return TrainingError(f"No room is left to write {path}. Free some space and repeat; what was there still is.")
    return TrainingError(f"{path} cannot be written: {error.strerror or error}. Name another folder.")
