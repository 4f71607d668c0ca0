"""One table from everything that can go wrong to an answer that says what to do (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from app.headers import SAFE_HEADERS
from app.profiles import errors as profiles
from model import errors as reading
from model.errors import OptionError, TemplateError

PROBLEM_MEDIA_TYPE = "application/problem+json"
PROBLEM_TYPES = "urn:blockletter:problem:"
RETRY_AFTER_S = 1


class ServiceError(Exception):
    """Base of what can go wrong between the network and the reader."""


class BusyError(ServiceError):
    """More pages are waiting than the service may hold."""

    def __init__(self) -> None:
        """Say that waiting helps."""
        super().__init__("All places in the queue are taken.")


class NotReadyError(ServiceError):
    """The reader has not read its first page yet."""

    def __init__(self) -> None:
        """Say that waiting helps."""
        super().__init__("The weights are being loaded and tried on a first page.")


class ClosedError(ServiceError):
    """The service wants a key, and there is none or a wrong one."""

    def __init__(self) -> None:
        """Say where it belongs."""
        super().__init__("This service wants a key, in the header Authorization: Bearer KEY or X-API-Key: KEY.")


class SlowUploadError(ServiceError):
    """The request was not received in time."""

    def __init__(self) -> None:
        """Say what helps."""
        super().__init__("The request was not received in time.")


class TooSlowError(ServiceError):
    """Reading took longer than a request may take."""

    def __init__(self) -> None:
        """Say what helps."""
        super().__init__("Reading took longer than a request may take. Choose fewer pages, such as pages=1-20.")


class ClientGoneError(ServiceError):
    """The client did not wait for the answer; nobody sees this one but the log."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("The connection was closed before the answer was ready.")


class OnePageError(OptionError):
    """Several pages are asked for in a format that holds one."""

    def __init__(self, form: str) -> None:
        """Name the format.

        Args:
            form: Such as ``png``.
        """
        super().__init__(f"{form} holds one page. Choose it with pages=1, or use another format.")


class UnreadPageError(ServiceError):
    """One page or file of several cannot be read.

    Attributes:
        file: The name of the file, as it was sent.
        number: Which of its pages, from 1; None where the whole file cannot be read.
        reason: What was wrong.
        alone: Whether nothing else is wanted.
    """

    def __init__(self, file: str, number: int | None, reason: reading.PictureError | OptionError, alone: bool) -> None:
        """Say where it went wrong."""
        place = ", ".join(part for part in (file[:80], f"page {number}" if number else "") if part)
        super().__init__(f"{place}: {reason}" if place else str(reason))
        self.file, self.number, self.reason, self.alone = file, number, reason, alone


class MediaTypeError(ServiceError):
    """The request body is no form."""

    def __init__(self, found: str) -> None:
        """Name what was sent.

        Args:
            found: The content type of the request.
        """
        super().__init__(f"The body is {found[:80] or 'of no stated type'}; only multipart/form-data can be read.")


class NotAcceptableError(ServiceError):
    """None of the media types asked for can be answered."""

    def __init__(self, known: tuple[str, ...]) -> None:
        """Name what can be answered.

        Args:
            known: The media types there are.
        """
        super().__init__(f"This address answers {', '.join(known)}.")


@dataclass(frozen=True, slots=True)
class Problem:
    """How a kind of error is answered; the title says what to do next."""

    status: int
    name: str
    title: str


BUSY = "Wait a second and send the request again"
BAD_TEMPLATE = Problem(422, "unusable-template", "Correct the template where told below")
PROBLEMS: Mapping[type[Exception], Problem] = {
    reading.EmptyPictureError: Problem(422, "empty-picture", "Choose the picture again: the file is empty"),
    reading.UnknownFormatError: Problem(
        415, "unknown-format", "Send a JPEG, PNG, TIFF, BMP, WebP, GIF, HEIC, AVIF or PDF"
    ),
    reading.DamagedPictureError: Problem(422, "damaged-picture", "Save or send the picture again: it is damaged"),
    reading.TooManyBytesError: Problem(413, "too-many-bytes", "Send a smaller file"),
    reading.TooManyPixelsError: Problem(413, "too-many-pixels", "Scale the picture down and send it again"),
    reading.TooManyPagesError: Problem(413, "too-many-pages", "Choose some of the pages with the field pages"),
    reading.LockedFileError: Problem(422, "locked-file", "Send the file without a password"),
    reading.TooSlowPageError: Problem(422, "too-slow-page", "Send the page as a picture"),
    reading.PictureError: Problem(422, "unreadable-picture", "Send another picture"),
    TemplateError: BAD_TEMPLATE,
    reading.PatternError: BAD_TEMPLATE,
    reading.OptionError: Problem(422, "unknown-option", "Correct the options"),
    reading.LinesMissingError: Problem(422, "no-line-reader", "Leave out engine=line: there is no line reader here"),
    reading.LexiconError: Problem(422, "unusable-words", "Correct the list of words"),
    profiles.SwitchedOffError: Problem(403, "corrections-off", "Leave the profile out: nothing is kept here"),
    profiles.NoProfileError: Problem(404, "no-profile", "Check the name of the profile"),
    profiles.FullError: Problem(413, "profile-full", "Send no more, or delete some first"),
    profiles.StoreError: Problem(503, "no-database", "Wait until the database of corrections is back"),
    OnePageError: Problem(422, "one-page-format", "Choose one page, or a format that holds several"),
    RequestValidationError: Problem(422, "invalid-form", "Correct the form fields named below"),
    MediaTypeError: Problem(415, "not-a-form", "Send the picture as multipart/form-data in the field image"),
    NotAcceptableError: Problem(406, "not-acceptable", "Ask for one of the media types named below"),
    ClosedError: Problem(401, "no-key", "Send a key that this service knows"),
    SlowUploadError: Problem(408, "slow-upload", "Send the request again, over a faster connection or with less in it"),
    ClientGoneError: Problem(499, "client-gone", "Wait for the answer"),
    TooSlowError: Problem(504, "too-slow", "Send fewer pages at once, or smaller pictures"),
    BusyError: Problem(503, "busy", BUSY),
    NotReadyError: Problem(503, "not-ready", BUSY),
}
STATUSES: Mapping[int, Problem] = {
    400: Problem(400, "malformed-request", "Send a complete request: its body could not be understood"),
    404: Problem(404, "not-found", "Check the address: /docs lists all of them"),
    405: Problem(405, "wrong-method", "Use a method that the Allow header names"),
    413: Problem(413, "too-many-bytes", "Send a smaller file"),
    500: Problem(500, "internal", "Try again; if it happens again, report the request id to whoever runs this service"),
}


def problem_of(error: Exception) -> Problem:
    """The row for an error: its own, or that of the nearest base class; for a page of several that of its reason."""
    if isinstance(error, UnreadPageError):
        return problem_of(error.reason)
    rows = (PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS)
    return next(rows, STATUSES[500])


def document_of(error: Exception) -> dict[str, object]:
    """The problem of an error as it is told inside another answer."""
    problem = problem_of(error)
    return {
        "type": f"{PROBLEM_TYPES}{problem.name}",
        "title": problem.title,
        "status": problem.status,
        "detail": str(error),
    }


def answer_problem(
    request: Request, problem: Problem, detail: str, headers: Mapping[str, str] | None = None, **more: object
) -> JSONResponse:
    """Put a problem into a response.

    Args:
        request: What was asked; its path and id become the `instance`.
        problem: The row of the table.
        detail: What was wrong with this very request.
        headers: More response headers.
        more: Extension members of the document.
    """
    document = {
        "type": f"{PROBLEM_TYPES}{problem.name}",
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        "instance": f"{request.url.path}#{request.scope.get('request_id', '')}",
        **more,
    }
    # For the log and the counters, which see only the status otherwise.
    request.scope["problem"] = problem.name
    waiting = {"Retry-After": str(RETRY_AFTER_S)} if problem.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return JSONResponse(document, problem.status, {**waiting, **(headers or {})}, PROBLEM_MEDIA_TYPE)


async def answer_error(request: Request, error: Exception) -> JSONResponse:
    """Answer what this program raises on purpose."""
    closed = {"WWW-Authenticate": "Bearer"} if isinstance(error, ClosedError) else None
    if isinstance(error, TemplateError):
        wrong = [{"field": error.field, "message": error.problem}]
        return answer_problem(request, problem_of(error), str(error), errors=wrong)
    return answer_problem(request, problem_of(error), str(error), closed)


async def _answer_unforeseen(request: Request, error: Exception) -> JSONResponse:
    """Answer what nobody expected; its text could hold anything, so only the log has it."""
    # The framework answers this outside all middleware, so their headers are put here.
    headers = {**SAFE_HEADERS, "X-Request-ID": request.scope.get("request_id", "")}
    return answer_problem(request, STATUSES[500], "Something broke that should not.", headers)


async def _answer_status(request: Request, error: Exception) -> JSONResponse:
    """Answer what the framework raises: unknown addresses, wrong methods, broken forms."""
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    problem = STATUSES.get(error.status_code, Problem(error.status_code, "refused", f"Change the request: {phrase}"))
    detail = error.detail if error.detail != phrase else f"{request.method} {request.url.path}: {phrase}."
    return answer_problem(request, problem, detail, error.headers)


async def _answer_validation(request: Request, error: Exception) -> JSONResponse:
    """Answer a form with fields that are missing, unknown or out of range."""
    assert isinstance(error, RequestValidationError)
    found = [(".".join(str(part) for part in row["loc"][1:]), row["type"], row["msg"]) for row in error.errors()]
    errors = [{"field": field, "message": message} for field, _, message in found]
    row = PROBLEMS[RequestValidationError]
    if any(field.partition(".")[0] == "image" for field, _, _ in found):
        row = Problem(row.status, "missing-picture", "Send the picture as a file in the form field image")
    elif unknown := [field for field, kind, _ in found if kind == "extra_forbidden"]:
        detail = f"There is no form field {unknown[0][:40]!r}. The fields are {', '.join(_known_fields(request))}."
        row = Problem(row.status, "unknown-field", "Leave out the unknown fields")
        return answer_problem(request, row, detail, errors=errors)
    return answer_problem(request, row, "; ".join(f"{field}: {message}" for field, _, message in found), errors=errors)


def _known_fields(request: Request) -> list[str]:
    """The fields of the form that an address takes."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    (body,) = route.dependant.body_params
    form = body.field_info.annotation
    assert isinstance(form, type)
    assert issubclass(form, BaseModel)
    return list(form.model_fields)


def add_handlers(app: FastAPI) -> None:
    """Have every error of the app answered by the tables above."""
    for kind in (reading.BlockletterError, ServiceError):
        app.add_exception_handler(kind, answer_error)
    app.add_exception_handler(Exception, _answer_unforeseen)
    app.add_exception_handler(HTTPException, _answer_status)
    app.add_exception_handler(RequestValidationError, _answer_validation)
