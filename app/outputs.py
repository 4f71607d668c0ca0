"""Where the command line puts its readings: standard output, a folder, or beside the pictures."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from app.batch import ANNOTATED, STDIN, FileReading
from model.formats.json import page_fields, write_json
from model.formats.text import write_text

Put = Callable[[FileReading], None]

#: What a folder of readings gets from ``--format jsonl``: one line a picture.
JSON_LINES_FILE = "readings.jsonl"


def as_json(reading: FileReading, indent: int | None = None) -> str:
    """A reading as JSON, with the file it came from."""
    fields = page_fields(
        reading.page,
        file=reading.file,
        model=reading.model,
        engine=reading.engine,
        milliseconds=reading.milliseconds,
    )
    return write_json(fields, indent)


def _write(text: str) -> None:
    """Write to standard output as it is now: a progress bar may have put itself before it, which `echo` overlooks."""
    sys.stdout.write(text)
    sys.stdout.flush()


@contextmanager
def to_stdout(form: str, several: bool) -> Iterator[Put]:
    """Write readings to standard output, each as soon as it is there.

    Args:
        form: ``text``, ``json``, ``jsonl`` or ``png``.
        several: Whether to tell files apart: a header before each text, an array around JSON.

    Yields:
        What takes a reading.
    """
    started = False

    def put(reading: FileReading) -> None:
        nonlocal started
        if form == "png":
            typer.echo(reading.annotated.content if reading.annotated else b"", nl=False)
        elif form == "jsonl":
            _write(as_json(reading) + "\n")
        elif form == "json":
            opening = ",\n" if started else "[\n"
            _write(opening + as_json(reading, indent=2) if several else as_json(reading, indent=2) + "\n")
        else:
            header = f"==> {typer.format_filename(reading.file)} <==\n" if several else ""
            _write(("\n" if started else "") + header + write_text(reading.page))
        started = True

    yield put
    if form == "json" and several:
        _write("\n]\n" if started else "[]\n")


@contextmanager
def to_folder(form: str, folder: Path) -> Iterator[Put]:
    """Write readings into a folder, made where it is missing; pictures of one name get different files.

    Args:
        form: ``text``, ``json``, ``jsonl`` or ``png``.
        folder: The folder.

    Yields:
        What takes a reading.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()

    def put(reading: FileReading) -> None:
        name = free_name(reading.file, taken)
        if form == "png" and reading.annotated:
            (folder / f"{name}{ANNOTATED}").write_bytes(reading.annotated.content)
        elif form == "json":
            (folder / f"{name}.json").write_text(as_json(reading, indent=2) + "\n", encoding="utf-8")
        else:
            (folder / f"{name}.txt").write_text(write_text(reading.page), encoding="utf-8")

    if form != "jsonl":
        yield put
        return
    with (folder / JSON_LINES_FILE).open("w", encoding="utf-8") as lines:
        yield lambda reading: print(as_json(reading), file=lines, flush=True)


@contextmanager
def to_pictures() -> Iterator[Put]:
    """Write annotated pictures beside the pictures, and say where.

    Yields:
        What takes a reading.
    """
    taken: dict[Path, set[str]] = defaultdict(set)

    def put(reading: FileReading) -> None:
        folder = Path(reading.file).parent
        target = folder / f"{free_name(reading.file, taken[folder])}{ANNOTATED}"
        target.write_bytes(reading.annotated.content if reading.annotated else b"")
        _write(typer.format_filename(str(target)) + "\n")

    yield put


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
