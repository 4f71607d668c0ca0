"""The order of the stages: bytes in, Page out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path

from model import DEFAULT_CHECKPOINT
from model.alphabet import Charset, parse_charset
from model.binarize import Ink, find_ink
from model.classifier import Classifier, OpenVinoClassifier
from model.compose import make_page
from model.decode import Picture, decode
from model.elements import Page
from model.errors import LinesMissingError
from model.frame import frame_glyphs
from model.fusion.direction import settle_turns
from model.fusion.opinion import OpinionSettings, second_opinion
from model.lattice import build_lattice
from model.layout import TextLine, find_lines
from model.lines.gather import gathered
from model.lines.reading import LineReader
from model.lines.recogniser import load_line_reader
from model.options import Engine, ReadOptions
from model.segment import find_fragments
from model.settle import under_charset
from model.spell import SpelledLine, spell
from model.upright import View, askew_deg, quarter_turns


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
        view, ink, lines = self._lines(picture, line_reader)
        if line_reader is not None:
            lines = gathered(lines)
        spelled = self._spelled(lines, charset, options.language)
        if line_reader is not None:
            readers = self.classifier, line_reader
            spelled = second_opinion(view.grey, ink, lines, spelled, readers, charset, options.engine, self._opinion)
        return make_page(picture, view, ink.scale, spelled, charset.letters, options.alternatives)

    def _line_reader(self, engine: Engine) -> LineReader | None:
        """Who gives a second opinion, None for nobody."""
        if engine == "line" and self.line_reader is None:
            raise LinesMissingError
        return None if engine == "glyph" else self.line_reader

    def _spelled(self, lines: Sequence[TextLine], charset: Charset, language: str) -> list[SpelledLine | None]:
        """What the glyph reader reads on each line."""
        lattices = [build_lattice(line) for line in lines]
        frames = frame_glyphs(hypothesis.glyph.ink for lattice in lattices for hypothesis in lattice.hypotheses)
        reading = under_charset(self.classifier.classify(frames), self.classifier.card, charset)
        ends = [0, *accumulate(len(lattice.hypotheses) for lattice in lattices)]
        return [
            spell(lattice, line.angle_deg, reading.between(start, end), charset, language)
            for lattice, line, (start, end) in zip(lattices, lines, pairwise(ends), strict=True)
        ]

    def _lines(self, picture: Picture, line_reader: LineReader | None) -> tuple[View, Ink, list[TextLine]]:
        """The lines of a page, turned first where it does not stand upright."""
        view = View.straight(picture.grey)
        ink = find_ink(view.grey)
        fragments = find_fragments(ink)
        turns = quarter_turns(fragments, self.classifier)
        if line_reader is not None:
            turns = settle_turns(turns, view, ink, fragments, line_reader)
        if turns:
            view = view.turned(90 * turns)
            ink = find_ink(view.grey)
            fragments = find_fragments(ink)
        lines = find_lines(fragments)
        if lines and (angle_deg := askew_deg(lines[0].angle_deg)):
            view = view.turned(angle_deg)
            ink = find_ink(view.grey)
            lines = find_lines(find_fragments(ink))
        return view, ink, lines


def _picture(source: str | Path | bytes | Picture) -> Picture:
    if isinstance(source, Picture):
        return source
    return decode(source if isinstance(source, bytes) else Path(source).read_bytes())
