"""What reads here."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter

from app.dependencies import CurrentService
from app.reading import name_of
from app.schemas import Limits, Model
from model.options import ENGINES

router = APIRouter(prefix="/api/v1", tags=["model"])


@router.get("/model")
async def model(service: CurrentService) -> Model:
    """Describe the checkpoint in use: its alphabet, training and accuracy; and what a request may weigh."""
    reader = service.readers.default
    line_reader, settings = reader.line_reader, service.settings
    return Model(
        **asdict(reader.classifier.card),
        line_reader=name_of(line_reader),
        linenet=name_of(reader.linenet),
        engines=list(ENGINES if line_reader else (engine for engine in ENGINES if engine != "line")),
        limits=Limits(
            **asdict(settings.limits), files=settings.max_files, request_bytes=settings.max_request_bytes
        ),
    )
