from __future__ import annotations

import re
from pathlib import Path

from benchmarks.corpora import Entry, by_scope, doubtful_labels, load_names
from benchmarks.scoring import Tally
from benchmarks.tables import Figures, progress_bars
from benchmarks.texts import Measured, best_of_families, compare


class FakeEngine:
    """Answers the bytes as text."""

    def __init__(self, name: str, family: str) -> None:
        self.name, self.family = name, family

    def read(self, content: bytes) -> tuple[str, float]:
        return content.decode(), 0.25


def test_markdown() -> None:
    figures = Figures("Pages", ("reader", "CER", "pages"), [["ours", 0.12345, 3], ["theirs", None, 4]], ("A note.",))
    assert figures.markdown() == (
        "### Pages\n\n| reader | CER | pages |\n| --- | ---: | ---: |\n| ours | 0.1235 | 3 |\n| theirs |  | 4 |\n\n"
        "A note."
    )
    assert len(figures.for_terminal().rows) == 2


def test_best_of_a_family_is_shown() -> None:
    good, bad = Tally(1, 10, 1), Tally(1, 10, 5)
    engines = [FakeEngine("ours", "ours"), FakeEngine("mode 3", "peer"), FakeEngine("mode 6", "peer")]
    measured = [Measured(engine, [one], 0.1) for engine, one in zip(engines, (bad, bad, good), strict=True)]
    assert [one.engine.name for one in best_of_families(measured)] == ["ours", "mode 6"]


def test_compare_makes_a_row_for_each_scope_and_family() -> None:
    entries = [Entry("a.png", "print", "AB", b"AB"), Entry("b.png", "single", "A*", b"AX", 2)]
    with progress_bars() as progress:
        figures = compare("Pages", by_scope(entries), [FakeEngine("ours", "ours")], progress)
    assert figures.rows == [
        ["print", "ours", 1, 0.0, 0.0, None, 1.0, None, "0.250"],
        ["single", "ours", 1, None, None, 0.5, None, None, "0.250"],
    ]


def test_names_are_parted_by_what_training_knows(tmp_path: Path) -> None:
    folder = tmp_path / "names"
    (folder / "validation").mkdir(parents=True)
    head = "file\tscope\ttranscription\n"
    (folder / "train.tsv").write_text(f"{head}t.jpg\tfield\tLEA\n")
    (folder / "validation.tsv").write_text(f"{head}1.jpg\tfield\tLEA\n2.jpg\tfield\tNOAH\n")
    for name in ("1.jpg", "2.jpg"):
        (folder / "validation" / name).write_bytes(b"x")
    names = load_names(tmp_path, 0, 7)
    assert [entry.want for entry in names["seen label"]] == ["LEA"]
    assert [entry.want for entry in names["unseen label"]] == ["NOAH"]
    assert sum(map(len, load_names(tmp_path, 1, 7).values())) == 1


def test_doubtful_labels_are_files_of_the_validation_part() -> None:
    doubtful = doubtful_labels()
    assert 50 < len(doubtful) < 100
    assert all(re.fullmatch(r"VALIDATION_\d{4}\.jpg", name) for name in doubtful)
