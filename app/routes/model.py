"""What reads here."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter

from app.dependencies import CurrentService
from app.schemas import Limits, Model

router = APIRouter(prefix="/api/v1", tags=["model"])


@router.get("/model")
async def model(service: CurrentService) -> Model:
    """Describe the checkpoint in use: its alphabet, training and accuracy; and what a picture may weigh."""
    return Model(**asdict(service.readers.default.classifier.card), limits=Limits(**asdict(service.settings.limits)))
