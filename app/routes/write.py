"""Writing a reading that was corrected, in any format the service has."""

from __future__ import annotations

from typing import Annotated, BinaryIO, Literal

from fastapi import APIRouter, Form, Response, UploadFile
from pydantic import Field, Json

from app.corrected import Corrected
from app.dependencies import CurrentService, Service
from app.negotiation import FORMATS, JSON, PNG, TEXT
from app.routes.read import RESPONSES, FormRoute
from app.schemas import Strict
from model.decode import decode
from model.elements import Page
from model.errors import OptionError, TooManyBytesError
from model.formats.json import page_fields, write_json
from model.formats.picture import LONGEST_SIDE, annotate
from model.formats.text import write_text

router = APIRouter(prefix="/api/v1", tags=["read"], route_class=FormRoute)


class WriteForm(Strict):
    """A picture, what stands in it, and how to write that down."""

    image: UploadFile = Field(description="The picture that was read.")
    reading: Json[Corrected] = Field(description="Its reading as JSON, with the letters corrected.")
    format: Literal["json", "text", "png", "jpeg"] = Field("json", description="What to answer.")


@router.post("/write", response_class=Response, responses={**RESPONSES, 200: {"description": "The file."}})
async def write(
    service: CurrentService, form: Annotated[WriteForm, Form(media_type="multipart/form-data")]
) -> Response:
    """Write a corrected reading, without reading the picture again."""
    if form.image.size is None or form.image.size > service.settings.max_bytes:
        raise TooManyBytesError(service.settings.max_bytes)
    media_type, page, file = FORMATS[form.format], form.reading.elements(), form.image.file
    content = await service.turns.take(lambda: _written(service, file, page, media_type))
    return Response(content, media_type=media_type, headers={"Cache-Control": "no-store"})


def _written(service: Service, file: BinaryIO, page: Page, media_type: str) -> bytes:
    """Write a page; runs in a thread of its own."""
    if media_type == TEXT:
        return write_text(page).encode()
    if media_type == JSON:
        return write_json(page_fields(page)).encode()
    picture = decode(file.read(), service.settings.limits, LONGEST_SIDE)
    if (picture.width, picture.height) != (page.width, page.height):
        raise OptionError(
            f"The reading is of a picture of {page.width} x {page.height} pixels, this one has "
            f"{picture.width} x {picture.height}. Send the picture that was read."
        )
    assert picture.preview is not None
    return annotate(picture.preview, page, "image/png" if media_type == PNG else "image/jpeg").content
