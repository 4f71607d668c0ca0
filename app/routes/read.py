"""Reading a picture."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from time import perf_counter
from typing import Annotated, Any, BinaryIO, get_args

from fastapi import APIRouter, Form, Request, Response
from fastapi.routing import APIRoute

from app.dependencies import CurrentService, Service, service_of
from app.errors import PROBLEM_MEDIA_TYPE, MediaTypeError
from app.negotiation import FORMATS, JPEG, JSON, PNG, TEXT, choose_media_type
from app.reading import engine_in_use
from app.schemas import Problem, ReadForm, Reading
from model.decode import Picture, decode
from model.elements import Page
from model.errors import TooManyBytesError
from model.formats.json import page_fields, write_json
from model.formats.picture import LONGEST_SIDE, MediaType, annotate
from model.formats.text import write_text
from model.options import Engine, ReadOptions

RouteHandler = Callable[[Request], Coroutine[Any, Any, Response]]


class FormRoute(APIRoute):
    """Refuses a request that has no chance before its body is received."""

    def get_route_handler(self) -> RouteHandler:
        """Put the checks before FastAPI's own handler."""
        answer = super().get_route_handler()

        async def check_and_answer(request: Request) -> Response:
            content_type = request.headers.get("content-type", "")
            if content_type.partition(";")[0].strip().lower() != "multipart/form-data":
                raise MediaTypeError(content_type)
            service = service_of(request)
            service.check_ready()
            service.turns.check()
            return await answer(request)

        return check_and_answer


router = APIRouter(prefix="/api/v1", tags=["read"], route_class=FormRoute)


def _problem(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {PROBLEM_MEDIA_TYPE: {"schema": Problem.model_json_schema()}},
    }


PICTURE = {"schema": {"type": "string", "format": "binary"}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "model": Reading,
        "description": "What stands on the page, as JSON, as text, or drawn over the picture.",
        "content": {TEXT: {"schema": {"type": "string"}}, PNG: PICTURE, JPEG: PICTURE},
    },
    400: _problem("The form is not complete."),
    406: _problem("None of the media types in the Accept header can be answered."),
    413: _problem("The file has too many bytes, or the picture too many pixels."),
    415: _problem("The body is no form, or the file no picture of a known format."),
    422: _problem("The picture is missing, empty or damaged, or an option is unknown or out of range."),
    503: _problem("Too many pages are waiting, or the service is starting."),
}


@router.post("/read", response_class=Response, responses=RESPONSES)
async def read(
    request: Request, service: CurrentService, form: Annotated[ReadForm, Form(media_type="multipart/form-data")]
) -> Response:
    """Read the hand-printed letters and digits of a picture."""
    media_type = FORMATS[form.format] if form.format else choose_media_type(request.headers.get("accept", ""))
    options = ReadOptions(form.charset, form.language, form.alternatives, form.engine)
    if form.image.size is None or form.image.size > service.settings.max_bytes:
        raise TooManyBytesError(service.settings.max_bytes)
    draw = media_type in (PNG, JPEG) or (media_type == JSON and form.annotate)
    file = form.image.file
    content = await service.turns.take(lambda: _answer(service, file, options, media_type, draw))
    # The charset is stated for text only: the others have none.
    return Response(content, media_type=media_type, headers={"Vary": "Accept", "Cache-Control": "no-store"})


def _answer(service: Service, file: BinaryIO, options: ReadOptions, media_type: str, draw: bool) -> bytes:
    """Read and write a page; runs in a thread of its own."""
    start = perf_counter()
    picture = decode(file.read(), service.settings.limits, LONGEST_SIDE if draw else 0)
    page = service.reader.read(picture, options)
    milliseconds = (perf_counter() - start) * 1000
    return _written(service, picture, page, media_type, engine_in_use(service.reader, options.engine), milliseconds)


def _written(
    service: Service, picture: Picture, page: Page, media_type: str, engine: Engine, milliseconds: float
) -> bytes:
    if media_type == TEXT:
        return write_text(page).encode()
    if picture.preview is not None and media_type in get_args(MediaType):
        return annotate(picture.preview, page, "image/png" if media_type == PNG else "image/jpeg").content
    fields = page_fields(
        page,
        model=service.reader.classifier.card.name,
        engine=engine,
        milliseconds=milliseconds,
        # A JPEG: the PNG of a photo would be ten times as large.
        annotated=None if picture.preview is None else annotate(picture.preview, page, "image/jpeg"),
    )
    return write_json(fields).encode()
