"""What schemathesis is told about this interface: a file is mostly a picture, and mostly one that can be read.

Files are made up as words, since its own binary ones end a run of bodies that break their schema with an error.
"""

from __future__ import annotations

import atexit
import json
import os
import random
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import strategies
from schemathesis import HookContext

from benchmarks.contract import TALLY
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
_calls: Counter[str] = Counter()

schemathesis.openapi.format("binary", strategies.text(max_size=100))


#: A form that is found nowhere on these pictures, but understood.
_TEMPLATE = json.dumps(
    {
        "version": 1, "page": {"width": 400, "height": 300}, "unit": "px",
        "fields": [{"name": "a", "region": {"x": 20, "y": 20, "width": 200, "height": 60}}],
    }
)  # fmt: skip


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
    if "template" in body and rng.random() < READABLE:
        body["template"] = _TEMPLATE
    return body


def _file(rng: random.Random, content: Any) -> Any:
    chance = rng.random()
    if chance < READABLE:
        return rng.choice(_SEEDS)
    if chance < READABLE + DAMAGED:
        return mutated(rng, _SEEDS)
    return content.encode(errors="surrogatepass") if isinstance(content, str) else content


@schemathesis.hook
def before_call(context: HookContext, case: schemathesis.Case[Any], kwargs: dict[str, Any]) -> None:
    """Count the calls to read a page, and how many of them hold one that can be read."""
    if case.path != "/api/v1/read":
        return
    body: Any = case.body
    files = body.get("image", []) if isinstance(body, dict) else []
    _calls["read"] += 1
    _calls["readable"] += any(content in _SEEDS for content in (files if isinstance(files, list) else [files]))


@atexit.register
def _write_tally() -> None:
    if TALLY in os.environ:
        Path(os.environ[TALLY]).write_text(json.dumps(_calls), "utf-8")
