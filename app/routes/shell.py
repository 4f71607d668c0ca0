"""What the demo page needs besides its files: small pictures of the examples, and the worker that keeps the page."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import FileResponse
from PIL import Image as Pillow
from PIL import ImageOps

from app.dependencies import CurrentService
from app.routes.pages import PICTURE_SUFFIXES
from app.settings import STATIC

#: Twice what the page shows, for sharp screens; four examples weigh less than 30 kB.
THUMBNAIL_PX = (320, 220)
JPEG_QUALITY = 60

router = APIRouter(include_in_schema=False)


@router.get("/worker.js")
async def worker() -> FileResponse:
    """Serve the worker from the top: from `/static` it could not keep the page itself."""
    return FileResponse(STATIC / "worker.js", headers={"Cache-Control": "no-cache"})


@router.get("/thumbnails/{name}")
def thumbnail(name: str, service: CurrentService) -> Response:
    """Show an example picture small."""
    folder = service.settings.examples
    path = folder / name
    if path.suffix.lower() not in PICTURE_SUFFIXES or path.parent != folder or not path.is_file():
        raise HTTPException(404)
    return Response(_small(path), media_type="image/jpeg", headers={"Cache-Control": "max-age=3600"})


@lru_cache(maxsize=64)
def _small(path: Path) -> bytes:
    with Pillow.open(path) as picture:
        small = ImageOps.fit(ImageOps.exif_transpose(picture).convert("RGB"), THUMBNAIL_PX)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return buffer.getvalue()
