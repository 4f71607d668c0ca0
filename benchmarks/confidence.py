"""Whether confidence means what it says: ``python -m benchmarks.confidence`` prints a table and draws two curves.

Read are entries of forms that nobody trained on and pages drawn in held-out fonts and glyphs. A letter that was
written and not read counts as a wrong one that is always kept back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated

import matplotlib as mpl
import numpy as np
import typer
from matplotlib.figure import Figure
from numpy.typing import NDArray

from benchmarks.boxes import match
from benchmarks.corpora import DEFAULT_CORPORA, doubtful_labels, load_names
from benchmarks.drawn import STYLES, drawn_pages, glyph_source
from benchmarks.tables import Figures, progress_bars, wide_console
from benchmarks.wholes import entry_of, watched
from drawing import DrawnPage
from model import DEFAULT_CHECKPOINT
from model.compose import all_right
from model.elements import Page
from model.networks.calibration import Calibration
from model.options import ENGINES, Engine, ReadOptions
from model.reader import Reader
from training.report.reliability import reliability

SEED = 7
#: The entries without those in `doubtful_labels`.
LABELS_HOLD = "entries whose label holds"
#: Share of wrong answers that is borne.
WRONG_SHARE = 0.02


@dataclass(slots=True)
class Answers:
    """Answers with their confidence, and how many were due but not given."""

    confidence: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    missed: int = 0

    def curve(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The reject curve: share kept of all that was due, and share wrong among the kept, the surest first."""
        order = np.argsort(-np.array(self.confidence), kind="stable")
        wrong = np.cumsum(~np.array(self.right, np.bool_)[order])
        count = np.arange(1, len(order) + 1)
        return count / (len(order) + self.missed), wrong / count

    def kept(self) -> float:
        """The largest share that can be kept with at most `WRONG_SHARE` of it wrong."""
        kept, wrong = self.curve()
        return float(kept[wrong <= WRONG_SHARE].max(initial=0.0))


def judge_entry(
    page: Page, wanted: str, curves: Sequence[Calibration], glyphs: Answers, entries: Answers
) -> None:
    """Compare the line that fits best with the label, cases and spaces aside.

    An entry is as sure as a line of its letters would be: more may be printed beside it.
    """
    count = len(wanted.replace(" ", ""))
    found = entry_of(page, wanted)
    if found is None:
        glyphs.missed += count
        entries.missed += 1
        return
    line, read, judged, right = found
    glyphs.confidence += [read[at].confidence for at in judged]
    glyphs.right += list(judged.values())
    glyphs.missed += max(count - len(judged), 0)
    entries.confidence.append(all_right(read, curves[line].line))
    entries.right.append(right)


def judge_page(truth: Page, page: Page, glyphs: Answers) -> None:
    """Compare glyphs by box and letter, cases told apart."""
    true, read = list(truth.glyphs), list(page.glyphs)
    found = {index: true[number].letter for number, index in match(true, read).items()}
    glyphs.confidence += [glyph.confidence for glyph in read]
    glyphs.right += [found.get(index) == glyph.letter for index, glyph in enumerate(read)]
    glyphs.missed += len(true) - len(found)


def measure(engine: Engine, model: str, folder: Path, names: int, pages: int) -> dict[str, Answers]:
    """Read everything with one engine."""
    reader = Reader.load(model, engine=engine)
    answers = {name: Answers() for name in ("glyphs of entries", "entries", LABELS_HOLD, "glyphs of drawn pages")}
    with progress_bars() as progress, watched(partial(reader.read, options=ReadOptions(engine=engine))) as read:
        several = [entry for group in load_names(folder, names, SEED).values() for entry in group]
        for entry in progress.track(several, description=f"{engine}: entries"):
            page, curves = read(entry.content)
            judge_entry(page, entry.want, curves, answers["glyphs of entries"], answers["entries"])
            if entry.name not in doubtful_labels():
                judge_entry(page, entry.want, curves, Answers(), answers[LABELS_HOLD])
        for drawn in progress.track(list(_drawn(folder, pages)), description=f"{engine}: drawn pages"):
            judge_page(drawn.truth, read(drawn.png())[0], answers["glyphs of drawn pages"])
    return answers


def _drawn(folder: Path, pages: int) -> Iterator[DrawnPage]:
    for glyphs in (None, glyph_source(folder / "glyphs")):
        for name in ("plain", "ruled, tilted", "photo"):
            yield from drawn_pages(STYLES[name], glyphs, pages)


def draw_curves(found: dict[str, dict[str, Answers]], path: Path) -> None:
    """Draw reliability on the left and the reject curves on the right."""
    mpl.use("Agg")
    figure = Figure(figsize=(10, 4.4), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot([0, 1], [0, 1], color="0.7", linestyle=":")
    for engine, answers in found.items():
        for name, own in answers.items():
            bins = reliability(np.array(own.confidence, np.float32), np.array(own.right, np.bool_))
            left.plot(bins.confidence, bins.right, marker="o", markersize=3, label=f"{name}, {engine}")
            kept, wrong = own.curve()
            right.plot(kept, wrong, label=f"{name}, {engine}")
    right.axhline(WRONG_SHARE, color="0.7", linestyle=":")
    left.set(title="Reliability", xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    right.set(title="Reject curve", xlabel="share kept, the surest first", ylabel="share wrong of the kept")
    right.set(xlim=(0, 1), ylim=(0, 0.2))
    right.legend(fontsize="small")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)


def main(
    model: Annotated[str, typer.Option(help="A bundled network, or the path of an .onnx file.")] = DEFAULT_CHECKPOINT,
    engine: Annotated[list[str] | None, typer.Option(help="glyph, auto or line; repeatable. glyph and auto.")] = None,
    corpora: Annotated[Path, typer.Option(help="Folder of the corpora.")] = DEFAULT_CORPORA,
    names: Annotated[int, typer.Option(min=0, help="Entries, 0 for all.")] = 0,
    pages: Annotated[int, typer.Option(min=1, help="Drawn pages of each style and source.")] = 3,
    picture: Annotated[Path, typer.Option(help="Where the curves are drawn.")] = Path("docs/results/confidence.png"),
    markdown: Annotated[Path | None, typer.Option(help="Write the table into this file, too.")] = None,
) -> None:
    """Measure calibration and what can be kept at 2 % wrong."""
    chosen: list[Engine] = [own for own in ENGINES if own in (engine or ("glyph", "auto"))]
    found = {str(own): measure(own, model, corpora, names, pages) for own in chosen}
    columns = ("answers", "engine", "given", "missed", "right", "ECE", "kept at 2 % wrong")
    notes = (f"{model}. ECE: expected calibration error over ten bins. Kept: of all that was due, missed ones too.",)
    figures = Figures("Confidence, on writers and fonts not trained on", columns, notes=notes, named=2)
    for own, answers in found.items():
        for name, one in answers.items():
            bins = reliability(np.array(one.confidence, np.float32), np.array(one.right, np.bool_))
            given = len(one.right)
            figures.rows.append(
                [name, own, given, one.missed, float(np.mean(one.right)), bins.expected_error, one.kept()]
            )
    wide_console().print(figures.for_terminal())
    draw_curves(found, picture)
    if markdown:
        command = f"python -m benchmarks.confidence --pages {pages}"
        markdown.write_text(f"{figures.markdown()}\n\n`{command}`\n\n![Curves]({picture.name})\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
