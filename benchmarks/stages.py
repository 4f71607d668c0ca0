"""How long each stage of a reading takes: every function of another module that `model.reader` calls is timed."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import model.reader
from model.classifier import Classifier

#: What the stage of a module is called; other modules are stages of their own name.
STAGES: Mapping[str, str] = {
    "binarize": "ink", "segment": "fragments", "layout": "lines", "frame": "frames", "geometry": "settle",
    "compose": "settle",
}  # fmt: skip
CLASSIFY = "classify"


@contextmanager
def timed_stages(reader: model.reader.Reader) -> Iterator[dict[str, float]]:
    """Add up the seconds that each stage takes within the context; not for several readings at the same time.

    Args:
        reader: Whose classifier is timed.

    Yields:
        Seconds by stage in the order in which the stages first end, filled while reading.
    """
    seconds: dict[str, float] = {}
    originals = _stage_functions()
    for name, function in originals.items():
        module = function.__module__.removeprefix("model.")
        setattr(model.reader, name, _timed(function, seconds, STAGES.get(module, module)))
    classifier = reader.classifier
    reader.classifier = _TimedClassifier(classifier, seconds)
    try:
        yield seconds
    finally:
        reader.classifier = classifier
        for name, function in originals.items():
            setattr(model.reader, name, function)


class _TimedClassifier:
    """A classifier that is timed, too."""

    def __init__(self, classifier: Classifier, seconds: dict[str, float]) -> None:
        self.card = classifier.card
        self.classify = _timed(classifier.classify, seconds, CLASSIFY)


def _stage_functions() -> dict[str, Callable[..., Any]]:
    """What `model.reader` has imported from its neighbours, by name."""
    return {
        name: function
        for name, function in vars(model.reader).items()
        if inspect.isfunction(function) and function.__module__.startswith("model.")
        and function.__module__ not in {"model.reader", "model.alphabet"}
    }  # fmt: skip


def _timed(call: Callable[..., Any], seconds: dict[str, float], stage: str) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return call(*arguments, **named)
        finally:
            seconds[stage] = seconds.get(stage, 0.0) + time.perf_counter() - start

    return timed
