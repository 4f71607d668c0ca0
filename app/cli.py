"""The command line: ``blockletter read`` and ``blockletter serve``.

Heavy imports stand inside the functions: ``blockletter --help`` must not wait for a network to load.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from model import DEFAULT_CHECKPOINT

if TYPE_CHECKING:
    from app.outputs import Put

#: More pages than this get a progress bar.
FEW_PAGES = 3
FAILURE = 2

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


class Format(StrEnum):
    """What a reading is written as."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    PNG = "png"


class EngineName(StrEnum):
    """Who reads."""

    AUTO = "auto"
    GLYPH = "glyph"
    LINE = "line"


Paths = Annotated[list[str], typer.Argument(help="Pictures, folders of pictures, or - for standard input.")]
FormatOption = Annotated[Format, typer.Option("--format", help="What to write.")]
CharsetOption = Annotated[
    str,
    typer.Option(help="Which letters to answer: mixed, letters, alnum, digits, upper, lower or chars:ABC."),
]
LanguageOption = Annotated[
    str,
    typer.Option(help="Whose letters follow one another: any, none (for codes and numbers), or one of de en es fr ..."),
]
AlternativesOption = Annotated[int, typer.Option(help="Next best letters for every glyph, 0 to 10.")]
EngineOption = Annotated[
    EngineName,
    typer.Option(help="Who reads: glyph by glyph, whole lines, or auto: lines where glyphs are unsure."),
]
ModelOption = Annotated[str, typer.Option(help="A bundled network, or the path of an .onnx file with its card.")]
OutOption = Annotated[Path | None, typer.Option(metavar="DIR", help="Write one file a picture into this folder.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"blockletter {version('blockletter')}")
        raise typer.Exit


VersionOption = Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show it.")]


@cli.callback()
def describe(version: VersionOption = False) -> None:
    """Read hand-printed letters and digits from photos and scans."""


@cli.command()
def read(
    context: typer.Context,
    paths: Paths,
    form: FormatOption = Format.TEXT,
    charset: CharsetOption = "mixed",
    language: LanguageOption = "any",
    alternatives: AlternativesOption = 3,
    engine: EngineOption = EngineName.AUTO,
    model: ModelOption = DEFAULT_CHECKPOINT,
    out: OutOption = None,
) -> None:
    """Read pictures; the exit code is 2 where a file could not be read."""
    from app.batch import find_files, read_file, read_files
    from app.reading import load_reader
    from model.errors import CheckpointError, LinesMissingError, OptionError
    from model.options import ReadOptions

    try:
        options = ReadOptions(charset, language, alternatives, engine.value)
        # Tests bring a loader of their own.
        reader = (context.obj or load_reader)(model, engine=engine.value)
    except (OptionError, CheckpointError, LinesMissingError) as error:
        _fail(str(error))
    files = find_files(paths)
    try:
        with _output(form, out, several=len(files) > 1) as put, _progress(files) as tracked:
            unread = read_files(tracked, lambda file: read_file(file, reader, options, form is Format.PNG), put, _warn)
    except BrokenPipeError:
        raise
    except OSError as error:
        _fail(f"Cannot write {error.filename or 'the output'}: {error.strerror}. Choose another folder with --out.")
    if unread:
        raise typer.Exit(FAILURE)


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
    model: Annotated[str | None, typer.Option(help="A bundled network, or the path of an .onnx file.")] = None,
) -> None:
    """Start the service; BLOCKLETTER_* variables set its limits."""
    import uvicorn
    from pydantic import ValidationError

    from app.settings import Settings
    from model.checkpoint import Checkpoint
    from model.errors import CheckpointError, LinesMissingError
    from model.lines.weights import needed_path

    if model:
        os.environ["BLOCKLETTER_MODEL"] = model
    # Looked at here as well, for one clear line instead of a failed start.
    try:
        settings = Settings()
        Checkpoint.load(settings.model)
        if settings.engine == "line":
            needed_path()
    except ValidationError as error:
        found = error.errors()[0]
        _fail(f"BLOCKLETTER_{str(found['loc'][0]).upper()}: {found['msg']}.")
    except (CheckpointError, LinesMissingError) as error:
        _fail(str(error))
    uvicorn.run("app.main:create_app", factory=True, host=host, port=port, server_header=False)


def _output(form: Format, out: Path | None, several: bool) -> AbstractContextManager[Put]:
    from app.outputs import to_folder, to_pictures, to_stdout

    if out:
        return to_folder(form.value, out)
    if form is Format.PNG and (several or sys.stdout.isatty()):
        return to_pictures()
    return to_stdout(form.value, several)


@contextmanager
def _progress(files: list[str]) -> Iterator[Iterable[str]]:
    """Show a bar on standard error, where somebody sees it and there is something to wait for."""
    if len(files) <= FEW_PAGES or not sys.stderr.isatty():
        yield files
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    # Standard output is only led around the bar where both are the same terminal.
    console, shared = Console(stderr=True), sys.stdout.isatty()
    with Progress(*columns, console=console, redirect_stdout=shared, transient=True) as bar:
        yield bar.track(files)


def _warn(file: str, reason: str) -> None:
    # Not by `echo`, which writes into the progress bar.
    sys.stderr.write(f"{typer.format_filename(file)}: {reason}\n")


def _fail(reason: str) -> NoReturn:
    typer.echo(f"blockletter: {reason}", err=True)
    raise typer.Exit(FAILURE)


def main() -> None:
    """Run the command line."""
    cli()
