"""``blockletter batch``: heavy imports stand inside the functions, as everywhere on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
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
    LanguageOption,
    ModelOption,
    PagesOption,
    PrecisionOption,
    RayOption,
    RegionOption,
    fail,
)
from model import DEFAULT_CHECKPOINT

if TYPE_CHECKING:
    from app.farm.crew import Crew
    from app.farm.forms import PartForm
    from app.farm.store import Store
    from app.farm.worker import Order


class PartFormName(StrEnum):
    """What parts are written as."""

    JSONL = "jsonl"
    PARQUET = "parquet"


Sources = Annotated[
    list[str], typer.Argument(metavar="SRC...", help="Folders with all below them, globs, files, or URLs of these.")
]
Destination = Annotated[
    str, typer.Argument(metavar="DST", help="The folder or URL for the parts; one that was begun is gone on with.")
]
PartFormOption = Annotated[PartFormName, typer.Option("--format", help="What to write.")]
WorkersOption = Annotated[
    int, typer.Option(min=0, help="Pages read at the same time, 0 for as many as there are cores.")
]
RetryOption = Annotated[bool, typer.Option("--retry", help="Read again what could not be read before.")]


def batch(
    context: typer.Context,
    sources: Sources,
    destination: Destination,
    form: PartFormOption = PartFormName.JSONL,
    ray: RayOption = None,
    workers: WorkersOption = 0,
    retry: RetryOption = False,
    charset: CharsetOption = "mixed",
    language: LanguageOption = "any",
    alternatives: AlternativesOption = 3,
    engine: EngineOption = EngineName.AUTO,
    min_confidence: ConfidenceOption = 0.0,
    deskew: DeskewOption = True,
    region: RegionOption = "",
    pages: PagesOption = "",
    model: ModelOption = DEFAULT_CHECKPOINT,
    precision: PrecisionOption = None,
) -> None:
    """Read many files into parts of one row a page; killed and started again, it goes on.

    The exit code is 2 where something could not be read: rows with a `problem` say what and why.
    """
    from app.farm.store import open_store
    from app.farm.worker import Order
    from app.reading import load_reader, of_precision
    from model.errors import BlockletterError
    from model.options import ReadOptions
    from model.picture.region import Region
    from model.picture.sources import PageSelection

    try:
        options = ReadOptions(
            charset, language, alternatives, min_confidence=min_confidence, deskew=deskew,
            region=Region.parse(region) if region else None, engine=engine.value,
        )  # fmt: skip
        network, selection = _absolute(of_precision(model, precision)), PageSelection.parse(pages)
        # Tests bring a loader of their own.
        order = Order(network, options, selection, context.obj or load_reader)
        # Made here once, so that a network that cannot be loaded is one line, not a line a worker.
        order.load(order.model, 1, options.engine)
        store = open_store(destination)
        with store.alone():
            unread = _read(sources, order, store, _form(form), (ray, workers), retry)
    except BlockletterError as error:
        fail(str(error))
    except OSError as error:
        fail(f"Cannot write {error.filename or destination}: {error.strerror or error}. Choose another folder.")
    if unread:
        raise typer.Exit(FAILURE)


def _read(
    sources: Sequence[str], order: Order, store: Store, form: PartForm, who: tuple[str | None, int], retry: bool
) -> int:
    """Read what is left, and say how it went.

    Returns:
        How many files and pages could not be read, now or before.
    """
    from app.farm.batch import read_batch
    from app.farm.ledger import Ledger
    from app.farm.report import Report
    from app.farm.scans import find_scans

    files = find_scans(sources)
    ledger = Ledger(store, form)
    ledger.check_order({"model": order.model, "options": asdict(order.options), "pages": list(order.pages.ranges)})
    if retry:
        ledger.forget_problems()
    with Report(files, ledger) as report:
        read_batch(files, _crew(order, *who), ledger, report.see)
    return report.unread


def _absolute(model: str) -> str:
    """The path of a network wherever a worker is started; the names of bundled ones stay."""
    return str(Path(model).resolve()) if model.endswith(".onnx") else model


def _crew(order: Order, address: str | None, workers: int) -> Crew:
    from app.farm.processes import Processes
    from app.settings import cores

    if address is None:
        return Processes(order, workers or cores())
    from app.farm.rays import RayCrew

    return RayCrew(order, workers, address)


def _form(name: PartFormName) -> PartForm:
    from app.farm.forms import JsonLines, Parquet

    return Parquet() if name is PartFormName.PARQUET else JsonLines()
