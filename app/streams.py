"""Answers that are made page by page on the reader's threads, and stop when nobody waits for them any more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Generator, Mapping
from contextlib import ExitStack
from threading import Lock
from time import perf_counter

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.errors import ClientGoneError, TooSlowError
from app.job import Stopwatch
from app.metrics import Metrics
from app.ndjson import last_line
from app.turns import Place


class Steps:
    """A generator of bytes that runs in the reader's threads, one step a turn."""

    def __init__(
        self, place: Place, chunks: Generator[bytes], deadline: float, metrics: Metrics, reading: Stopwatch
    ) -> None:
        """Take what is to be run.

        Args:
            place: Where it lines up; given back by `close`.
            chunks: The generator; a step is about a page.
            deadline: When to give up, on the clock of the event loop.
            metrics: Where waiting and writing are counted.
            reading: What of a step is not writing.
        """
        self._place = place
        self._chunks = chunks
        self._deadline = deadline
        self._metrics = metrics
        self._reading = reading
        self._lock = Lock()

    async def next(self) -> bytes | None:
        """The next piece, which may be empty; None after the last.

        Raises:
            TooSlowError: The time of the request is over.
        """
        asked = perf_counter()
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._place.do(lambda: self._step(asked))
        except TimeoutError as error:
            raise TooSlowError from error

    def close(self) -> None:
        """Stop after the step in hand, and give the place back."""
        self._place.leave(self._tidy)

    def _step(self, asked: float) -> bytes | None:
        self._metrics.stage_seconds.labels("wait").observe(perf_counter() - asked)
        with self._lock:
            start, before = perf_counter(), self._reading.seconds
            piece = next(self._chunks, None)
            writing = perf_counter() - start - (self._reading.seconds - before)
            self._metrics.stage_seconds.labels("write").observe(writing)
            return piece

    def _tidy(self) -> None:
        with self._lock:
            self._chunks.close()


async def collect(request: Request, steps: Steps) -> bytes:
    """All pieces together.

    Raises:
        ClientGoneError: The client did not wait; the work has stopped.
        TooSlowError: The time of the request is over.
    """
    pieces: list[bytes] = []
    gone = asyncio.create_task(_disconnected(request))
    try:
        while (piece := await _unless(gone, steps)) is not None:
            pieces.append(piece)
    finally:
        gone.cancel()
        steps.close()
    return b"".join(pieces)


async def answer_steps(
    request: Request, steps: Steps, media_type: str, headers: Mapping[str, str], *, streamed: bool
) -> Response:
    """Answer what is made step by step.

    Args:
        request: What was asked.
        steps: What is made; its place is given back whatever happens.
        media_type: Of the answer.
        headers: More response headers.
        streamed: Whether pieces are sent as they are made, or all together.
    """
    if not streamed:
        return Response(await collect(request, steps), media_type=media_type, headers=dict(headers))
    with ExitStack() as unless_answered:
        unless_answered.callback(steps.close)
        first = await steps.next()
        unless_answered.pop_all()
    return StepsResponse(first or b"", steps, media_type, headers)


async def _unless(gone: asyncio.Task[None], steps: Steps) -> bytes | None:
    step = asyncio.create_task(steps.next())
    try:
        await asyncio.wait((step, gone), return_when=asyncio.FIRST_COMPLETED)
        if not step.done():
            raise ClientGoneError
        return step.result()
    finally:
        # Where it is done already, this does nothing.
        step.cancel()


async def _disconnected(request: Request) -> None:
    # The body has been received, so the next message is that the client is gone.
    while (await request.receive())["type"] != "http.disconnect":
        pass


class StepsResponse(StreamingResponse):
    """Sends pieces as they are made."""

    def __init__(self, first: bytes, steps: Steps, media_type: str, headers: Mapping[str, str]) -> None:
        """Take the first piece, which decided that there is an answer, and what makes the others."""
        super().__init__(self._pieces(first, steps), media_type=media_type, headers=headers)
        self._steps = steps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them; whatever happens, the work stops and the place is given back."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._steps.close()

    @staticmethod
    async def _pieces(first: bytes, steps: Steps) -> AsyncIterator[bytes]:
        piece: bytes | None = first
        try:
            while piece is not None:
                if piece:
                    yield piece
                piece = await steps.next()
        except TooSlowError as error:
            # The status has been sent already, so the last line says it.
            yield last_line(error)
