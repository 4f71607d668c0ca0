"""Reading many files, one after the other, without stopping at a bad one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from app.reading import PageReader, engine_in_use
from model.decode import decode
from model.elements import Page
from model.errors import PictureError
from model.formats.picture import LONGEST_SIDE, AnnotatedPicture, annotate
from model.options import Engine, ReadOptions

STDIN = "-"
PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".gif"}
#: What annotated pictures are called; a folder that was read before holds some.
ANNOTATED = ".annotated.png"


@dataclass(frozen=True, slots=True)
class FileReading:
    """What was read in one file.

    Attributes:
        file: The path as the user gave it.
        page: The reading.
        model: The name of the checkpoint.
        engine: Who read it.
        milliseconds: From the encoded picture to the last letter.
        annotated: The picture with boxes and letters, where it was asked for.
    """

    file: str
    page: Page
    model: str
    engine: Engine
    milliseconds: float
    annotated: AnnotatedPicture | None = None


def find_files(paths: Iterable[str]) -> list[str]:
    """Put the pictures in a folder in its place; a path that is no folder stays, whether it exists or not."""
    return [file for path in paths for file in (_pictures_in(Path(path)) if Path(path).is_dir() else [path])]


def _pictures_in(folder: Path) -> list[str]:
    """The pictures in a folder by name, or the folder itself where it holds none, to be complained about."""
    names = (path for path in folder.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES)
    pictures = sorted(str(path) for path in names if path.is_file() and not path.name.endswith(ANNOTATED))
    return pictures or [str(folder)]


def read_file(file: str, reader: PageReader, options: ReadOptions, draw: bool) -> FileReading:
    """Read one file.

    Args:
        file: Its path, or ``-`` for standard input.
        reader: What reads.
        options: What to answer.
        draw: Whether an annotated picture is wanted.

    Raises:
        PictureError: The file is no picture that can be read.
        OSError: The file cannot be opened.
    """
    encoded = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    start = perf_counter()
    picture = decode(encoded, preview_side=LONGEST_SIDE if draw else 0)
    page = reader.read(picture, options)
    milliseconds = (perf_counter() - start) * 1000
    annotated = None if picture.preview is None else annotate(picture.preview, page)
    engine = engine_in_use(reader, options.engine)
    return FileReading(file, page, reader.classifier.card.name, engine, milliseconds, annotated)


def read_files(
    files: Iterable[str],
    read: Callable[[str], FileReading],
    put: Callable[[FileReading], None],
    complain: Callable[[str, str], None],
) -> int:
    """Read files and hand each reading on as soon as it is there.

    Args:
        files: Their paths.
        read: Reads one, or raises `PictureError` or `OSError`.
        put: Takes a reading.
        complain: Takes the path of a file that could not be read and why, in one line.

    Returns:
        How many files could not be read.
    """
    unread = 0
    for file in files:
        try:
            reading = read(file)
        except PictureError as error:
            complain(file, str(error))
        except IsADirectoryError:
            complain(file, "There is no picture in this folder. Name a folder that holds pictures.")
        except OSError as error:
            complain(file, f"{error.strerror or error}. Check the path and whether you may read the file.")
        else:
            put(reading)
            continue
        unread += 1
    return unread
