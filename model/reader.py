"""The order of the stages: bytes in, Page out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path

from model import DEFAULT_CHECKPOINT
from model.alphabet import Charset, parse_charset
from model.binarize import find_ink
from model.classifier import Classifier, OpenVinoClassifier
from model.compose import make_page
from model.credible import only_credible
from model.decode import Picture, decode
from model.elements import Page
from model.errors import LinesMissingError
from model.fusion.direction import settle_turns
from model.fusion.opinion import OpinionSettings, second_opinion
from model.glances import Glances
from model.lattice import build_lattice
from model.layout import TextLine, find_lines
from model.lines.gather import gathered
from model.lines.reading import LineReader
from model.lines.recogniser import load_line_reader
from model.options import Engine, ReadOptions
from model.segment import Fragment, find_fragments
from model.settle import under_charset
from model.spell import SpelledLine, spell
from model.sure import surely_whole
from model.upright import askew_deg, best_read, quarter_turns
from model.view import View


class Reader:
    """Reads pages with a glyph reader and, where there is one, a line reader; holds nothing of a page."""

    def __init__(
        self,
        classifier: Classifier,
        line_reader: LineReader | None = None,
        opinion: OpinionSettings | None = None,
    ) -> None:
        """Take what is ready; `Reader.load` loads it."""
        self.classifier = classifier
        self.line_reader = line_reader
        self._opinion = opinion

    @classmethod
    def load(
        cls, checkpoint: str | Path = DEFAULT_CHECKPOINT, threads: int = 0, engine: Engine = "auto"
    ) -> Reader:
        """Load a network, by name or path, and the line reader where it is wanted and installed.

        Args:
            checkpoint: A bundled name such as ``letternet``, or the path of an ``.onnx`` file with its card.
            threads: Cores to use, 0 for all.
            engine: ``glyph`` loads no line reader, ``line`` insists on it.

        Raises:
            CheckpointError: The checkpoint cannot be used.
            LinesMissingError: The line reader is asked for and not installed.
        """
        return cls(OpenVinoClassifier.load(checkpoint, threads), load_line_reader(engine, threads))

    def read(self, source: str | Path | bytes | Picture, options: ReadOptions | None = None) -> Page:
        """Read a picture.

        Args:
            source: The path of a file, its bytes, or a decoded picture.
            options: What to answer; the defaults if None.

        Returns:
            The page; without lines where nothing is written.

        Raises:
            PictureError: The file is no picture that can be read.
            LinesMissingError: The line reader is asked for and not there.
            OSError: The file cannot be opened.
        """
        picture = _picture(source)
        options = options or ReadOptions()
        charset = parse_charset(options.charset)
        line_reader = self._line_reader(options.engine)
        view, lines, spelled = self.spelled(picture, charset, options.language, line_reader)
        if line_reader is not None:
            readers = self.classifier, line_reader
            seen = view.seen(picture.grey), view.ink
            spelled = second_opinion(*seen, lines, spelled, readers, charset, options.engine, self._opinion)
        calibration = self.classifier.card.calibration_of(charset)
        spelled = only_credible(spelled, charset.letters)
        return make_page(picture, view, spelled, charset.letters, options.alternatives, calibration)

    def spelled(
        self, picture: Picture, charset: Charset, language: str, line_reader: LineReader | None = None
    ) -> tuple[View, list[TextLine], list[SpelledLine | None]]:
        """Read the lines of a page with the glyph reader, confidence not yet calibrated.

        Args:
            picture: The decoded picture.
            charset: Which letters may be answered.
            language: A name of `model.language.load_language`.
            line_reader: Says which way up a page is where its letters leave it open.

        Returns:
            The ink as it was looked at, the lines, and what they say, None where nothing on one is a character.
        """
        view, fragments = self._found(picture)
        turns = quarter_turns(fragments, self.classifier)
        if line_reader is not None:
            turns = (settle_turns(turns, view, picture.grey, fragments, line_reader),)
        ways = [_lines(view, fragments, turn) for turn in turns]
        if line_reader is not None:
            ways = [(own, gathered(lines)) for own, lines in ways]
        readings = [self._spelled(lines, charset, language) for _, lines in ways]
        best = best_read(readings) if len(readings) > 1 else 0
        return *ways[best], readings[best]

    def lines(self, picture: Picture) -> tuple[View, list[TextLine]]:
        """Find the lines of a page, turned first where it does not stand upright.

        Args:
            picture: The decoded picture.

        Returns:
            The ink as it was looked at, and the lines, top line first.
        """
        view, fragments = self._found(picture)
        return _lines(view, fragments, quarter_turns(fragments, self.classifier)[0])

    def _line_reader(self, engine: Engine) -> LineReader | None:
        """Who gives a second opinion, None for nobody."""
        if engine == "line" and self.line_reader is None:
            raise LinesMissingError
        return None if engine == "glyph" else self.line_reader

    def _found(self, picture: Picture) -> tuple[View, list[Fragment]]:
        """The ink of a page as it lies."""
        view = View.straight(find_ink(picture.grey))
        return view, find_fragments(view.ink)

    def _spelled(self, lines: Sequence[TextLine], charset: Charset, language: str) -> list[SpelledLine | None]:
        """What the glyph reader reads on each line."""
        glances = Glances(self.classifier)
        lattices = [
            build_lattice(line, whole) for line, whole in zip(lines, surely_whole(lines, glances), strict=True)
        ]
        logits = glances.logits([hypothesis.glyph for lattice in lattices for hypothesis in lattice.hypotheses])
        reading = under_charset(logits, self.classifier.card, charset)
        ends = [0, *accumulate(len(lattice.hypotheses) for lattice in lattices)]
        return [
            spell(lattice, line.angle_deg, reading.between(start, end), charset, language)
            for lattice, line, (start, end) in zip(lattices, lines, pairwise(ends), strict=True)
        ]


def _lines(view: View, fragments: list[Fragment], turns: int) -> tuple[View, list[TextLine]]:
    """The lines of a page turned by quarters, and then level."""
    if turns:
        view = view.turned(90 * turns)
        fragments = find_fragments(view.ink)
    lines = find_lines(fragments)
    if lines and (angle_deg := askew_deg(lines[0].angle_deg)):
        view = view.turned(angle_deg)
        lines = find_lines(find_fragments(view.ink))
    return view, lines


def _picture(source: str | Path | bytes | Picture) -> Picture:
    if isinstance(source, Picture):
        return source
    return decode(source if isinstance(source, bytes) else Path(source).read_bytes())
