"""Where the line reader's weights are: they come with a package of their own, the extra ``[lines]``."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from model.errors import LinesMissingError

#: The package whose wheel carries the weights; its code is never imported.
PACKAGE = "rapidocr"
RECOGNISER = "PP-OCRv6_rec_small.onnx"


def recogniser_path() -> Path | None:
    """The recogniser's ONNX file, None where the extra is not installed."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).parent / "models" / RECOGNISER
    return path if path.is_file() else None


def needed_path() -> Path:
    """The recogniser's ONNX file.

    Raises:
        LinesMissingError: The extra is not installed.
    """
    path = recogniser_path()
    if path is None:
        raise LinesMissingError
    return path
