"""Whether the service runs, and whether it can read."""

from __future__ import annotations

from fastapi import APIRouter

from app.dependencies import CurrentService
from app.examples import refusal
from app.schemas import Health

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live")
async def live() -> Health:
    """Answer as long as the process runs."""
    return Health(status="live")


@router.get(
    "/ready",
    responses={503: refusal(503, "The weights are being loaded, or the first page is being read.")},
)
async def ready(service: CurrentService) -> Health:
    """Answer once the weights are loaded and one page has been read."""
    service.check_ready()
    return Health(status="ready")
