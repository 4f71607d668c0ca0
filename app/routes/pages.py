"""The demo page, the template editor, the documentation of the interface, and the example pictures."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from app.dependencies import CurrentService
from app.settings import STATIC

PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
async def demo() -> FileResponse:
    """Show the demo page."""
    return FileResponse(STATIC / "index.html")


@router.api_route("/forms", methods=["GET", "HEAD"])
async def forms() -> FileResponse:
    """Show the editor of form templates."""
    return FileResponse(STATIC / "forms" / "index.html")


@router.api_route("/docs", methods=["GET", "HEAD"])
async def documentation() -> FileResponse:
    """Show the documentation of the interface."""
    return FileResponse(STATIC / "docs" / "index.html")


@router.get("/api/v1/examples")
def examples(service: CurrentService) -> list[str]:
    """Name the example pictures, which stand below ``/examples/``."""
    folder = service.settings.examples
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES)


def mount_files(app: FastAPI, examples: Path) -> None:
    """Serve the files of the pages, and the examples where there are any."""
    app.mount("/static", GZipMiddleware(StaticFiles(directory=STATIC)), name="static")
    if examples.is_dir():
        app.mount("/examples", StaticFiles(directory=examples), name="examples")
