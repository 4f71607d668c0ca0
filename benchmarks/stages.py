"""How long each stage of a reading takes: every function that the modules that order the stages call is timed."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import model.finding
import model.networks.glances
import model.reader
import model.spelling.spell_lines
from model.classifier import Classifier

#: They say what comes after what; what they call are the stages.
ORDERING = (model.reader, model.finding, model.spelling.spell_lines, model.networks.glances)

#: What the stage of a module is called; other modules are stages of their own name.
STAGES: Mapping[str, str] = {
    "binarize": "ink", "segment": "fragments", "layout": "lines", "frame": "frames", "spelling.geometry": "settle",
    "compose": "settle", "picture.sources": "decode", "fields.layout": "fields", "fields.read": "fields",
}  # fmt: skip
CLASSIFY = "classify"


@contextmanager
def timed_stages(reader: model.reader.Reader) -> Iterator[dict[str, float]]:
    """Add up the seconds that each stage takes within the context; not for several readings at the same time.

    Args:
        reader: Whose classifier is timed.

    Yields:
        Seconds by stage in the order in which the stages first begin, filled while reading.
    """
    clock = _Clock()
    originals = _stage_functions()
    for module, name, function in originals:
        stage = function.__module__.removeprefix("model.")
        setattr(module, name, clock.timed(function, STAGES.get(stage, stage.rpartition(".")[2])))
    classifier = reader.classifier
    reader.classifier = _TimedClassifier(classifier, clock)
    try:
        yield clock.seconds
    finally:
        reader.classifier = classifier
        for module, name, function in originals:
            setattr(module, name, function)


class _TimedClassifier:
    """A classifier that is timed, too."""

    def __init__(self, classifier: Classifier, clock: _Clock) -> None:
        self.card = classifier.card
        self.classify = clock.timed(classifier.classify, CLASSIFY)


def _stage_functions() -> list[tuple[ModuleType, str, Callable[..., Any]]]:
    """What the ordering modules have imported from others: where, under which name, and what."""
    own = {"model.alphabet", *(module.__name__ for module in ORDERING)}
    return [
        (module, name, function)
        for module in ORDERING
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__.startswith("model.")
        and function.__module__ not in own
    ]  # fmt: skip


class _Clock:
    """Adds up the seconds of each stage; those of a stage called by another count for the inner one only."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inner = [0.0]

    def timed(self, call: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """The same function, timed."""

        def wrapped(*arguments: Any, **named: Any) -> Any:
            self.seconds.setdefault(stage, 0.0)
            self._inner.append(0.0)
            start = time.perf_counter()
            try:
                return call(*arguments, **named)
            finally:
                whole = time.perf_counter() - start
                self.seconds[stage] += whole - self._inner.pop()
                self._inner[-1] += whole

        return wrapped
