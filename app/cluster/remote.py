"""A reader that lives in other processes: asked like any other, and asked again where one of them dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

from app.cluster.replica import Description, Refusal
from app.errors import NotReadyError
from model.decode import Picture
from model.elements import Page
from model.errors import OptionError
from model.fields.reading import FormOptions, FormPage
from model.fields.template import Template
from model.networks.checkpoint import Card
from model.options import ReadOptions


class Lost(Exception):  # noqa: N818
    """Who was asked died before answering, or cannot be reached."""


class Ask(Protocol):
    """Calls a method of `Replica` in any of the replicas."""

    def __call__(self, method: str, *arguments: Any) -> Any:
        """What it answers.

        Raises:
            Lost: The replica died.
        """


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a page is handed to another replica.

    Attributes:
        pauses_s: What is waited before each further attempt, while a replica is taken off the list or started anew. A
            page that kills its replicas is given up after these.
    """

    pauses_s: Sequence[float] = (0.05, 0.2, 0.5, 1.0, 2.0)


def with_patience(ask: Ask, patience: Patience | None = None, pause: Callable[[float], object] = time.sleep) -> Ask:
    """Ask again where a replica is lost: reading changes nothing, so it may be done twice."""
    pauses = (patience or Patience()).pauses_s

    def ask_again(method: str, *arguments: Any) -> Any:
        for seconds in pauses:
            try:
                return ask(method, *arguments)
            except Lost:
                pause(seconds)
        try:
            return ask(method, *arguments)
        except Lost as lost:
            raise NotReadyError from lost

    return ask_again


@dataclass(frozen=True, slots=True)
class RemoteNetwork:
    """The network of the replicas, as far as it is known here."""

    card: Card


@dataclass(frozen=True, slots=True)
class RemoteLineReader:
    """A line reader of the replicas, as far as it is known here."""

    name: str

    @classmethod
    def named(cls, name: str | None) -> Self | None:
        """The one of a name; None for none."""
        return None if name is None else cls(name)


class RemoteReader:
    """One model, read by whichever replica has time."""

    def __init__(self, model: str, ask: Ask) -> None:
        """Ask what the model is there; waits until a replica has loaded it.

        Args:
            model: That of the settings, or a bundled name.
            ask: Calls a replica.
        """
        self._model, self._ask = model, ask
        description: Description = ask("describe", model)
        self.classifier = RemoteNetwork(description.card)
        self.line_reader = RemoteLineReader.named(description.line_reader)
        self.linenet = RemoteLineReader.named(description.linenet)

    def read(self, source: Picture, options: ReadOptions | None = None) -> Page:
        """Read a picture.

        Raises:
            OptionError: The region lies outside the picture.
            NotReadyError: Every replica that was asked died.
        """
        answer: Page | Refusal = self._ask("read", self._model, source, options)
        if isinstance(answer, Refusal):
            raise OptionError(answer.reason)
        return answer

    def prepare(self) -> Iterator[None]:
        """Nothing: each replica has pages of its own."""
        return iter(())

    def read_form(self, picture: Picture, template: Template, options: FormOptions | None = None) -> FormPage:
        """Read the fields of a form.

        Raises:
            OptionError: The network cannot learn a hand.
            NotReadyError: Every replica that was asked died.
        """
        answer: FormPage | Refusal = self._ask("read_form", self._model, picture, template, options)
        if isinstance(answer, Refusal):
            raise OptionError(answer.reason)
        return answer
