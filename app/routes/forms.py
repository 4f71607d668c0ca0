"""What every address that takes a form checks before it receives one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from app.dependencies import service_of
from app.errors import MediaTypeError, SlowUploadError, TooSlowError

RouteHandler = Callable[[Request], Coroutine[Any, Any, Response]]


class FormRoute(APIRoute):
    """Refuses a request that has no chance before its body is received, and bounds the time of the others."""

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
            request.state.received = False
            request.state.deadline = asyncio.get_running_loop().time() + service.settings.max_seconds
            try:
                with service.doorway.enter():
                    async with asyncio.timeout_at(request.state.deadline):
                        return await answer(request)
            except TimeoutError as error:
                raise (TooSlowError if request.state.received else SlowUploadError) from error

        return check_and_answer
