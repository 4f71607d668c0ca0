import csv
import io

from model.formats.tables import CSV_COLUMNS, TSV_COLUMNS, write_csv, write_tsv
from tests.model.formats.pages import BLANK, MARKS, ODD, PAGE, reading, written


def csv_rows(*readings_: object) -> list[dict[str, str]]:
    text = written(write_csv, readings_).decode()  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_a_row_for_every_glyph() -> None:
    rows = csv_rows(reading(), reading(MARKS, 'quo"te, comma.png', 2))
    assert len(rows) == len(list(PAGE.glyphs)) + len(list(MARKS.glyphs))
    assert "".join(row["letter"] for row in rows[:7]) == "HIYOU4O"
    assert rows[6] == {
        "file": "note.png", "page": "1", "line": "2", "word": "2", "glyph": "1", "letter": "O", "confidence": "0.41",
        "left": "80", "top": "120", "right": "100", "bottom": "150", "alternatives": "? 0.59",
    }  # fmt: skip
    assert {row["file"] for row in rows[7:]} == {'quo"te, comma.png'}
    assert "".join(row["letter"] for row in rows[7:]) == MARKS.text.replace(" ", "")


def test_csv_of_a_blank_page_is_only_its_head() -> None:
    assert written(write_csv, [reading(BLANK)]).decode() == ",".join(CSV_COLUMNS) + "\r\n"


def tsv_rows(*readings_: object) -> list[dict[str, str]]:
    text = written(write_tsv, readings_).decode()  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_tsv_has_the_rows_of_tesseract() -> None:
    rows = tsv_rows(reading())
    assert tuple(rows[0]) == TSV_COLUMNS
    assert [row["level"] for row in rows] == ["1", "2", "3", "4", "5", "5", "4", "5", "5"]
    assert [row["text"] for row in rows if row["level"] == "5"] == ["HI", "YOU", "4", "O"]
    assert all(row["conf"] == "-1" for row in rows if row["level"] != "5")
    last = rows[-1]
    assert [last[name] for name in TSV_COLUMNS[:6]] == ["5", "1", "1", "1", "2", "2"]
    assert [last[name] for name in ("left", "top", "width", "height", "conf")] == ["80", "120", "20", "30", "41.0"]


def test_the_confidence_of_a_word_is_that_of_all_its_letters_together() -> None:
    assert abs(float(tsv_rows(reading())[5]["conf"]) - 100 * 0.98**3) < 0.001


def test_pages_are_counted_over_all_files() -> None:
    rows = tsv_rows(reading(BLANK), reading(MARKS))
    assert [row["page_num"] for row in rows if row["level"] == "1"] == ["1", "2"]
    assert [row["text"] for row in rows if row["level"] == "5"] == ["M<&'>", '",-(@)', "+?"]


def test_a_letter_never_breaks_a_row() -> None:
    assert len(tsv_rows(reading(ODD))) == 5
    assert [row["letter"] for row in csv_rows(reading(ODD))] == ["ri", "ł", "\x01", "\t"]
