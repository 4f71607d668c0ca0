"""Which of the things we can answer a client wants."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from app.errors import NotAcceptableError
from model.formats.catalogue import FORMATS, MEDIA_TYPES, Format


def choose_format(name: str | None, accept: str) -> Format:
    """The format of a name or, without one, the one that an Accept header likes best.

    Raises:
        OptionError: There is no format of that name.
        NotAcceptableError: Nothing we can answer is accepted.
    """
    return FORMATS[name] if name else MEDIA_TYPES[choose_media_type(accept)]


def choose_media_type(accept: str, known: Sequence[str] = tuple(MEDIA_TYPES)) -> str:
    """Settle an Accept header.

    Args:
        accept: The header, such as ``image/png, */*;q=0.1``; anything will do if it is empty.
        known: What can be answered, the favourite first.

    Returns:
        The media type the client likes best, of equal ones our favourite.

    Raises:
        NotAcceptableError: Nothing known is accepted.
    """
    ranges = [_parse(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    liking = {media_type: _liking(media_type, ranges) for media_type in known}
    best = max(known, key=lambda media_type: liking[media_type])
    if liking[best] <= 0:
        raise NotAcceptableError(tuple(known))
    return best


def _parse(part: str) -> tuple[str, float]:
    """A range such as ``image/*;q=0.5`` as pattern and weight; a weight nobody can read counts as 1."""
    pattern, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weights = [parameter[2:] for parameter in parameters if parameter.startswith("q=")]
    try:
        return pattern, float(weights[0]) if weights else 1.0
    except ValueError:
        return pattern, 1.0


def _liking(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """The weight of the narrowest range that holds a media type, 0 for none (RFC 9110, 12.5.1)."""
    matching = [(pattern.count("*"), weight) for pattern, weight in ranges if fnmatchcase(media_type, pattern)]
    return min(matching)[1] if matching else 0.0
