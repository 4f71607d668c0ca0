"""What the service counts."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.dependencies import CurrentService
from app.metrics import MEDIA_TYPE

router = APIRouter(tags=["health"])


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(service: CurrentService) -> Response:
    """Answer all counters in the format of Prometheus."""
    return Response(service.metrics.text(), media_type=MEDIA_TYPE)
