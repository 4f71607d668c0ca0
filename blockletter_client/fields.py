"""What the service answers to forms, as frozen objects; fields that a newer service adds are passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from blockletter_client.readings import Box, Problem


@dataclass(frozen=True, slots=True)
class OtherValue:
    """Another value that a field may hold; `confidence` in 0..1."""

    value: str
    confidence: float


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What stands in a field.

    Attributes:
        name: Of the field.
        value: What stands there, empty where nothing does; ``yes`` or ``no`` of a check box.
        confidence: The chance that all of it is right, 0..1.
        needs_review: Whether a person should look.
        reasons: Why.
        alternatives: Other values, likeliest first.
        box: Where the field lies, in pixels of the upright page.
    """

    name: str
    value: str
    confidence: float
    needs_review: bool
    reasons: tuple[str, ...]
    alternatives: tuple[OtherValue, ...]
    box: Box

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """From its JSON."""
        others = tuple(OtherValue(other["value"], other["confidence"]) for other in fields["alternatives"])
        return cls(
            fields["name"], fields["value"], fields["confidence"], fields["needs_review"], tuple(fields["reasons"]),
            others, Box.of(fields["box"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormReading:
    """One page of a form.

    Attributes:
        file: The name that was sent.
        number: Which page of its file, from 1; 0 where the whole file could not be read.
        model: The network that read it.
        needs_review: Whether a person should look at any of its fields.
        fields: In the order of the template.
        problem: Why it could not be read; None where it was.
    """

    file: str
    number: int
    model: str = ""
    needs_review: bool = False
    fields: tuple[FieldValue, ...] = ()
    problem: Problem | None = None

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """From its JSON."""
        place = fields.get("file", ""), fields.get("page", 0)
        if "problem" in fields:
            return cls(*place, problem=Problem.of(fields["problem"]))
        return cls(*place, fields.get("model", ""), fields["needs_review"], tuple(map(FieldValue.of, fields["fields"])))

    @property
    def values(self) -> dict[str, str]:
        """The value of each field by its name."""
        return {field.name: field.value for field in self.fields}
