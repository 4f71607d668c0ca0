"""What runs in every Reader replica of the cluster: the readers of one process, asked from outside."""

from __future__ import annotations

from dataclasses import dataclass

import cv2

from app.reading import LoadReader, PageReader, Readers, load_reader, name_of
from app.settings import Settings
from model.decode import Picture
from model.elements import Page
from model.errors import OptionError
from model.fields.reading import FormOptions, FormPage
from model.fields.template import Template
from model.networks.checkpoint import Card
from model.options import ReadOptions


@dataclass(frozen=True, slots=True)
class Description:
    """What reads in a replica.

    Attributes:
        card: The card of the network.
        line_reader: The name of the line reader; None where there is none.
        linenet: The name of the line network of our own; None where there is none.
    """

    card: Card
    line_reader: str | None
    linenet: str | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page cannot be read as it was asked: an exception would arrive wrapped into one of Ray's."""

    reason: str


def load_on_one_core(settings: Settings) -> PageReader:
    """A reader as the settings name it; there is a replica a core, so it takes one unless told otherwise."""
    return load_reader(settings.model, settings.threads or 1, settings.engine)


class Replica:
    """Reads pages for whoever asks."""

    def __init__(self, settings: Settings, load: LoadReader = load_on_one_core) -> None:
        """Load the reader of the deployment."""
        cv2.setNumThreads(settings.threads or 1)
        self._model = settings.model
        self._readers = Readers(settings, load)

    def describe(self, model: str) -> Description:
        """What a model of the settings or a bundled name is here."""
        reader = self._reader(model)
        return Description(reader.classifier.card, name_of(reader.line_reader), name_of(reader.linenet))

    def read(self, model: str, picture: Picture, options: ReadOptions | None) -> Page | Refusal:
        """Read a page."""
        try:
            return self._reader(model).read(picture, options)
        except OptionError as error:
            return Refusal(str(error))

    def read_form(
        self, model: str, picture: Picture, template: Template, options: FormOptions | None
    ) -> FormPage | Refusal:
        """Read the fields of a form."""
        try:
            return self._reader(model).read_form(picture, template, options)
        except OptionError as error:
            return Refusal(str(error))

    def _reader(self, model: str) -> PageReader:
        return self._readers.default if model == self._model else self._readers.get(model)
