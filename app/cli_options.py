"""What `blockletter read` and `blockletter batch` are asked on the command line.

Nothing heavy is imported: ``blockletter --help`` must not wait for a network to load.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand

#: The exit code where a file could not be read, or nothing at all could be done.
FAILURE = 2


class FormatName(StrEnum):
    """What a reading is written as; the names of `model.formats.catalogue`, which would take long to import."""

    TEXT = "text"
    JSON = "json"
    NDJSON = "ndjson"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    HOCR = "hocr"
    ALTO = "alto"
    PAGE = "page"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


class FormTable(StrEnum):
    """What the fields of forms are written as; the names of `model.formats.forms`."""

    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"
    JSONL = "jsonl"


class EngineName(StrEnum):
    """Who reads."""

    AUTO = "auto"
    GLYPH = "glyph"
    LINE = "line"


class LayoutName(StrEnum):
    """What is read."""

    PAGE = "page"
    FORM = "form"


class Precision(StrEnum):
    """Which weights of a network."""

    FLOAT32 = "float32"
    INT8 = "int8"


Paths = Annotated[list[str], typer.Argument(help="Pictures, PDFs, folders of them, or - for standard input.")]
FormatOption = Annotated[FormatName, typer.Option("--format", help="What to write.")]
CharsetOption = Annotated[
    str,
    typer.Option(help="Which letters to answer: mixed, letters, alnum, digits, upper, lower or chars:ABC."),
]
LanguageOption = Annotated[
    str,
    typer.Option(help="Whose letters follow one another: any, none (for codes and numbers), or one of de en es fr ..."),
]
EngineOption = Annotated[
    EngineName,
    typer.Option(help="Who reads: glyph by glyph, whole lines, or auto: lines where glyphs are unsure."),
]
class LexiconModeName(StrEnum):
    """Whether a list holds all there can be."""

    STRICT = "strict"
    LOOSE = "loose"


class LexiconUnitName(StrEnum):
    """What is looked for in a list."""

    LINE = "line"
    WORD = "word"


ProfileOption = Annotated[
    str,
    typer.Option(help="Whose hand it is: a profile in the database BLOCKLETTER_CORRECTIONS, or an exported .npz file."),
]
LexiconOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Answer lines out of a list of words, one a line of this file.")
]
LexiconModeOption = Annotated[
    LexiconModeName, typer.Option(help="strict: a word of the list or nothing; loose: what was read where it is surer.")
]
LexiconUnitOption = Annotated[
    LexiconUnitName, typer.Option(help="Whether a whole line is a word of the list, or each of its words.")
]
LayoutOption = Annotated[
    LayoutName, typer.Option(help="What to read: all lines of a page, or the fields of a form without their labels.")
]
AlternativesOption = Annotated[int, typer.Option(help="Next best letters for every glyph, 0 to 10.")]
ConfidenceOption = Annotated[float, typer.Option(help="Leave out glyphs of less confidence, 0 to 1.")]
DeskewOption = Annotated[bool, typer.Option(help="Turn pages that lie on their side, upside down or askew.")]
RegionOption = Annotated[str, typer.Option(metavar="X,Y,W,H", help="Read only this part, in pixels.")]
PagesOption = Annotated[str, typer.Option(help="Which pages of a TIFF or PDF: 2, 1-3, 5- or 1,4-6.")]
ModelOption = Annotated[str, typer.Option(help="A bundled network, or the path of an .onnx file with its card.")]
PrecisionOption = Annotated[Precision | None, typer.Option(help="Which weights of a bundled network.")]
OutOption = Annotated[Path | None, typer.Option(metavar="DIR", help="Write one file a picture into this folder.")]
RayOption = Annotated[
    str | None,
    typer.Option("--ray", metavar="[ADDRESS]", help="Use a Ray cluster; without an address one of this machine."),
]

#: What `--ray` without an address means.
THIS_MACHINE = "local"


class RayCommand(TyperCommand):
    """A command whose option `--ray` may stand without an address."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the address of this machine where none is given: before another option, or at the end."""
        for place, word in enumerate(args):
            if word == "--ray" and (place + 1 == len(args) or args[place + 1].startswith("-")):
                args = [*args[: place + 1], THIS_MACHINE, *args[place + 1 :]]
                break
        return super().parse_args(ctx, args)


def fail(reason: str) -> NoReturn:
    """End with one line that says why."""
    typer.echo(f"blockletter: {reason}", err=True)
    raise typer.Exit(FAILURE)
