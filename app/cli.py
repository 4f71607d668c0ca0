"""The command line: ``blockletter read``, ``batch`` and ``serve``.

Heavy imports stand inside the functions: ``blockletter --help`` must not wait for a network to load.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli_options import (
    FAILURE,
    AlternativesOption,
    CharsetOption,
    ConfidenceOption,
    DeskewOption,
    EngineName,
    EngineOption,
    FormatName,
    FormatOption,
    FormTable,
    LanguageOption,
    LayoutName,
    LayoutOption,
    LexiconModeName,
    LexiconModeOption,
    LexiconOption,
    LexiconUnitName,
    LexiconUnitOption,
    ModelOption,
    OutOption,
    PagesOption,
    Paths,
    PrecisionOption,
    ProfileOption,
    RayCommand,
    RayOption,
    RegionOption,
    fail,
)
from app.farm.command import batch
from model import DEFAULT_CHECKPOINT

if TYPE_CHECKING:
    from fastapi import FastAPI

    from app.batch import Batch
    from app.settings import Settings
    from model.formats.catalogue import Format
    from model.formats.reading import PageReading
    from model.lexicon.words import Lexicon
    from model.networks.hand import Hand

#: More pages than this get a progress bar.
FEW_PAGES = 3

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


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
    form: FormatOption = FormatName.TEXT,
    charset: CharsetOption = "mixed",
    language: LanguageOption = "any",
    alternatives: AlternativesOption = 3,
    engine: EngineOption = EngineName.AUTO,
    profile: ProfileOption = "",
    lexicon: LexiconOption = None,
    lexicon_mode: LexiconModeOption = LexiconModeName.STRICT,
    lexicon_unit: LexiconUnitOption = LexiconUnitName.LINE,
    layout: LayoutOption = LayoutName.PAGE,
    min_confidence: ConfidenceOption = 0.0,
    deskew: DeskewOption = True,
    region: RegionOption = "",
    pages: PagesOption = "",
    model: ModelOption = DEFAULT_CHECKPOINT,
    precision: PrecisionOption = None,
    out: OutOption = None,
) -> None:
    """Read pictures and PDFs; the exit code is 2 where a file could not be read."""
    from app.batch import Batch, find_files
    from app.reading import ReadPage, load_reader, of_precision
    from model.errors import CheckpointError, LinesMissingError, OptionError
    from model.formats.catalogue import find_format
    from model.options import ReadOptions
    from model.picture.region import Region
    from model.picture.sources import PageSelection

    files = find_files(paths)
    try:
        part = Region.parse(region) if region else None
        options = ReadOptions(
            charset, language, alternatives, min_confidence=min_confidence, deskew=deskew, region=part,
            engine=engine.value, hand=_hand(profile), lexicon=_word_list(lexicon), lexicon_mode=lexicon_mode.value,
            lexicon_unit=lexicon_unit.value, layout=layout.value,
        )  # fmt: skip
        selection, chosen = PageSelection.parse(pages), find_format(form.value.replace("jsonl", "ndjson"))
        # Tests bring a loader of their own.
        reader = (context.obj or load_reader)(of_precision(model, precision), engine=engine.value)
        with _progress(files) as tracked:
            batch = Batch(tracked, reader, ReadPage(options), selection, chosen.preview_side, _warn)
            # The picture inside JSON is for programs that ask a service; here it would only fill the screen.
            _put(batch, chosen, out, several=len(files) > 1)
    except (OptionError, CheckpointError, LinesMissingError) as error:
        fail(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(f"Cannot write {error.filename or 'the output'}: {error.strerror}. Choose another folder with --out.")
    if batch.unread:
        raise typer.Exit(FAILURE)


@cli.command()
def fields(
    context: typer.Context,
    template: Annotated[Path, typer.Argument(metavar="FORM.json", help="The template of the form.")],
    paths: Paths,
    form: Annotated[FormTable, typer.Option("--format", help="What to write.")] = FormTable.CSV,
    alternatives: Annotated[int, typer.Option(help="Further values for every field, 0 to 10.", min=0, max=10)] = 3,
    engine: EngineOption = EngineName.AUTO,
    profile: ProfileOption = "",
    pages: PagesOption = "",
    model: ModelOption = DEFAULT_CHECKPOINT,
    precision: PrecisionOption = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write into this file.")] = None,
) -> None:
    """Read the fields of forms by a template; the exit code is 2 where a file could not be read."""
    from app.batch import Batch, find_files
    from app.outputs import forms_out
    from app.reading import ReadFields, load_reader, of_precision
    from model.errors import CheckpointError, LinesMissingError, OptionError, TemplateError
    from model.fields.document import parse_template
    from model.fields.lists import no_lists, with_lists
    from model.fields.reading import FormOptions
    from model.formats.forms import find_form_format
    from model.picture.sources import PageSelection

    files = find_files(paths)
    try:
        known = with_lists(parse_template(template.read_bytes()), no_lists)
        wanted = ReadFields(known, FormOptions(engine.value, alternatives, _hand(profile)))
        selection, chosen = PageSelection.parse(pages), find_form_format(form.value.replace("jsonl", "ndjson"))
        reader = (context.obj or load_reader)(of_precision(model, precision), engine=engine.value)
        with _progress(files) as tracked:
            batch = Batch(tracked, reader, wanted, selection, 0, _warn)
            forms_out(batch, chosen, out)
    except (OptionError, CheckpointError, LinesMissingError, TemplateError) as error:
        fail(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(f"Cannot use {error.filename or 'the output'}: {error.strerror}. Check the path.")
    if batch.unread:
        raise typer.Exit(FAILURE)


cli.command(cls=RayCommand)(batch)


@cli.command()
def key() -> None:
    """Make a key for the service: the key is for the client, its hash for BLOCKLETTER_API_KEYS."""
    from app.secret_keys import new_key

    made, hashed = new_key()
    typer.echo(f"key   {made}\nhash  {hashed}")


@cli.command(cls=RayCommand)
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
    model: Annotated[str | None, typer.Option(help="A bundled network, or the path of an .onnx file.")] = None,
    ray: RayOption = None,
) -> None:
    """Start the service; BLOCKLETTER_* variables set its limits."""
    import uvicorn
    from pydantic import ValidationError

    from app.logs import log_config
    from app.settings import Settings
    from model.errors import CheckpointError, ClusterError, ExtraMissingError, LinesMissingError
    from model.lines.weights import needed_path
    from model.networks.checkpoint import Checkpoint

    if model:
        os.environ["BLOCKLETTER_MODEL"] = model
    # Looked at here as well, for one clear line instead of a failed start.
    try:
        settings = Settings()
        Checkpoint.load(settings.model)
        if settings.engine == "line":
            needed_path()
        if ray:
            from app.cluster.launch import serve_on_ray

            serve_on_ray(settings, ray, host, port)
            return
    except ValidationError as error:
        found = error.errors()[0]
        fail(f"BLOCKLETTER_{str(found['loc'][0]).upper()}: {found['msg']}.")
    except (CheckpointError, ClusterError, ExtraMissingError, LinesMissingError) as error:
        fail(str(error))
    uvicorn.run(
        # Several processes are told by name what to run, and each loads its own.
        "app.main:create_app" if "WEB_CONCURRENCY" in os.environ else _app_of(settings),
        factory=True,
        host=host,
        port=port,
        server_header=False,
        access_log=False,
        log_config=log_config(settings.log_format),
        # What has been accepted may take as long as a request may take.
        timeout_graceful_shutdown=ceil(settings.max_seconds),
    )


def _app_of(settings: Settings) -> Callable[[], FastAPI]:
    """Makes the service; its reader is being loaded from now on."""
    from app.early import EarlyReader

    reader = EarlyReader(settings)

    def make() -> FastAPI:
        from app.main import create_app

        return create_app(settings, reader)

    return make


def _put(batch: Batch[PageReading], form: Format, out: Path | None, several: bool) -> None:
    from app.outputs import to_folder, to_neighbours, to_stdout

    if out:
        to_folder(batch, form, out)
    elif (several and not form.several) or (form.binary and sys.stdout.isatty()):
        to_neighbours(batch, form)
    else:
        to_stdout(batch, form, several)


def _hand(profile: str) -> Hand | None:
    """Find a profile; one that cannot be found ends the program."""
    from app.profiles.errors import ProfileError
    from app.profiles.find import find_hand

    try:
        return find_hand(profile) if profile else None
    except ProfileError as error:
        fail(str(error))
    except OSError as error:
        fail(f"Cannot read {profile}: {error.strerror}. Name an exported profile.")


def _word_list(path: Path | None) -> Lexicon | None:
    """Read a list of words; a file that cannot be read ends the program."""
    from model.lexicon.words import Lexicon

    try:
        return Lexicon.load(path) if path else None
    except OSError as error:
        fail(f"Cannot read {path}: {error.strerror}. Name a text file with a word a line.")


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


def main() -> None:
    """Run the command line."""
    cli()
