"""Reading the fields of forms."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response, UploadFile

from app.answers import FIELDS_RESPONSES
from app.dependencies import CurrentService, Service
from app.job import Job, Stopwatch, Upload
from app.ndjson import write_lines
from app.negotiation import choose_media_type
from app.reading import ReadFields
from app.routes.forms import FormRoute
from app.schemas import FieldsForm
from app.streams import Steps, answer_steps
from model.errors import LinesMissingError
from model.fields.document import MOST_BYTES, parse_template
from model.fields.lists import with_lists
from model.fields.reading import FormOptions
from model.formats.forms import FORM_FORMATS, FORM_MEDIA_TYPES, FormFormat, form_fields
from model.picture.sources import PageSelection

router = APIRouter(prefix="/api/v1", tags=["fields"], route_class=FormRoute)

NDJSON = FORM_FORMATS["ndjson"]
HEADERS = {"Vary": "Accept", "Cache-Control": "no-store"}


@router.post("/fields", response_class=Response, responses=FIELDS_RESPONSES)
async def fields(
    request: Request, service: CurrentService, form: Annotated[FieldsForm, Form(media_type="multipart/form-data")]
) -> Response:
    """Read the fields of forms by a template."""
    request.state.received = True
    accept = request.headers.get("accept", "")
    chosen = (
        FORM_FORMATS[form.format]
        if form.format
        else FORM_MEDIA_TYPES[choose_media_type(accept, tuple(FORM_MEDIA_TYPES))]
    )
    hand = await asyncio.to_thread(service.profiles.hand, form.profile) if form.profile else None
    options = FormOptions(form.engine, form.alternatives, hand)
    name = service.readers.choose(form.model or None, form.precision)
    if options.engine == "line" and service.readers.default.line_reader is None:
        raise LinesMissingError
    watch = Stopwatch()
    chunks = _chunks(service, form, options, name, chosen, PageSelection.parse(form.pages), watch)
    steps = Steps(service.turns.enter(), chunks, request.state.deadline, service.metrics, watch)
    return await answer_steps(request, steps, chosen.media_type, HEADERS, streamed=chosen is NDJSON)


def _chunks(
    service: Service,
    form: FieldsForm,
    options: FormOptions,
    name: str,
    chosen: FormFormat,
    pages: PageSelection,
    watch: Stopwatch,
) -> Generator[bytes]:
    """The answer; the template is understood in the reader's thread, since a large one takes its time.

    Raises:
        TemplateError: The template cannot be used.
    """

    def words(name: str) -> tuple[str, ...]:
        found = service.lexicons.choose(name, None)
        return tuple(word for written in found.written for word in written) if found else ()

    template = with_lists(parse_template(_content(form.template)), words)
    job = Job(
        [Upload(image.filename or "", image.file) for image in form.image],
        ReadFields(template, options),
        pages,
        chosen,
        0,
        lambda: service.readers.get(name),
        service.settings.limits,
        service.metrics,
        watch,
    )
    if chosen is NDJSON:
        yield from write_lines(job.pages_or_problems(), form_fields)
    else:
        yield from chosen.write(job.readings())


def _content(template: UploadFile | str) -> str | bytes:
    # One more than is allowed, so that what is too large is told from what just fits.
    return template if isinstance(template, str) else template.file.read(MOST_BYTES + 1)
