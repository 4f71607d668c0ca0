"""Writing a reading that was corrected, in any format the service has."""

from __future__ import annotations

from typing import Annotated, BinaryIO, Literal

from fastapi import APIRouter, Form, Request, Response, UploadFile
from pydantic import Field, Json

from app.answers import READ_RESPONSES
from app.corrected import Corrected
from app.dependencies import CurrentService
from app.routes.forms import FormRoute
from app.schemas import Strict
from model.decode import DecodeLimits, Picture
from model.elements import Page
from model.errors import OptionError
from model.formats.catalogue import FORMATS, Format
from model.formats.picture import LONGEST_SIDE
from model.formats.reading import PageReading
from model.picture.sources import open_source

router = APIRouter(prefix="/api/v1", tags=["read"], route_class=FormRoute)


class WriteForm(Strict):
    """A picture, what stands in it, and how to write that down."""

    image: UploadFile = Field(
        description="The picture that was read.", json_schema_extra={"type": "string", "format": "binary"}
    )
    page: int = Field(1, ge=1, le=9999, description="Which page of its file the reading is of.")
    reading: Json[Corrected] = Field(description="Its reading as JSON, with the letters corrected.")
    format: Literal["json", "ndjson", "text", "csv", "tsv", "hocr", "alto", "page", "pdf", "png", "jpeg"] = Field(
        "json", description="What to answer."
    )


@router.post("/write", response_class=Response, responses={**READ_RESPONSES, 200: {"description": "The file."}})
async def write(
    request: Request, service: CurrentService, form: Annotated[WriteForm, Form(media_type="multipart/form-data")]
) -> Response:
    """Write a corrected reading, without reading the picture again."""
    request.state.received = True
    chosen, page, file = FORMATS[form.format], form.reading.page(), form.image.file
    name, number, limits = form.image.filename or "", form.page, service.settings.limits
    place = service.turns.enter()
    try:
        content = await place.do(lambda: _written(chosen, page, file, name, number, limits))
    finally:
        place.leave()
    return Response(content, media_type=chosen.media_type, headers={"Cache-Control": "no-store"})


def _written(form: Format, page: Page, file: BinaryIO, name: str, number: int, limits: DecodeLimits) -> bytes:
    """Write a page; runs in a thread of its own. Only formats that show the picture decode it."""
    preview = None
    if form.preview_side:
        with open_source(file, limits) as source:
            if source.count(number) < number:
                raise OptionError(f"There is no page {number} in this file. Send the file that was read.")
            picture = source.picture(number, max(form.preview_side, LONGEST_SIDE))
        _check_size(page, picture)
        preview = picture.preview
    return b"".join(form.write([PageReading(page, name, number, preview=preview)]))


def _check_size(page: Page, picture: Picture) -> None:
    if (picture.width, picture.height) != (page.width, page.height):
        raise OptionError(
            f"The reading is of a picture of {page.width} x {page.height} pixels, this one has "
            f"{picture.width} x {picture.height}. Send the picture that was read."
        )
