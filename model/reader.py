"""The order of the stages: bytes in, Page out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from model import DEFAULT_CHECKPOINT
from model.alphabet import Charset, parse_charset
from model.arrangement.upright import best_read
from model.arrangement.view import View
from model.classifier import BATCHES, Classifier, Describer, OpenVinoClassifier
from model.compose import Answer, make_page
from model.decode import Picture
from model.elements import Page
from model.errors import LinesMissingError, OptionError
from model.fields.layout import read_found_fields
from model.fields.read import read_form
from model.fields.reading import FormOptions, FormPage
from model.fields.template import Template
from model.finding import is_grain, ways_to_read
from model.frame import SIDE
from model.fusion.opinion import OpinionSettings, second_opinion
from model.fusion.runs import Asked
from model.lexicon.answer import Answering
from model.lines.linenet import LineNetReader
from model.lines.reading import LineReader
from model.lines.recogniser import load_line_reader
from model.lines.strip import blanks
from model.networks.glances import Glances
from model.networks.hand import AdaptedClassifier, Hand
from model.options import Engine, ReadOptions
from model.picture.noise import smoothed, without_noise
from model.picture.other_ways import other_ways
from model.picture.region import Region, cut_out, put_back
from model.picture.sources import first_picture
from model.readers import Readers
from model.sift import keep_confident
from model.spelling.share import share_strokes
from model.spelling.spell import SpelledLine
from model.spelling.spell_lines import spell_lines
from model.spelling.sums import read_sums
from model.spelling.word_gaps import parted_alike
from model.writing.credible import clear_lines, credible_by_both, leaves_doubt, only_credible, rightness

#: What was looked at, its ink upright, and what its lines say.
Look = tuple[Picture, View, Sequence[SpelledLine | None]]


class Reader:
    """Reads pages with a glyph reader, linenet and, where there is one, a line reader; holds nothing of a page."""

    def __init__(
        self,
        classifier: Classifier,
        line_reader: LineReader | None = None,
        linenet: LineReader | None = None,
        opinion: OpinionSettings | None = None,
    ) -> None:
        """Take what is ready; `Reader.load` loads it."""
        self.classifier = classifier
        self.line_reader = line_reader
        self.linenet = linenet
        self._opinion = opinion

    @classmethod
    def load(cls, checkpoint: str | Path = DEFAULT_CHECKPOINT, threads: int = 0, engine: Engine = "auto") -> Reader:
        """Load a network, by name or path, and the line reader where it is wanted and installed.

        Args:
            checkpoint: A bundled name such as ``letternet``, or the path of an ``.onnx`` file with its card.
            threads: Cores to use, 0 for all.
            engine: ``glyph`` loads no line reader, ``line`` insists on it.

        Raises:
            CheckpointError: The checkpoint cannot be used.
            LinesMissingError: The line reader is asked for and not installed.
        """
        readers = load_line_reader(engine, threads), LineNetReader.load(threads=threads)
        return cls(OpenVinoClassifier.load(checkpoint, threads), *readers)

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
            LinesMissingError: The line reader is asked for and not there.
            OSError: The file cannot be opened.
        """
        whole = _picture(source)
        options = options or ReadOptions()
        page = self._read_region(whole, options.region, options) if options.region else self._read(whole, options)
        return keep_confident(page, options.min_confidence) if options.min_confidence else page

    def read_form(
        self, picture: str | Path | bytes | Picture, template: Template, options: FormOptions | None = None
    ) -> FormPage:
        """Read the fields of a form.

        Args:
            picture: The path of a file, its bytes, or a decoded picture; of several pages the first.
            template: The form, checked.
            options: What to answer; the defaults if None.

        Raises:
            PictureError: The file is no picture that can be read.
            OptionError: The network cannot learn a hand.
            LinesMissingError: The line reader is asked for and not there.
            OSError: The file cannot be opened.
        """
        options = options or FormOptions()
        readers = self._readers(options.engine, options.hand)
        return read_form(without_noise(_picture(picture)), template, readers, options.alternatives)

    def prepare(self) -> Iterator[None]:
        """Show the networks a blank of every size that pages are made of, one a step.

        Each size that a network has not seen takes it 5 to 40 ms and some memory: better before a page than within.
        """
        for size in BATCHES:
            yield
            self.classifier.classify(np.zeros((size, SIDE, SIDE), np.uint8))
        for reader in filter(None, (self.linenet, self.line_reader)):
            for blank in blanks(reader.strip):
                yield
                reader.read([blank])

    def _read_region(self, whole: Picture, region: Region, options: ReadOptions) -> Page:
        """Read a part of a picture, with boxes in the whole."""
        part, x, y = cut_out(whole, region)
        return put_back(self._read(part, options), x, y, whole)

    def _read(self, picture: Picture, options: ReadOptions) -> Page:
        """Read all of a picture, and once more in another way where it says nothing clearly."""
        picture = without_noise(picture)
        readers = self._readers(options.engine, options.hand)
        if options.layout == "form":
            return read_found_fields(picture, readers, options)
        charset = parse_charset(options.charset)
        looked, view, spelled = self._best_look(picture, readers, options, charset.letters)
        calibration = readers.classifier.card.calibration_of(charset)
        answer = _answering(options, charset)
        return make_page(looked, view, spelled, charset.letters, options.alternatives, calibration, answer)

    def _best_look(self, picture: Picture, readers: Readers, options: ReadOptions, letters: tuple[str, ...]) -> Look:
        """Read a picture as it is, without grain where that hides all it says, and in other ways that may say more."""
        look = self._look(picture, readers, options)
        if not any(look[2]):
            smooth = replace(picture, grey=smoothed(picture.grey))
            if is_grain(look[1].ink, smooth.grey):
                look = self._look(smooth, readers, options)
        for other in other_ways(picture, doubtful=leaves_doubt(look[2], letters)):
            look = _better(look, self._look(other, readers, options), letters)
        return look

    def _look(self, picture: Picture, readers: Readers, options: ReadOptions) -> Look:
        """Read a picture as it is."""
        charset, classifier = parse_charset(options.charset), readers.classifier
        glances = Glances(classifier)
        ways = ways_to_read(picture.grey, classifier, readers.line_reader, deskew=options.deskew, glances=glances)
        readings = [spell_lines(lines, classifier, charset, options.language, glances) for _, lines in ways]
        best = best_read(readings)
        (view, lines), spelled = ways[best], readings[best]
        if readers.line_reader is None:
            spelled = only_credible(spelled, charset.letters)
        else:
            seen, asked = view.seen(picture.grey), Asked(charset, options.language)
            fused = second_opinion(seen, view.ink, lines, spelled, readers, asked, self._opinion, glances)
            spelled = credible_by_both(spelled, fused, charset.letters)
        parted = parted_alike(share_strokes(spelled, charset, glances))
        return picture, view, read_sums(parted, charset.letters)

    def _classifier(self, hand: Hand | None) -> Classifier:
        """The network, knowing a hand where there is one."""
        if hand is None:
            return self.classifier
        if not isinstance(self.classifier, Describer):
            raise OptionError(f"{self.classifier.card.name} cannot learn a hand. Use a bundled network.")
        return AdaptedClassifier(self.classifier, hand)

    def _readers(self, engine: Engine, hand: Hand | None) -> Readers:
        """Who reads under an engine: linenet helps the glyph reader, and the line reader where both do not agree."""
        classifier = self._classifier(hand)
        if engine == "line" and self.line_reader is None:
            raise LinesMissingError
        if engine == "glyph" or self.line_reader is None:
            return Readers(classifier, self.linenet, engine="glyph")
        if engine == "line" or self.linenet is None:
            return Readers(classifier, self.line_reader, engine=engine)
        return Readers(classifier, self.linenet, self.line_reader, engine)


def _answering(options: ReadOptions, charset: Charset) -> Answer | None:
    """How lines are answered out of a list of words, None where there is none."""
    if options.lexicon is None:
        return None
    return Answering(options.lexicon, options.lexicon_mode, options.lexicon_unit, charset.letters).answer


def _better(look: Look, other: Look, letters: tuple[str, ...]) -> Look:
    """Another look at a page where more of its lines are writing beyond doubt, and more of it is likely right."""
    is_clearer = clear_lines(other[2], letters) > clear_lines(look[2], letters)
    return other if is_clearer and rightness(other[2], letters) > rightness(look[2], letters) else look


def _picture(source: str | Path | bytes | Picture) -> Picture:
    if isinstance(source, Picture):
        return source
    return first_picture(source if isinstance(source, bytes) else Path(source).read_bytes())

