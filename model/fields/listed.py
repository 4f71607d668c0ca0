"""Answers fields out of their lists, as lines of pages are answered: the same ranking, the same rule who is right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from model.elements import Entry
from model.fields.reading import OtherValue, ReadValue, Reason
from model.lexicon.fold import fold
from model.lexicon.lay import laid
from model.lexicon.words import LexiconMode


@dataclass(frozen=True, slots=True)
class ListSettings:
    """When answers out of lists are believed.

    Attributes:
        review: Values less likely should be looked at.
        apart: Where ink and value disagree by so many nats a letter, as likely as not something else is written. Right
            values of drawn forms disagree by 1.2 at most in 99 of 100, others by 4.8 and more.
        steep: How fast that becomes certain, for each nat more.
    """

    review: float = 0.9
    apart: float = 3.0
    steep: float = 3.0


def answered(
    read: ReadValue, entries: Sequence[Entry], mode: LexiconMode, settings: ListSettings | None = None
) -> ReadValue:
    """Answer a field out of its list.

    Args:
        read: What was read without the list.
        entries: What of the list it may be, the likeliest first.
        mode: Whether the list holds all there can be; otherwise what was read stays where it is surer.
        settings: The tunables; the defaults if None.
    """
    settings = settings or ListSettings()
    if not entries:
        return ReadValue("", 0.0, reasons=("not-in-lexicon",)) if mode == "strict" else read
    best, others = entries[0], [OtherValue(entry.text, entry.confidence) for entry in entries[1:]]
    same = fold(best.text) == fold(read.text)
    if mode == "loose" and not same and best.confidence < read.confidence:
        also = [OtherValue(best.text, best.confidence), *others, *read.alternatives]
        return replace(read, alternatives=_rivals(read.text, read.confidence, also))
    if mode == "loose":
        others += [OtherValue(read.text, read.confidence), *read.alternatives]
        confidence = max(best.confidence, read.confidence) if same else best.confidence
    else:
        # The ranking takes it that the list holds what is written.
        confidence = best.confidence / (1 + math.exp(min(settings.steep * (best.apart - settings.apart), 50.0)))
    reasons: list[Reason] = [reason for reason in read.reasons if reason == "cell-overflow"]
    if confidence < settings.review:
        reasons.append("low-confidence")
    if best.apart > settings.apart:
        reasons.append("not-in-lexicon")
    words = laid(best, read.glyphs, bool(reasons)) if read.glyphs else ()
    glyphs = tuple(glyph for word in words for glyph in word.glyphs)
    return ReadValue(best.text, confidence, _rivals(best.text, confidence, others), glyphs, tuple(reasons))


def _rivals(text: str, confidence: float, others: Sequence[OtherValue]) -> tuple[OtherValue, ...]:
    """Other values, each once, the likeliest first; all chances sum to 1 at most."""
    chances: dict[str, float] = {}
    for other in others:
        if other.value != text:
            chances[other.value] = max(other.confidence, chances.get(other.value, 0.0))
    share = min(1.0, (1 - confidence) / max(sum(chances.values()), 1e-9))
    ranked = sorted(chances.items(), key=lambda chance: -chance[1])
    return tuple(OtherValue(value, share * chance) for value, chance in ranked)
