"""How often names are read rightly with a list of words in hand: ``python -m benchmarks.lexicon``.

The list holds every name of the training part and of the validation part, once each. `--fit` prints the weights of
`model.lexicon.rank.RankSettings` instead, fitted on names of the training part alone.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.progress import Progress

from benchmarks.corpora import DEFAULT_CORPORA, Entry, load_names, load_training_names, names_written
from benchmarks.lexicon_fit import fit_settings
from benchmarks.scoring import Tally, tally
from benchmarks.tables import Figures, finish, progress_bars
from model.alphabet import parse_charset
from model.errors import BlockletterError
from model.lexicon.rank import rank_cells
from model.lexicon.words import Lexicon, LexiconMode
from model.options import Engine, ReadOptions
from model.reader import Reader

SEED = 7
ENGINES: tuple[Engine, ...] = ("auto", "glyph")
#: A list as long as that of a country's places.
MANY = 100_000


def measure(
    reader: Reader, entries: dict[str, list[Entry]], lexicon: Lexicon, progress: Progress
) -> Figures:
    """Read entries without the list, and with it in both modes."""
    figures = Figures(
        f"Names from form fields, validation, out of a list of {len(lexicon):,} names",
        ("engine", "list", *(f"{title}: exact" for title in entries), "all: exact", "CER", "kept", "wrong of these"),
        named=2,
        notes=(
            "An entry is exact where letters and digits are those of its label, cases and accents aside; up to 20 "
            "letters read around it are free, as in all tables of this project. About 4 % of the labels are wrong.",
            "Kept: entries that are not to be reviewed, and how many of these are wrong.",
        ),
    )
    modes: tuple[LexiconMode | None, ...] = (None, "strict", "loose")
    for engine in ENGINES:
        for mode in modes:
            options = ReadOptions(engine=engine) if mode is None else (
                ReadOptions(engine=engine, lexicon=lexicon, lexicon_mode=mode)
            )
            figures.rows.append([engine, mode or "none", *_row(reader, entries, options, progress)])
    return figures


def _row(
    reader: Reader, entries: dict[str, list[Entry]], options: ReadOptions, progress: Progress
) -> Sequence[float | None]:
    shares: list[float | None] = []
    whole, kept, wrong = Tally(), 0, 0
    for title, several in entries.items():
        part = Tally()
        for entry in progress.track(several, description=f"{options.engine}, {options.lexicon_mode}, {title}"):
            page = reader.read(entry.content, options)
            counted = tally(entry.scope, entry.want, page.text, entry.count)
            part += counted
            sure = bool(page.lines) and not any(line.needs_review for line in page.lines)
            kept, wrong = kept + sure, wrong + (sure and not counted.exact)
        shares.append(part.exact_share)
        whole += part
    return [*shares, whole.exact_share, whole.cer, kept / max(whole.pages, 1), wrong / max(kept, 1)]


def measure_speed(names: Sequence[str], values: int, seed: int = SEED) -> Figures:
    """Rank a list of 100,000 entries for made-up readings of some of them, letters confused and lost."""
    rng = random.Random(seed)
    many = list(dict.fromkeys(names))
    while len(many) < MANY:
        one, other = rng.choice(names), rng.choice(names)
        many.append(f"{one[: rng.randint(2, 6)]}{other[rng.randint(0, 3) :]} {rng.randint(0, 99)}")
    start = time.process_time()
    lexicon = Lexicon(many)
    ready = time.process_time() - start
    letters = parse_charset("mixed").letters
    taken = []
    for word in rng.sample(many, values):
        rows = _reading(word, letters, rng)
        start = time.process_time()
        rank_cells(lexicon, rows, letters)
        taken.append(time.process_time() - start)
    figures = Figures(
        f"Ranking {len(lexicon):,} entries", ("", "ms of one core"), notes=("Once a list; then for each value.",)
    )
    figures.rows.append(["to make the list ready", 1000 * ready])
    for name, value in (("a value, median", np.median(taken)), ("a value, worst of 100", np.quantile(taken, 0.99))):
        figures.rows.append([name, 1000 * float(value)])
    return figures


def _reading(word: str, letters: tuple[str, ...], rng: random.Random) -> NDArray[np.float64]:
    """A word as it may be read: a letter in twenty lost, the others unsure."""
    rows = []
    for letter in word:
        if letter not in letters or rng.random() < 0.05:
            continue
        row = np.full(len(letters), 0.1 / len(letters))
        row[letters.index(letter)] += 0.6
        row[rng.randrange(len(letters))] += 0.3
        rows.append(row)
    return np.array(rows).reshape(-1, len(letters))


def main(
    folder: Annotated[Path, typer.Option(help="The folder of the corpora.")] = DEFAULT_CORPORA,
    names: Annotated[int, typer.Option(min=0, help="How many names to read, 0 for all.")] = 0,
    fit: Annotated[int, typer.Option(min=0, help="Fit weights on so many names of the training part instead.")] = 0,
    values: Annotated[int, typer.Option(min=1, help="Values to rank in the list of 100,000.")] = 300,
    markdown: Annotated[Path | None, typer.Option(help="Write the tables into this file, too.")] = None,
) -> None:
    """Read names with a list, and time how fast a long list is ranked."""
    try:
        reader, written = Reader.load(), names_written(folder)
        lexicon = Lexicon(written)
        if fit:
            drawn = load_training_names(folder, fit, random.Random(SEED))
            print(fit_settings(reader, drawn, ENGINES, lexicon))
            return
        entries = load_names(folder, names, SEED)
    except (BlockletterError, FileNotFoundError) as error:
        sys.exit(str(error))
    with progress_bars() as progress:
        tables = [measure(reader, entries, lexicon, progress), measure_speed(written, values)]
    finish(tables, markdown)


if __name__ == "__main__":
    typer.run(main)
