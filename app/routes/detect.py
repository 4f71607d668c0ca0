"""Finding the fields of a form, for making a template of it."""

from __future__ import annotations

import json
from collections.abc import Generator
from time import perf_counter
from typing import Annotated, Any

import cv2
import numpy as np
from fastapi import APIRouter, Form, Request, Response

from app.answers import DETECT_RESPONSES
from app.dependencies import CurrentService, Service
from app.job import Stopwatch
from app.routes.forms import FormRoute
from app.schemas import DetectForm
from app.streams import Steps, answer_steps
from model.elements import Page
from model.fields.document import template_document
from model.fields.propose import Proposal, propose
from model.formats.json import picture_fields
from model.formats.picture import annotate
from model.picture.sources import PageSelection, open_source

router = APIRouter(prefix="/api/v1", tags=["fields"], route_class=FormRoute)

@router.post("/fields/detect", response_class=Response, responses=DETECT_RESPONSES)
async def detect(
    request: Request, service: CurrentService, form: Annotated[DetectForm, Form(media_type="multipart/form-data")]
) -> Response:
    """Find the fields of a form, and answer them as a template beside the page they lie on."""
    request.state.received = True
    watch = Stopwatch()
    chunks = _chunks(service, form, PageSelection.parse(str(form.page)), watch)
    steps = Steps(service.turns.enter(), chunks, request.state.deadline, service.metrics, watch)
    return await answer_steps(request, steps, "application/json", {"Cache-Control": "no-store"}, streamed=False)


def _chunks(service: Service, form: DetectForm, page: PageSelection, watch: Stopwatch) -> Generator[bytes]:
    """The answer, made in the reader's thread.

    Raises:
        PictureError: The file is no picture that can be read.
        OptionError: It has no such page.
    """
    start = perf_counter()
    with open_source(form.image.file, service.settings.limits) as source:
        (number,) = page.of(source, 1)
        with service.metrics.stage("decode"):
            picture = source.picture(number)
    with service.metrics.stage("read"):
        proposal = propose(picture)
    watch.seconds += perf_counter() - start
    yield json.dumps(proposal_document(proposal)).encode()


def proposal_document(proposal: Proposal) -> dict[str, Any]:
    """A proposal as JSON holds it."""
    grey = proposal.grey
    bare = annotate(np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), np.uint8), Page(*grey.shape[::-1]), "image/jpeg")
    return {"version": 1, "template": template_document(proposal.template), "picture": picture_fields(bare)}
