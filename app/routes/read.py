"""Reading pictures and documents."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from app.answers import READ_RESPONSES
from app.dependencies import CurrentService, Service
from app.job import Job, Upload
from app.ndjson import write_lines
from app.negotiation import choose_format
from app.routes.forms import FormRoute
from app.schemas import ReadForm
from app.streams import Steps, StepsResponse, collect
from model.errors import LinesMissingError
from model.formats.catalogue import FORMATS, Format
from model.formats.picture import LONGEST_SIDE
from model.options import ReadOptions
from model.region import Region
from model.sources import PageSelection

router = APIRouter(prefix="/api/v1", tags=["read"], route_class=FormRoute)

JSON, NDJSON = FORMATS["json"], FORMATS["ndjson"]
HEADERS = {"Vary": "Accept", "Cache-Control": "no-store"}


@router.post("/read", response_class=Response, responses=READ_RESPONSES)
async def read(
    request: Request, service: CurrentService, form: Annotated[ReadForm, Form(media_type="multipart/form-data")]
) -> Response:
    """Read the hand-printed letters and digits of pictures and documents."""
    request.state.received = True
    job = make_job(service, form, request.headers.get("accept", ""))
    steps = Steps(service.turns.enter(), _chunks(job), request.state.deadline, service.metrics, job.stopwatch)
    if job.form is not NDJSON:
        return Response(await collect(request, steps), media_type=job.form.media_type, headers=HEADERS)
    with ExitStack() as unless_answered:
        unless_answered.callback(steps.close)
        first = await steps.next()
        unless_answered.pop_all()
    return StepsResponse(first or b"", steps, job.form.media_type, HEADERS)


def make_job(service: Service, form: ReadForm, accept: str) -> Job:
    """Understand a form.

    Raises:
        OptionError: An option is unknown or out of range.
        NotAcceptableError: Nothing that is accepted can be answered.
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
    )
    if options.engine == "line" and service.readers.default.line_reader is None:
        raise LinesMissingError
    name = service.readers.choose(form.model or None, form.precision)
    chosen = choose_format(form.format, accept)
    return Job(
        [Upload(image.filename or "", image.file) for image in form.image],
        options,
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


def _chunks(job: Job) -> Generator[bytes]:
    if job.form is NDJSON:
        yield from write_lines(job.pages_or_problems())
    else:
        yield from job.form.write(job.readings())
