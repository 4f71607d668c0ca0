"""Asking the service."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from blockletter_client.fields import FormReading
from blockletter_client.forms import File, Form
from blockletter_client.readings import PageReading, Problem

#: What an option may be: `deskew=False` and `alternatives=5` are written as the service wants them.
Option = str | int | float | bool


class RefusedError(Exception):
    """The service cannot do what was asked.

    Attributes:
        problem: What was wrong, with a title that says what to do next.
    """

    def __init__(self, problem: Problem) -> None:
        """Take what the service said."""
        super().__init__(f"{problem.title} ({problem.status}: {problem.detail})")
        self.problem = problem


class Client:
    """A service at an address; holds no connection, so threads may share it."""

    def __init__(
        self, address: str = "http://localhost:8000", key: str = "", timeout_s: float = 60.0, patience_s: float = 30.0
    ) -> None:
        """Name the service.

        Args:
            address: Where it listens.
            key: A key, where it wants one.
            timeout_s: How long to wait for the next bytes.
            patience_s: How long to come back while it is busy, as often as it asks to.
        """
        self._address = address.rstrip("/")
        self._key = key
        self._timeout_s = timeout_s
        self._patience_s = patience_s

    def read(self, *files: File, **options: Option) -> Iterator[PageReading]:
        """Read files and documents; each page is there as soon as it is read.

        Args:
            files: Paths or bytes.
            options: As in the form of the service, such as ``charset="digits"`` or ``pages="1-3"``.

        Yields:
            The pages; where one of several cannot be read, its `problem` says why.

        Raises:
            RefusedError: Nothing can be read.
            OSError: A file cannot be opened, or the service not be reached.
        """
        with self._post(files, {**options, "format": "ndjson"}) as answer:
            for line in answer:
                yield PageReading.of(json.loads(line))

    def read_page(self, file: File, **options: Option) -> PageReading:
        """Read one page: the first, where `pages` names no other.

        Raises:
            RefusedError: It cannot be read.
            OSError: The file cannot be opened, or the service not be reached.
        """
        (page,) = self.read(file, **{"pages": "1", **options})
        if page.problem:
            raise RefusedError(page.problem)
        return page

    def convert(self, *files: File, format: str, **options: Option) -> bytes:
        """Read files and answer them in a format such as ``pdf``, ``alto`` or ``csv``.

        Raises:
            RefusedError: Something cannot be read.
            OSError: A file cannot be opened, or the service not be reached.
        """
        with self._post(files, {**options, "format": format}) as answer:
            return answer.read()

    def read_fields(self, template: File, *files: File, **options: Option) -> Iterator[FormReading]:
        """Read the fields of forms; each page is there as soon as it is read.

        Args:
            template: The template, a JSON document: its path or its bytes.
            files: The pages: paths or bytes.
            options: As in the form of the service, such as ``engine="glyph"`` or ``profile="johanna"``.

        Yields:
            The pages; where one of several cannot be read, its `problem` says why.

        Raises:
            RefusedError: Nothing can be read, or the template is wrong.
            OSError: A file cannot be opened, or the service not be reached.
        """
        with self._post(files, {**options, "format": "ndjson"}, "fields", template) as answer:
            for line in answer:
                yield FormReading.of(json.loads(line))

    def model(self) -> dict[str, Any]:
        """The card of the network in use, and the limits of the service."""
        with self._ask(Request(f"{self._address}/api/v1/model", headers=self._headers())) as answer:
            card: dict[str, Any] = json.load(answer)
            return card

    def _post(
        self, files: tuple[File, ...], options: Mapping[str, Option], path: str = "read", template: File | None = None
    ) -> HTTPResponse:
        form = Form({name: _written(value) for name, value in options.items()}, files, template)
        headers = {**self._headers(), "Content-Type": form.content_type, "Content-Length": str(form.length)}
        give_up = time.monotonic() + self._patience_s
        while True:
            request = Request(f"{self._address}/api/v1/{path}", form.pieces(), headers)
            try:
                return self._ask(request)
            except BusyError as busy:
                if time.monotonic() + busy.after_s > give_up:
                    raise
                time.sleep(busy.after_s)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"} if self._key else {}

    def _ask(self, request: Request) -> HTTPResponse:
        try:
            answer: HTTPResponse = urlopen(request, timeout=self._timeout_s)
        except HTTPError as error:
            with error:
                problem = _problem_of(error)
            after = error.headers.get("Retry-After", "")
            raise (BusyError(problem, float(after)) if after.isdecimal() else RefusedError(problem)) from None
        return answer


class BusyError(RefusedError):
    """The service asks to come back later; `after_s` is in seconds."""

    def __init__(self, problem: Problem, after_s: float) -> None:
        """Take what the service said."""
        super().__init__(problem)
        self.after_s = after_s


def _written(value: Option) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _problem_of(error: HTTPError) -> Problem:
    """What the service said, or only the status where something between answered."""
    try:
        return Problem.of(json.loads(error.read()))
    except (ValueError, AttributeError, TypeError):
        return Problem("about:blank", "Check the address of the service", error.code, str(error.reason))
