"""Corrected glyphs, kept by profile where the deployment switches that on."""

from __future__ import annotations

import io
from base64 import b64decode
from binascii import Error as BadBase64
from datetime import datetime
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Form, Path, Request, Response, UploadFile
from pydantic import Field, Json

from app.answers import CORRECTIONS_RESPONSES
from app.dependencies import CurrentService, Service
from app.profiles.cut import cut_frames
from app.routes.forms import FormRoute
from app.schemas import Box, Strict
from model.elements import BoundingBox
from model.errors import OptionError
from model.frame import SIDE, GlyphFrames
from model.networks.hand import check_letter
from model.picture.sources import open_source

router = APIRouter(prefix="/api/v1/corrections", tags=["corrections"], route_class=FormRoute)
kept_router = APIRouter(prefix="/api/v1/corrections", tags=["corrections"])

PROFILE = r"^[\w][\w .@-]{0,63}$"
ProfileName = Annotated[str, Path(pattern=PROFILE, description="The name of the profile.")]
MOST_GLYPHS = 500


class CorrectedLetter(Strict):
    """A glyph and what it is: where it stands in the picture, or its frame."""

    letter: str = Field(min_length=1, max_length=8)
    box: Box | None = Field(None, description="In pixels of the upright picture; needs the picture.")
    frame: str | None = Field(
        None, description=f"{SIDE} x {SIDE} bytes in base64, upright, ink up to 255 on 0.", max_length=2000
    )


class CorrectionsForm(Strict):
    """Corrected glyphs of one writer; the picture is let go once they are cut out of it."""

    profile: str = Field(pattern=PROFILE, description="Whose hand it is: any name.")
    glyphs: Json[list[CorrectedLetter]] = Field(
        description="The glyphs as JSON: a letter each, and a box or a frame.",
        examples=['[{"letter": "R", "box": {"left": 60, "top": 40, "right": 90, "bottom": 95}}]'],
    )
    image: UploadFile | None = Field(
        None, description="The picture that boxes refer to.", json_schema_extra={"type": "string", "format": "binary"}
    )
    page: int = Field(1, ge=1, le=9999, description="Which page of its file.")


class Accepted(Strict):
    """What is kept now: the number of each glyph, in their order."""

    profile: str
    ids: list[int]


class KeptGlyph(Strict):
    """A corrected glyph."""

    id: int
    letter: str
    made: datetime


class Profile(Strict):
    """What is kept of a writer, the oldest first."""

    profile: str
    glyphs: list[KeptGlyph]


class Deleted(Strict):
    """How many glyphs are gone."""

    deleted: int


@router.post("", status_code=201, responses=CORRECTIONS_RESPONSES)
def correct(
    request: Request,
    service: CurrentService,
    form: Annotated[CorrectionsForm, Form(media_type="multipart/form-data")],
) -> Accepted:
    """Keep corrected glyphs of a profile: frames, letters and the time; never the page."""
    request.state.received = True
    store = service.profiles
    if not 1 <= len(form.glyphs) <= MOST_GLYPHS:
        raise OptionError(f"Send 1 to {MOST_GLYPHS} glyphs at once, not {len(form.glyphs)}.")
    for glyph in form.glyphs:
        check_letter(glyph.letter)
    frames = _frames(service, form)
    return Accepted(profile=form.profile, ids=store.add(form.profile, frames, [own.letter for own in form.glyphs]))


@kept_router.get("/{profile}", responses=CORRECTIONS_RESPONSES)
def profile(service: CurrentService, profile: ProfileName) -> Profile:
    """List what is kept of a profile."""
    kept = service.profiles.glyphs(profile)
    return Profile(profile=profile, glyphs=[KeptGlyph(id=own.id, letter=own.letter, made=own.made) for own in kept])


@kept_router.get("/{profile}/export", response_class=Response, responses=CORRECTIONS_RESPONSES)
def export(service: CurrentService, profile: ProfileName) -> Response:
    """Write a profile as a glyph set that `python -m training fit --glyphs` takes."""
    hand = service.profiles.hand(profile)
    file = io.BytesIO()
    np.savez_compressed(file, images=hand.frames.transpose(0, 2, 1), labels=np.array(hand.letters, np.str_))
    return Response(
        file.getvalue(),
        media_type="application/octet-stream",
        headers={"Content-Disposition": 'attachment; filename="profile.npz"', "Cache-Control": "no-store"},
    )


@kept_router.delete("/{profile}/{number}", responses=CORRECTIONS_RESPONSES)
def delete_glyph(
    service: CurrentService, profile: ProfileName, number: Annotated[int, Path(ge=1, le=2**62)]
) -> Deleted:
    """Forget one glyph."""
    service.profiles.delete_glyph(profile, number)
    return Deleted(deleted=1)


@kept_router.delete("/{profile}", responses=CORRECTIONS_RESPONSES)
def delete_profile(service: CurrentService, profile: ProfileName) -> Deleted:
    """Forget a profile: its bytes are written over."""
    return Deleted(deleted=service.profiles.delete_profile(profile))


@kept_router.delete("", responses=CORRECTIONS_RESPONSES)
def delete_all(service: CurrentService) -> Deleted:
    """Forget all profiles."""
    return Deleted(deleted=service.profiles.delete_all())


def _frames(service: Service, form: CorrectionsForm) -> GlyphFrames:
    """The frame of each glyph, sent or cut out of the picture.

    Raises:
        OptionError: A glyph has neither, or both, or what it has is no frame or no box.
    """
    frames = np.zeros((len(form.glyphs), SIDE, SIDE), np.uint8)
    boxed: dict[int, BoundingBox] = {}
    for at, glyph in enumerate(form.glyphs):
        if (glyph.box is None) == (glyph.frame is None):
            raise OptionError(f"Glyph {at + 1} needs a box in the picture or a frame, one of them.")
        if glyph.frame is not None:
            frames[at] = _frame(at, glyph.frame)
        elif glyph.box is not None:
            boxed[at] = _box(at, glyph.box)
    if boxed:
        if form.image is None:
            raise OptionError("Boxes need the picture that they refer to, in the field image. Send it, or send frames.")
        with open_source(form.image.file, service.settings.limits) as source:
            if source.count(form.page) < form.page:
                raise OptionError(f"There is no page {form.page} in this file. Send the file that was read.")
            frames[list(boxed)] = cut_frames(source.picture(form.page, 0), list(boxed.values()))
    return frames


def _box(at: int, box: Box) -> BoundingBox:
    try:
        return BoundingBox(box.left, box.top, box.right, box.bottom)
    except ValueError as error:
        raise OptionError(f"The box of glyph {at + 1} is empty or inside out.") from error


def _frame(at: int, text: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    try:
        content = b64decode(text, validate=True)
    except (BadBase64, ValueError) as error:
        raise OptionError(f"The frame of glyph {at + 1} is no base64.") from error
    if len(content) != SIDE * SIDE or not any(content):
        raise OptionError(f"The frame of glyph {at + 1} has not {SIDE} x {SIDE} bytes, or no ink.")
    # Frames stand transposed, as EMNIST's do.
    return np.frombuffer(content, np.uint8).reshape(SIDE, SIDE).T
