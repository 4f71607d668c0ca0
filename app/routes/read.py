"""Reading pictures and documents."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Iterator
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from app.answers import READ_RESPONSES
from app.dependencies import CurrentService, Service
from app.job import Job, Upload
from app.ndjson import write_lines
from app.negotiation import choose_format
from app.reading import ReadPage
from app.routes.forms import FormRoute
from app.schemas import ReadForm
from app.streams import Steps, answer_steps
from model.errors import LinesMissingError
from model.formats.catalogue import FORMATS, Format
from model.formats.json import page_fields
from model.formats.picture import LONGEST_SIDE
from model.formats.reading import PageReading
from model.lexicon.words import Lexicon
from model.networks.hand import Hand
from model.options import ReadOptions
from model.picture.region import Region
from model.picture.sources import PageSelection

router = APIRouter(prefix="/api/v1", tags=["read"], route_class=FormRoute)

JSON, NDJSON = FORMATS["json"], FORMATS["ndjson"]
HEADERS = {"Vary": "Accept", "Cache-Control": "no-store"}


@router.post("/read", response_class=Response, responses=READ_RESPONSES)
async def read(
    request: Request, service: CurrentService, form: Annotated[ReadForm, Form(media_type="multipart/form-data")]
) -> Response:
    """Read the hand-printed letters and digits of pictures and documents."""
    request.state.received = True
    chosen = choose_format(form.format, request.headers.get("accept", ""))
    # Making a long list ready takes a while.
    words = form.words.file if form.words else None
    lexicon = await asyncio.to_thread(service.lexicons.choose, form.lexicon, words)
    hand = await asyncio.to_thread(service.profiles.hand, form.profile) if form.profile else None
    job = make_job(service, form, chosen, lexicon, hand)
    chunks = (
        write_lines(job.pages_or_problems(), page_fields) if chosen is NDJSON else _written(chosen, job.readings())
    )
    steps = Steps(service.turns.enter(), chunks, request.state.deadline, service.metrics, job.stopwatch)
    return await answer_steps(request, steps, chosen.media_type, HEADERS, streamed=chosen is NDJSON)


def make_job(
    service: Service, form: ReadForm, chosen: Format, lexicon: Lexicon | None = None, hand: Hand | None = None
) -> Job[PageReading]:
    """Understand a form.

    Raises:
        OptionError: An option is unknown or out of range.
    """
    region = Region.parse(form.region) if form.region else None
    options = ReadOptions(
        form.charset,
        form.language,
        form.alternatives,
        min_confidence=form.min_confidence,
        deskew=form.deskew,
        region=region,
        engine=form.engine,
        hand=hand,
        lexicon=lexicon,
        lexicon_mode=form.lexicon_mode,
        lexicon_unit=form.lexicon_unit,
        layout=form.layout,
    )
    if options.engine == "line" and service.readers.default.line_reader is None:
        raise LinesMissingError
    name = service.readers.choose(form.model or None, form.precision)
    return Job(
        [Upload(image.filename or "", image.file) for image in form.image],
        ReadPage(options),
        PageSelection.parse(form.pages),
        chosen,
        preview_side(chosen, form.annotate),
        lambda: service.readers.get(name),
        service.settings.limits,
        service.metrics,
    )


def preview_side(form: Format, annotate: bool | None) -> int:
    """The longest side of the picture that is answered, in pixels; 0 where none is."""
    if form in (JSON, NDJSON):
        wanted = form is JSON if annotate is None else annotate
        return LONGEST_SIDE if wanted else 0
    return form.preview_side


def _written(form: Format, readings: Iterator[PageReading]) -> Generator[bytes]:
    yield from form.write(readings)
