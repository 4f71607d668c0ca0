import numpy as np
import pytest

from model.alphabet import ALPHABET, Charset, parse_charset
from model.elements import BoundingBox
from model.frame import frame_glyphs
from model.fusion.fuse import LINE_ALONE, Draft, FuseSettings, fuse
from model.layout import TextLine
from model.lines.reading import LineReading
from model.segment import Fragment
from model.spelling.settle import Reading, under_charset
from model.spelling.spell import SpelledLine
from tests.model.fakes import CARD, UNSEEN
from tests.model.lines.fakes import STEPS, seen

MIXED = parse_charset("mixed")
WIDTH, HEIGHT, PITCH = 30, 40, 50


def squares(count: int, pitch: int = PITCH) -> TextLine:
    """Fragments side by side, all of one size."""
    ink = np.zeros((HEIGHT, WIDTH), np.uint8)
    ink[:, :6] = ink[:, -6:] = 255
    boxes = [BoundingBox(100 + pitch * n, 100, 100 + pitch * n + WIDTH, 100 + HEIGHT) for n in range(count)]
    return TextLine(tuple(Fragment(box, ink) for box in boxes), 0.0)


def ends(line: TextLine) -> tuple[float, float]:
    """Between which columns evenly spread letters stand right over the fragments."""
    margin = (PITCH - WIDTH) / 2
    return line.fragments[0].box.left - margin, line.fragments[-1].box.right + margin


def says(draft: Draft, letters: str, sure: float, charset: Charset = MIXED) -> Reading:
    """A glyph reader that sees these letters in the fragments from left to right, and none in groups of them."""
    logits = np.zeros((len(draft.lattice.hypotheses), len(ALPHABET)), np.float32)
    rest = np.log((1 - sure) / (len(ALPHABET) - 1))
    for row, own in zip(logits, draft.lattice.hypotheses, strict=True):
        row[:] = rest
        alone = own.stop == own.start + 1 and own.start < len(letters)
        row[ALPHABET.index(letters[own.start]) if alone else -1] = np.log(sure)
    return under_charset(logits, CARD, charset)


def fused(
    line: TextLine, glyphs: str, text: str, sure: tuple[float, float] = (0.95, 0.99), charset: Charset = MIXED,
    settings: FuseSettings | None = None,
) -> SpelledLine:  # fmt: skip
    draft = Draft.of(line, seen(text, *ends(line), sure[1]), charset, UNSEEN)
    answer = fuse(draft, says(draft, glyphs, sure[0], charset), charset, settings=settings)
    assert answer is not None
    return answer


def text(line: SpelledLine, charset: Charset = MIXED) -> str:
    return "".join(charset.letters[best] for best in line.probabilities.argmax(axis=1))


def test_both_agree() -> None:
    line = fused(squares(4), "HBEA", "HBEA")
    assert text(line) == "HBEA"
    assert line.sources == ("both",) * 4
    assert not any(line.disputed)
    assert [box.left for box in line.boxes] == [100, 150, 200, 250]


def test_the_surer_reader_is_believed() -> None:
    assert text(fused(squares(4), "HBEA", "HBFA", (0.3, 0.999))) == "HBFA"
    assert text(fused(squares(4), "HBEA", "HBFA", (0.9999, 0.35))) == "HBEA"


def test_disagreement_is_doubt() -> None:
    agreed, disputed = fused(squares(4), "HBEA", "HBEA"), fused(squares(4), "HBEA", "HBFA")
    assert disputed.disputed == (False, False, True, False)
    assert disputed.probabilities[2].max() < agreed.probabilities[2].max()
    assert disputed.sources[2] in ("glyph", "line")


def test_the_rival_is_an_alternative() -> None:
    row = fused(squares(4), "HBEA", "HBFA").probabilities[2]
    assert {MIXED.letters[label] for label in np.argsort(-row)[:2]} == {"E", "F"}


def test_letters_beyond_the_charset_leave_one_letter_the_likeliest() -> None:
    """Doubt holds the others below it: as many as sure they would come in the order of the alphabet."""
    for row in fused(squares(4), "BBBB", "8888", (0.4, 0.8), parse_charset("letters")).probabilities:
        best, second = np.sort(row)[:-3:-1]
        assert best > second


def test_a_letter_that_only_one_sees_stays_where_it_is_sure() -> None:
    assert text(fused(squares(4), "HBEA", "HB A", (0.9999, 0.6))) == "HBEA"


@pytest.mark.parametrize(("glyph", "read"), [(0.5, "HBET"), (0.9, "HBEAT")], ids=["at a loss", "clear"])
def test_a_letter_that_only_the_glyph_reader_sees_stays_unless_it_is_at_a_loss_over_the_line(
    glyph: float, read: str
) -> None:
    assert text(fused(squares(5), "HBEAT", "HBE T", (glyph, 0.9))) == read
    assert text(fused(squares(5), "HBEAT", "HBE T", (glyph, 0.9), settings=FuseSettings(at_a_loss=0.0))) == "HBEAT"


@pytest.mark.parametrize(
    ("seen_first", "seen_too", "read"),
    [("HBE ", "    ", "HBE"), ("HBE ", "HBEA", "HBEA"), ("    ", "HBEA", "")],
    ids=["nobody else sees it", "another line reader does", "no line for the first one"],
)
def test_a_letter_that_the_line_reader_misses_stays_where_another_sees_it(
    seen_first: str, seen_too: str, read: str
) -> None:
    line = squares(4)
    draft = Draft.of(line, seen(seen_first, *ends(line)), MIXED, UNSEEN, seen(seen_too, *ends(line), 0.9))
    answer = fuse(draft, says(draft, "HBEA", 0.2), MIXED)
    assert (text(answer) if answer else "") == read


def test_the_line_reader_alone() -> None:
    line = fused(squares(4), "XXXX", "HBFA", (0.999, 0.6), settings=LINE_ALONE)
    assert text(line) == "HBFA"
    assert [box.left for box in line.boxes] == [100, 150, 200, 250]


@pytest.mark.parametrize("charset", ["digits", "letters", "chars:QZ"])
def test_no_letter_lies_outside_the_charset(charset: str) -> None:
    named = parse_charset(charset)
    line = fused(squares(4), "H7.a", "7H,Z", charset=named)
    assert set(text(line, named)) <= set(named.letters)
    assert line.probabilities.shape[1] == len(named.letters)
    assert line.probabilities.max() <= 1


def test_probabilities_are_no_more_than_one() -> None:
    rows = fused(squares(4), "HBEA", "HBFA").probabilities.sum(axis=1)
    assert rows.max() <= 1 + 1e-9
    assert rows.min() > 0


def test_ink_that_touches_is_cut_between_the_letters_seen() -> None:
    ink = np.zeros((HEIGHT, 2 * WIDTH), np.uint8)
    ink[:, [*range(6), *range(24, 36), *range(54, 60)]] = 255
    ink[HEIGHT // 2 : HEIGHT // 2 + 5] = 255
    joined = TextLine((Fragment(BoundingBox(100, 100, 100 + 2 * WIDTH, 100 + HEIGHT), ink),), 0.0)
    draft = Draft.of(joined, seen("HH", 100, 100 + 2 * WIDTH), MIXED, UNSEEN)
    reading = Reading(
        np.full((len(draft.lattice.hypotheses), len(MIXED.letters)), 0.01), np.ones(len(draft.lattice.hypotheses)),
        np.full(len(draft.lattice.hypotheses), 0.1),
    )  # fmt: skip
    line = fuse(draft, reading, MIXED)
    assert line is not None
    assert text(line) == "HH"
    assert line.boxes[0].right <= line.boxes[1].left


def test_spaces_come_from_gaps_that_the_line_reader_sees() -> None:
    line = squares(5)
    without = TextLine((*line.fragments[:2], *line.fragments[3:]), 0.0)
    assert fused(without, "HBEA", "HB EA").word_starts == (0, 2)
    assert fused(squares(4), "HBEA", "HBEA").word_starts == (0,)


def test_no_ink_that_anybody_reads_is_no_line() -> None:
    empty = LineReading(np.zeros((4, 77)), np.arange(100, 140, 10, dtype=np.float64))
    draft = Draft.of(squares(1), empty, MIXED, UNSEEN)
    count = len(draft.lattice.hypotheses)
    nothing = Reading(np.zeros((count, len(MIXED.letters))), np.zeros(count), np.ones(count))
    assert fuse(draft, nothing, MIXED) is None


def test_frames_are_made_of_every_hypothesis() -> None:
    draft = Draft.of(squares(3), seen("ABC", 90, 240), MIXED, UNSEEN)
    assert len(frame_glyphs(own.glyph.ink for own in draft.lattice.hypotheses)) == len(draft.lattice.hypotheses)


def test_neighbours_settle_what_the_readers_leave_open() -> None:
    # One reader sees a T, the other as surely a 7: among letters it is no digit.
    draft = Draft.of(squares(6), seen("TRISTA", *ends(squares(6)), 0.5), MIXED, UNSEEN)
    reading = says(draft, "TRIS7A", 0.9)
    alone = fuse(draft, reading, MIXED, "fr", FuseSettings(neighbours=None, line=0.3))
    settled = fuse(draft, reading, MIXED, "fr", FuseSettings(line=0.3))
    assert alone is not None
    assert settled is not None
    assert text(alone) == "TRIS7A"
    assert text(settled) == "TRISTA"


def test_a_letter_that_is_seen_over_all_of_its_ink_is_one() -> None:
    line = squares(4)
    told = seen("MON", *ends(line))
    # Each letter is seen from where it begins to where the next does.
    spread = LineReading(np.repeat(told.probabilities[1::STEPS], STEPS, axis=0), told.x)
    draft = Draft.of(line, spread, MIXED, UNSEEN)
    answer = fuse(draft, says(draft, "MOCN", 0.9), MIXED)
    assert answer is not None
    assert text(answer).count("O") == 1
