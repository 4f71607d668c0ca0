"""Where the command line puts its readings: standard output, a folder, or beside the pictures."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

import typer

from app.batch import STDIN, Batch
from app.errors import OnePageError
from model.formats.catalogue import Format
from model.formats.forms import FormFormat, FormReading
from model.formats.json import write_json
from model.formats.reading import PageReading

#: What a folder of readings gets from ``--format ndjson``: one line a page.
JSON_LINES_FILE = "readings.jsonl"
#: People read JSON files, too.
INDENT = 2


def to_stdout(batch: Batch[PageReading], form: Format, several: bool) -> None:
    """Write readings to standard output, each as soon as it is there.

    Args:
        batch: What is read.
        form: The format.
        several: Whether there are several files: their texts get headers.

    Raises:
        OptionError: The format holds one page, and there are more.
    """
    if form.name == "text" and several:
        _texts_to_stdout(batch, form)
        return
    for chunk in _written(form, _at_most_one(batch.readings(), form)):
        _write(chunk)


def forms_out(batch: Batch[FormReading], form: FormFormat, file: Path | None) -> None:
    """Write forms into a file or to standard output, each page as soon as it is read."""
    chunks = form.write(batch.readings())
    if file is None:
        for chunk in chunks:
            _write(chunk)
        return
    with file.open("wb", buffering=0) as target:
        for chunk in chunks:
            target.write(chunk)


def to_folder(batch: Batch[PageReading], form: Format, folder: Path) -> None:
    """Write readings into a folder, made where it is missing; files of one name get different ones."""
    folder.mkdir(parents=True, exist_ok=True)
    if form.name == "ndjson":
        _save(folder / JSON_LINES_FILE, form, batch.readings())
        return
    taken: set[str] = set()
    for file, pages in batch.documents():
        for _ in _save_document(folder, file, taken, form, pages):
            pass


def to_neighbours(batch: Batch[PageReading], form: Format) -> None:
    """Write readings beside the files they are of, and say where."""
    taken: dict[Path, set[str]] = defaultdict(set)
    for file, pages in batch.documents():
        folder = Path(file).parent
        for target in _save_document(folder, file, taken[folder], form, pages):
            _write(f"{typer.format_filename(str(target))}\n".encode("utf-8", "surrogateescape"))


def free_name(file: str, taken: set[str]) -> str:
    """A name for the reading of a file that no other reading has yet.

    Args:
        file: The path of the picture.
        taken: The names in use; the new one is added.

    Returns:
        The file's name without its suffix, else with it, else numbered.
    """
    path = Path("stdin" if file == STDIN else file)
    names = (path.stem, path.name, *(f"{path.name}-{number}" for number in range(2, len(taken) + 3)))
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return name


def _write(content: bytes) -> None:
    """Write to standard output as it is now: a progress bar may have put itself before it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _texts_to_stdout(batch: Batch[PageReading], form: Format) -> None:
    before = ""
    for file, pages in batch.documents():
        header = f"{before}==> {typer.format_filename(file)} <==\n"
        for reading in pages:
            _write(header.encode("utf-8", "surrogateescape"))
            _write(b"".join(form.write(chain([reading], pages))))
            before = "\n"


def _written(form: Format, readings: Iterable[PageReading]) -> Iterator[bytes]:
    """The chunks of a document; none at all where nothing could be read, which some formats have no form for."""
    write = partial(write_json, indent=INDENT) if form.name == "json" else form.write
    for first in (pages := iter(readings)):
        yield from write(chain([first], pages))


def _at_most_one(readings: Iterator[PageReading], form: Format) -> Iterator[PageReading]:
    for count, reading in enumerate(readings):
        if count and not form.several:
            raise OnePageError(form.name)
        yield reading


def _save_document(
    folder: Path, file: str, taken: set[str], form: Format, pages: Iterator[PageReading]
) -> Iterator[Path]:
    """Write the pages of a file into one file or, where the format holds one page, into one each."""
    for first in pages:
        name = free_name(file, taken)
        if form.several:
            yield _save(folder / f"{name}{form.suffix}", form, chain([first], pages))
            return
        yield _save(folder / f"{name}{form.suffix}", form, [first])
        for reading in pages:
            yield _save(folder / f"{name}-{reading.number}{form.suffix}", form, [reading])


def _save(path: Path, form: Format, readings: Iterable[PageReading]) -> Path:
    with path.open("wb", buffering=0) as target:
        for chunk in _written(form, readings):
            target.write(chunk)
    return path
