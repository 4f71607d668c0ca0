"""The order of the stages: bytes in, Page out."""

from __future__ import annotations

from itertools import accumulate, pairwise
from pathlib import Path

from model import DEFAULT_CHECKPOINT
from model.alphabet import parse_charset
from model.binarize import Ink, find_ink
from model.classifier import Classifier, OpenVinoClassifier
from model.compose import make_page
from model.decode import Picture
from model.elements import Page
from model.frame import frame_glyphs
from model.lattice import build_lattice
from model.layout import TextLine, find_lines
from model.options import ReadOptions
from model.region import Region, cut_out, put_back
from model.segment import find_fragments
from model.settle import under_charset
from model.sift import keep_confident
from model.sources import first_picture
from model.spell import spell
from model.upright import View, askew_deg, quarter_turns


class Reader:
    """Reads pages with one network; holds nothing of a page, so threads may share it."""

    def __init__(self, classifier: Classifier) -> None:
        """Take a ready classifier; `Reader.load` makes one."""
        self.classifier = classifier

    @classmethod
    def load(cls, checkpoint: str | Path = DEFAULT_CHECKPOINT, threads: int = 0) -> Reader:
        """Load a network, by name or path.

        Args:
            checkpoint: A bundled name such as ``letternet``, or the path of an ``.onnx`` file with its card.
            threads: Cores to use, 0 for all.

        Raises:
            CheckpointError: The checkpoint cannot be used.
        """
        return cls(OpenVinoClassifier.load(checkpoint, threads))

    def read(self, source: str | Path | bytes | Picture, options: ReadOptions | None = None) -> Page:
        """Read a picture.

        Args:
            source: The path of a file, its bytes, or a decoded picture; of several pages the first.
            options: What to answer; the defaults if None.

        Returns:
            The page; without lines where nothing is written.

        Raises:
            PictureError: The file is no picture that can be read.
            OptionError: The region lies outside the picture.
            OSError: The file cannot be opened.
        """
        whole = _picture(source)
        options = options or ReadOptions()
        page = self._read_region(whole, options.region, options) if options.region else self._read(whole, options)
        return keep_confident(page, options.min_confidence) if options.min_confidence else page

    def _read_region(self, whole: Picture, region: Region, options: ReadOptions) -> Page:
        """Read a part of a picture, with boxes in the whole."""
        part, x, y = cut_out(whole, region)
        return put_back(self._read(part, options), x, y, whole)

    def _read(self, picture: Picture, options: ReadOptions) -> Page:
        """Read all of a picture."""
        charset = parse_charset(options.charset)
        view, ink, lines = self._lines(picture, options.deskew)
        lattices = [build_lattice(line) for line in lines]
        frames = frame_glyphs(hypothesis.glyph.ink for lattice in lattices for hypothesis in lattice.hypotheses)
        reading = under_charset(self.classifier.classify(frames), self.classifier.card, charset)
        ends = [0, *accumulate(len(lattice.hypotheses) for lattice in lattices)]
        spelled = [
            spell(lattice, line.angle_deg, reading.between(start, end), charset, options.language)
            for lattice, line, (start, end) in zip(lattices, lines, pairwise(ends), strict=True)
        ]
        return make_page(picture, view, ink.scale, spelled, charset.letters, options.alternatives)

    def _lines(self, picture: Picture, deskew: bool) -> tuple[View, Ink, list[TextLine]]:
        """The lines of a page, turned first where it does not stand upright and `deskew` allows it."""
        view = View.straight(picture.grey)
        ink = find_ink(view.grey)
        fragments = find_fragments(ink)
        if deskew and (turns := quarter_turns(fragments, self.classifier)):
            view = view.turned(90 * turns)
            ink = find_ink(view.grey)
            fragments = find_fragments(ink)
        lines = find_lines(fragments)
        if deskew and lines and (angle_deg := askew_deg(lines[0].angle_deg)):
            view = view.turned(angle_deg)
            ink = find_ink(view.grey)
            lines = find_lines(find_fragments(ink))
        return view, ink, lines


def _picture(source: str | Path | bytes | Picture) -> Picture:
    if isinstance(source, Picture):
        return source
    return first_picture(source if isinstance(source, bytes) else Path(source).read_bytes())
