"""What the document that describes the interface says about each answer."""

from __future__ import annotations

from typing import Any

from app.examples import PROPOSAL, answers, form_answers, refusal
from app.schemas import FormReading, FormReadings, Proposal, Reading, Readings

READ_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "model": Reading | Readings,
        "description": "What stands on the page, or on several pages, in the format that was asked for.",
        "content": answers(),
    },
    400: refusal(400, "The form is not complete, or holds too many files or fields."),
    401: refusal(401, "The service wants a key."),
    403: refusal(403, "A profile is asked for, and corrections are not switched on."),
    404: refusal(404, "There is no such profile."),
    406: refusal(406, "None of the media types in the Accept header can be answered."),
    408: refusal(408, "The request was not received in time."),
    413: refusal(413, "A file has too many bytes, a picture too many pixels, or a document too many pages."),
    415: refusal(415, "The body is no form, or a file is of no known format."),
    422: refusal(422, "A file is missing, empty, damaged or locked, or an option is unknown or out of range."),
    500: refusal(500, "Something broke that should not."),
    503: refusal(503, "Too many pages are waiting, or the service is starting."),
    504: refusal(504, "Reading took longer than a request may take."),
}
CORRECTIONS_RESPONSES: dict[int | str, dict[str, Any]] = {
    **{status: READ_RESPONSES[status] for status in (400, 401, 408, 413, 415, 422, 500, 503, 504)},
    403: refusal(403, "Corrections are not switched on."),
    404: refusal(404, "Nothing is kept under this name."),
}
FIELDS_RESPONSES: dict[int | str, dict[str, Any]] = {
    **READ_RESPONSES,
    200: {
        "model": FormReading | FormReadings,
        "description": "What stands in the fields of the page, or of several pages, in the format that was asked for.",
        "content": form_answers(),
    },
    422: refusal(422, "The template cannot be used, a file cannot be read, or an option is out of range."),
}
DETECT_RESPONSES: dict[int | str, dict[str, Any]] = {
    **{status: READ_RESPONSES[status] for status in (400, 401, 408, 413, 415, 500, 503, 504)},
    200: {
        "model": Proposal,
        "description": "The fields that were found, as a template, and the page.",
        "content": {"application/json": {"example": PROPOSAL}},
    },
    422: refusal(422, "The file is missing, empty, damaged or locked, or has no such page."),
}
