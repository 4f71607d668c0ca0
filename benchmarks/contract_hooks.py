"""What schemathesis is told about this interface: a file is mostly a picture, and mostly one that can be read."""

from __future__ import annotations

import random
from typing import Any

import schemathesis
from schemathesis import HookContext

from benchmarks.hostile import mutated, seeds

#: Of the files that are sent: readable ones, damaged ones; the rest stays what schemathesis made up.
READABLE, DAMAGED = 0.6, 0.2
#: Of the options that are words: made-up ones are nearly always refused, and reading would never be reached.
KNOWN: dict[str, tuple[str, ...]] = {
    "charset": ("mixed", "letters", "digits", "chars:ABC"),
    "language": ("any", "none", "de"),
    "lexicon": ("",),
    "region": ("", "0,0,200,100", "5,5,9999,9999"),
    "pages": ("", "1", "1-"),
    "model": ("", "letternet-int8"),
}
WORDS_KNOWN = 0.85

_SEEDS = list(seeds().values())


@schemathesis.hook
def map_body(context: HookContext, body: Any) -> Any:
    """Put pictures and known words into a form that was made up."""
    if not isinstance(body, dict) or "image" not in body:
        return body
    rng = random.Random(repr(sorted(body.items(), key=str)))
    files = body["image"] if isinstance(body["image"], list) else [body["image"]]
    body["image"] = [_file(rng, content) for content in files[:3]]
    for name, words in KNOWN.items():
        if name in body and rng.random() < WORDS_KNOWN:
            body[name] = rng.choice(words)
    return body


def _file(rng: random.Random, content: Any) -> Any:
    chance = rng.random()
    if chance < READABLE:
        return rng.choice(_SEEDS)
    return mutated(rng, _SEEDS) if chance < READABLE + DAMAGED else content
