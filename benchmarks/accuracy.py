"""How well pages, names and glyphs are read, beside the peers that are installed: ``make bench-accuracy``.

``python -m benchmarks.accuracy --corpora pages --corpora names --names 150 --markdown accuracy.md``
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, cast

import typer
from rich.progress import Progress

from benchmarks.corpora import DEFAULT_CORPORA, by_scope, load_names, load_pages
from benchmarks.drawn import PAGES, measure_drawn
from benchmarks.engines import Blockletter, Engine, rapidocrs, tesseracts
from benchmarks.glyphs import measure_glyphs
from benchmarks.tables import Figures, progress_bars, wide_console
from benchmarks.texts import compare
from benchmarks.variants import measure_variants
from model import DEFAULT_CHECKPOINT
from model.errors import BlockletterError
from model.options import ENGINES, ReadOptions
from model.options import Engine as EngineOption
from model.reader import Reader

SEED = 7


class Corpus(StrEnum):
    """What can be measured."""

    PAGES = "pages"
    NAMES = "names"
    VARIANTS = "variants"
    DRAWN = "drawn"
    GLYPHS = "glyphs"


class Peer(StrEnum):
    """Who is measured beside us."""

    TESSERACT = "tesseract"
    RAPIDOCR = "rapidocr"
    NONE = "none"


class EngineName(StrEnum):
    """Which of our engines."""

    AUTO = "auto"
    GLYPH = "glyph"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Setup:
    """What all measurements share; `engines` begins with ours."""

    ours: Blockletter
    engines: Sequence[Engine]
    corpora: Path
    names: int
    drawn: int
    progress: Progress


def _names(setup: Setup) -> Figures:
    entries = load_names(setup.corpora, setup.names, SEED)
    drawn = f"{setup.names} drawn by seed {SEED}" if setup.names else "all"
    title = f"Names from form fields, validation ({drawn}), labels seen and unseen in training apart"
    return compare(title, entries, setup.engines, setup.progress)


def _pages(setup: Setup) -> Figures:
    return compare("Photos and scans of pages", by_scope(load_pages(setup.corpora)), setup.engines, setup.progress)


MEASURES: dict[Corpus, Callable[[Setup], Figures]] = {
    Corpus.PAGES: _pages,
    Corpus.NAMES: _names,
    Corpus.VARIANTS: lambda setup: measure_variants(setup.ours, load_pages(setup.corpora), setup.progress),
    Corpus.DRAWN: lambda setup: measure_drawn(setup.ours, setup.corpora / "glyphs", setup.progress, setup.drawn),
    Corpus.GLYPHS: lambda setup: measure_glyphs(setup.ours, setup.corpora / "glyphs"),
}


def main(
    model: Annotated[str, typer.Option(help="A bundled network, or the path of an .onnx file.")] = DEFAULT_CHECKPOINT,
    charset: Annotated[str, typer.Option(help="Which letters we may answer.")] = "mixed",
    language: Annotated[str, typer.Option(help="Whose letters follow one another: any, none, fr ...")] = "any",
    engine: Annotated[list[EngineName] | None, typer.Option(help="Our engines (repeatable); all by default.")] = None,
    corpora: Annotated[list[Corpus] | None, typer.Option(help="What to measure (repeatable); all by default.")] = None,
    peers: Annotated[list[Peer] | None, typer.Option(help="Beside whom (repeatable); all by default.")] = None,
    rapidocr_python: Annotated[Path | None, typer.Option(help="An interpreter that has rapidocr.")] = None,
    names: Annotated[int, typer.Option(min=0, help="How many names to draw, 0 for all.")] = 150,
    drawn: Annotated[int, typer.Option(min=1, help="How many drawn pages a row.")] = PAGES,
    folder: Annotated[Path, typer.Option(help="The folder of the corpora.")] = DEFAULT_CORPORA,
    markdown: Annotated[Path | None, typer.Option(help="Write the tables into this file, too.")] = None,
) -> None:
    """Read corpora and print one table for each."""
    tables = []
    console = wide_console()
    with ExitStack() as stack:
        try:
            several = _ours(Reader.load(model), charset, language, engine or list(ENGINES), Path(model).stem)
        except BlockletterError as error:
            sys.exit(str(error))
        engines = [*several, *stack.enter_context(_peers(peers or list(Peer), rapidocr_python))]
        setup = Setup(several[0], engines, folder, names, drawn, stack.enter_context(progress_bars()))
        for corpus in dict.fromkeys(corpora or Corpus):
            try:
                tables.append(MEASURES[corpus](setup))
            except FileNotFoundError as error:
                console.print(f"{corpus}: left out, there is no {error.filename}.")
                continue
            console.print(tables[-1].for_terminal())
    if markdown:
        markdown.write_text("\n\n".join(table.markdown() for table in tables) + "\n", encoding="utf-8")


def _ours(reader: Reader, charset: str, language: str, engines: Sequence[str], model: str) -> list[Blockletter]:
    """Our reader once for each engine; without a line reader there is only one."""
    if reader.line_reader is None:
        engines = ["glyph"]
    return [
        Blockletter(
            reader,
            ReadOptions(charset, language, engine=cast(EngineOption, name)),
            f"blockletter {name}, {model}" + ("" if name == "glyph" or not reader.line_reader else
                                              f" + {reader.line_reader.name}"),
            f"blockletter {name}",
        )
        for name in dict.fromkeys(engines)
    ]  # fmt: skip


@contextmanager
def _peers(wanted: Sequence[Peer], rapidocr_python: Path | None) -> Iterator[list[Engine]]:
    engines = tesseracts() if Peer.TESSERACT in wanted else []
    if Peer.RAPIDOCR not in wanted:
        yield engines
        return
    with rapidocrs(rapidocr_python) as more:
        yield [*engines, *more]


if __name__ == "__main__":
    typer.run(main)
