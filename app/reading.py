"""The readers as the service and the command line see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from app.settings import Settings
from model.decode import Picture
from model.elements import Page
from model.errors import OptionError
from model.fields.reading import FormOptions, FormPage
from model.fields.template import Template
from model.formats.forms import FormReading
from model.formats.reading import PageReading
from model.networks.checkpoint import Card, bundled, bundled_cards
from model.options import Engine, ReadOptions


class Network(Protocol):
    """A network as far as it is told about; it may run in another process."""

    @property
    def card(self) -> Card:
        """What it is."""


class Named(Protocol):
    """A line reader as far as it is told about."""

    @property
    def name(self) -> str:
        """The network and the precision it runs in."""


class PageReader(Protocol):
    """Reads decoded pictures: `model.reader.Reader`, or one that asks others to read."""

    @property
    def classifier(self) -> Network:
        """The network and its card."""

    @property
    def line_reader(self) -> Named | None:
        """Who gives a second opinion on lines, None for nobody."""

    @property
    def linenet(self) -> Named | None:
        """The line network of our own, None for none."""

    def read(self, source: Picture, options: ReadOptions | None = None) -> Page:
        """Read a picture."""

    def prepare(self) -> Iterator[None]:
        """Do what makes pages to come faster, a step of some milliseconds at a time."""

    def read_form(self, picture: Picture, template: Template, options: FormOptions | None = None) -> FormPage:
        """Read the fields of a form."""


#: Makes the reader that the settings name.
LoadReader = Callable[[Settings], PageReader]


def load_reader(model: str, threads: int = 0, engine: Engine = "auto") -> PageReader:
    """Load a network, by name or path, and the line reader where it is wanted and installed.

    Args:
        model: A bundled name, or the path of an ``.onnx`` file with its card.
        threads: Cores to use, 0 for all.
        engine: ``glyph`` loads no line reader, ``line`` insists on it.

    Raises:
        CheckpointError: The checkpoint cannot be used.
        LinesMissingError: The line reader is asked for and not installed.
    """
    from model.reader import Reader

    return Reader.load(model, threads, engine)


def load_for_service(settings: Settings) -> PageReader:
    """A reader as the settings name it, beside others that read at the same time.

    Raises:
        CheckpointError: The checkpoint cannot be used.
        LinesMissingError: The line reader is asked for and not installed.
    """
    return load_reader(settings.model, settings.threads_each, settings.engine)


def name_of(line_reader: Named | None) -> str | None:
    """What a line reader is called; None where there is none."""
    return line_reader.name if line_reader else None


def engine_in_use(reader: PageReader, engine: Engine) -> Engine:
    """Who really reads: without a line reader ``auto`` is the glyph reader alone."""
    return "glyph" if reader.line_reader is None else engine


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Reads pages as pages."""

    options: ReadOptions

    def __call__(self, reader: PageReader, picture: Picture) -> PageReading:
        """Read a page; where it is from is added by who knows."""
        page = reader.read(picture, self.options)
        engine = engine_in_use(reader, self.options.engine)
        return PageReading(page, model=reader.classifier.card.name, engine=engine, preview=picture.preview)


@dataclass(frozen=True, slots=True)
class ReadFields:
    """Reads pages as forms."""

    template: Template
    options: FormOptions

    def __call__(self, reader: PageReader, picture: Picture) -> FormReading:
        """Read a page; where it is from is added by who knows."""
        page = reader.read_form(picture, self.template, self.options)
        engine = engine_in_use(reader, self.options.engine)
        return FormReading(page, model=reader.classifier.card.name, engine=engine)


class Readers:
    """The reader of the deployment, and the bundled ones from the first time that they are asked for."""

    def __init__(self, settings: Settings, load: LoadReader) -> None:
        """Load the reader of the deployment.

        Raises:
            CheckpointError: The checkpoint cannot be used.
        """
        self._settings = settings
        self._load = load
        self._lock = Lock()
        self.default = load(settings)
        self._loaded = {self.default.classifier.card.name: self.default}

    @property
    def names(self) -> tuple[str, ...]:
        """What can be asked for, that of the deployment first."""
        own = self.default.classifier.card.name
        return (own, *(name for name in bundled() if name != own))

    def choose(self, model: str | None, precision: str | None) -> str:
        """The checkpoint for what is asked for; nothing is loaded yet.

        Args:
            model: A name; that of the deployment if None.
            precision: Which of the checkpoints of the same network, ``float32`` or ``int8``; as `model` is if None.

        Raises:
            OptionError: There is none.
        """
        name = model or self.default.classifier.card.name
        if name not in self.names:
            raise OptionError(f"There is no model {name[:40]!r}. Use {', '.join(self.names)}.")
        own = self.default.classifier.card
        return of_precision(name, precision, {**bundled_cards(), own.name: own})

    def get(self, name: str) -> PageReader:
        """The reader of a name that `choose` answered; loaded where nobody has used it before."""
        with self._lock:
            if name not in self._loaded:
                self._loaded[name] = self._load(self._settings.model_copy(update={"model": name}))
            return self._loaded[name]


def of_precision(name: str, precision: str | None, cards: Mapping[str, Card] | None = None) -> str:
    """The checkpoint of the same network with a precision.

    Args:
        name: A checkpoint.
        precision: ``float32`` or ``int8``; None leaves the name as it is.
        cards: What there is; the bundled ones if None.

    Raises:
        OptionError: There is none.
    """
    cards = bundled_cards() if cards is None else cards
    if precision is None:
        return name
    if name not in cards:
        raise OptionError(f"precision chooses among bundled networks, and {name[:40]!r} is none of them. Leave it out.")
    same = [card for card in (cards[name], *cards.values()) if card.network == cards[name].network]
    names = [card.name for card in same if card.precision == precision]
    if not names:
        known = sorted({card.precision for card in same})
        raise OptionError(f"There is no {precision[:20]!r} of {name}. Use precision {' or '.join(known)}.")
    return names[0]
