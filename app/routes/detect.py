"""Finding the fields of a form, for making a template of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Generator
from typing import Annotated, Any

import cv2
from fastapi import APIRouter, Form, Request, Response

from app.answers import DETECT_RESPONSES
from app.dependencies import CurrentService, Service
from app.job import Stopwatch
from app.routes.forms import FormRoute
from app.schemas import DetectForm
from app.streams import Steps, answer_steps
from model.decode import Image
from model.fields.document import template_document
from model.fields.propose import Proposal, propose
from model.sources import PageSelection, open_source

router = APIRouter(prefix="/api/v1", tags=["fields"], route_class=FormRoute)

#: The longest side of the picture that is answered, in pixels.
PICTURE_SIDE = 1600
JPEG_QUALITY = 85


@router.post("/fields/detect", response_class=Response, responses=DETECT_RESPONSES)
async def detect(
    request: Request, service: CurrentService, form: Annotated[DetectForm, Form(media_type="multipart/form-data")]
) -> Response:
    """Find the fields of a form, and answer them as a template beside the page they lie on."""
    request.state.received = True
    watch = Stopwatch()
    chunks = _chunks(service, form, PageSelection.parse(str(form.page)))
    steps = Steps(service.turns.enter(), chunks, request.state.deadline, service.metrics, watch)
    return await answer_steps(request, steps, "application/json", {"Cache-Control": "no-store"}, streamed=False)


def _chunks(service: Service, form: DetectForm, page: PageSelection) -> Generator[bytes]:
    """The answer, made in the reader's thread.

    Raises:
        PictureError: The file is no picture that can be read.
        OptionError: It has no such page.
    """
    with open_source(form.image.file, service.settings.limits) as source:
        (number,) = page.of(source, 1)
        picture = source.picture(number, 0)
    yield json.dumps(proposal_document(propose(picture))).encode()


def proposal_document(proposal: Proposal) -> dict[str, Any]:
    """A proposal as JSON holds it; `fields` is always there."""
    return {
        "version": 1,
        "template": {"fields": [], **template_document(proposal.template)},
        "picture": _picture(proposal.grey),
    }


def _picture(grey: Image) -> dict[str, Any]:
    scale = min(1.0, PICTURE_SIDE / max(grey.shape))
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    _, encoded = cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))
    content = base64.b64encode(encoded.tobytes()).decode("ascii")
    return {"media_type": "image/jpeg", "width": size[0], "height": size[1], "base64": content}
