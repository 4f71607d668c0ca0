import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.profiles.store import ProfileStore
from app.reading import PageReader
from app.secret_keys import hash_of
from model.errors import CheckpointError
from model.formats.catalogue import FORMATS
from model.options import ReadOptions
from model.picture.region import Region
from tests.app.fakes import FakeReader, picture_file
from tests.model.documents import pdf_of, sheet
from tests.model.fields.test_template import FIELD, document

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.png").write_bytes(picture_file())
    (tmp_path / "b.jpg").write_bytes(picture_file("JPEG"))
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "letter.jpg").write_text("Dear Sir or Madam")
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in the folder, with a fake reader."""
    monkeypatch.chdir(folder)

    def invoke(*words: str, load: Callable[..., PageReader] = lambda *_, **__: FakeReader(), **more: bytes) -> Result:
        return CliRunner().invoke(cli, words, obj=load, input=more.get("stdin"))

    return invoke


def test_one_file_is_its_text(run: Run) -> None:
    answer = run("read", "a.png")
    assert (answer.exit_code, answer.stdout, answer.stderr) == (0, "HI YOU\n4 O\n", "")


def test_several_files_have_headers(run: Run) -> None:
    assert run("read", "a.png", "b.jpg").stdout.startswith("==> a.png <==\nHI YOU\n4 O\n\n==> b.jpg <==\n")


def test_unreadable_files_get_one_line_each_while_others_are_read(run: Run) -> None:
    answer = run("read", "empty.png", "a.png", "letter.jpg", "missing.png", "b.jpg", "--format", "jsonl")
    assert answer.exit_code == 2
    assert [json.loads(line)["file"] for line in answer.stdout.splitlines()] == ["a.png", "b.jpg"]
    complaints = answer.stderr.splitlines()
    assert [line.split(":")[0] for line in complaints] == ["empty.png", "letter.jpg", "missing.png"]
    assert "The file is empty" in complaints[0]


def test_a_folder_is_read(run: Run) -> None:
    answer = run("read", ".", "--format", "jsonl")
    assert [json.loads(line)["file"] for line in answer.stdout.splitlines()] == ["a.png", "b.jpg"]


def test_a_folder_without_pictures_is_one_line(run: Run, folder: Path) -> None:
    (folder / "nothing").mkdir()
    answer = run("read", "nothing")
    assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)
    assert "no picture in this folder" in answer.stderr


def test_standard_input_is_read(run: Run) -> None:
    assert run("read", "-", stdin=picture_file()).stdout == "HI YOU\n4 O\n"


def test_json_lines_hold_file_text_and_glyphs(run: Run) -> None:
    row = json.loads(run("read", "a.png", "--format", "jsonl").stdout)
    assert (row["file"], row["text"], row["model"]) == ("a.png", "HI YOU\n4 O", "fakenet")
    assert row["lines"][0]["words"][0]["glyphs"][0]["letter"] == "H"


def test_a_picture_goes_to_standard_output_or_beside(run: Run, folder: Path) -> None:
    assert run("read", "a.png", "--format", "png").stdout_bytes.startswith(b"\x89PNG")
    answer = run("read", "a.png", "b.jpg", "--format", "png")
    assert answer.stdout.splitlines() == ["a.annotated.png", "b.annotated.png"]
    assert (folder / "b.annotated.png").read_bytes().startswith(b"\x89PNG")


def test_out_takes_everything(run: Run, folder: Path) -> None:
    answer = run("read", "a.png", "b.jpg", "--out", "readings")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert sorted(path.name for path in (folder / "readings").iterdir()) == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--charset", "greek"), "There is no charset 'greek'"),
        (("--charset", "chars:"), "no letters are named"),
        (("--alternatives", "11"), "alternatives must be 0 to 10"),
        (("--min-confidence", "2"), "min_confidence must be 0 to 1"),
        (("--region", "1,2"), "left, top, width and height"),
        (("--pages", "x"), "Name them as 2, 1-3"),
        (("--model", "mine.onnx", "--precision", "int8"), "Leave it out"),
        (("--out", "a.png/under"), "Cannot write"),
        (("--out", "a.png"), "Cannot write"),
    ],
    ids=[
        "charset",
        "no letters",
        "alternatives",
        "confidence",
        "region",
        "pages",
        "precision",
        "out under",
        "out a file",
    ],
)
def test_what_cannot_be_done_is_one_line(run: Run, words: tuple[str, ...], said: str) -> None:
    answer = run("read", "a.png", *words)
    assert (answer.exit_code, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert said in answer.stderr


def test_weights_that_cannot_be_loaded_are_one_line(run: Run) -> None:
    def load(model: str, **_: object) -> PageReader:
        raise CheckpointError(f"There are no weights at {model}.")

    answer = run("read", "a.png", "--model", "nothing", load=load)
    assert (answer.exit_code, answer.stderr) == (2, "blockletter: There are no weights at nothing.\n")


def test_options_reach_the_reader(run: Run) -> None:
    reader = FakeReader()
    run("read", "a.png", "--charset", "digits", "--alternatives", "0", load=lambda *_, **__: reader)
    assert reader.options[0] is not None
    assert (reader.options[0].charset, reader.options[0].alternatives) == ("digits", 0)


def test_every_format_of_the_service_can_be_chosen() -> None:
    from app.cli_options import FormatName

    assert {name.value for name in FormatName} == {*FORMATS, "jsonl"}


@pytest.mark.parametrize(
    ("form", "start"), [("csv", b"file,page"), ("tsv", b"level\t"), ("pdf", b"%PDF"), ("hocr", b"<?xml")]
)
def test_other_formats_go_to_standard_output(run: Run, form: str, start: bytes) -> None:
    answer = run("read", "a.png", "b.jpg", "--format", form)
    assert answer.exit_code == 0
    assert answer.stdout_bytes.startswith(start)


def test_all_pages_of_a_document_are_read_or_those_that_are_named(run: Run, folder: Path) -> None:
    (folder / "scan.pdf").write_bytes(pdf_of([sheet(200)] * 3))
    rows = [json.loads(line) for line in run("read", "scan.pdf", "--format", "jsonl").stdout.splitlines()]
    assert [row["page"] for row in rows] == [1, 2, 3]
    assert run("read", "scan.pdf", "--pages", "2-").stdout == "HI YOU\n4 O\n\fHI YOU\n4 O\n"
    assert run("read", "scan.pdf", "--format", "png").exit_code == 2
    assert "pages=1" in run("read", "scan.pdf", "--format", "png").stderr


def test_further_options_reach_the_reader(run: Run) -> None:
    reader = FakeReader()
    loaded: list[str] = []

    def load(model: str, **_: object) -> FakeReader:
        loaded.append(model)
        return reader

    words = (
        "--min-confidence",
        "0.5",
        "--no-deskew",
        "--region",
        "1,2,30,40",
        "--model",
        "letternet",
        "--precision",
        "int8",
    )
    assert run("read", "a.png", *words, load=load).exit_code == 0
    assert reader.options[0] == ReadOptions(min_confidence=0.5, deskew=False, region=Region(1, 2, 30, 40))
    assert loaded == ["letternet-int8"]


def test_a_key_is_shown_with_its_hash(run: Run) -> None:
    lines = dict(line.split() for line in run("key").stdout.splitlines())
    assert hash_of(lines["key"]) == lines["hash"]


def test_the_version_is_shown(run: Run) -> None:
    answer = run("--version")
    assert (answer.exit_code, answer.stdout.split()[0]) == (0, "blockletter")


def _all_of(terminal: int) -> str:
    """What a terminal shows until its last writer is gone, which Linux reports as an error."""
    seen = b""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 65536):
            seen += part
    os.close(terminal)
    return seen.decode()


def test_a_terminal_sees_a_bar_and_every_complaint_on_its_own_line(folder: Path) -> None:
    """Through a real terminal: what is written must not end up inside the bar, nor the bar in standard output."""
    code = (
        "from app.cli import cli; from tests.app.fakes import FakeReader; "
        "cli(['read', 'a.png', 'b.jpg', 'empty.png', 'a.png', '--format', 'jsonl'], obj=lambda *_, **__: FakeReader())"
    )
    parent, terminal = os.openpty()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm", "COLUMNS": "120"}
    with (folder / "lines.jsonl").open("w") as out:
        started = subprocess.Popen(
            [sys.executable, "-c", code], cwd=folder, env=environment, stderr=terminal, stdout=out
        )
    os.close(terminal)
    seen = _all_of(parent)
    assert started.wait() == 2
    assert "4/4" in seen
    assert re.search(r"(^|\n|\x1b\[2K)empty.png: The file is empty", seen)
    assert [json.loads(line)["file"] for line in (folder / "lines.jsonl").read_text().splitlines()] == [
        "a.png",
        "b.jpg",
        "a.png",
    ]


@pytest.mark.parametrize(
    ("words", "variables", "said"),
    [
        (("--model", "nothing"), {}, "nothing"),
        ((), {"BLOCKLETTER_MODEL": "nowhere.onnx"}, "nowhere"),
        ((), {"BLOCKLETTER_MAX_BYTES": "many"}, "BLOCKLETTER_MAX_BYTES: Input should be a valid integer"),
    ],
    ids=["model", "model in the environment", "no number"],
)
def test_a_service_that_cannot_start_says_why_in_one_line(
    words: tuple[str, ...], variables: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Set first, so that what the command sets is taken back too.
    for name, value in {"BLOCKLETTER_MODEL": "letternet", **variables}.items():
        monkeypatch.setenv(name, value)
    answer = CliRunner().invoke(cli, ["serve", *words])
    assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)
    assert said in answer.stderr


@pytest.mark.parametrize(
    "words", [("--help",), ("read", "--help"), ("batch", "--help"), ("serve", "--help"), ("key",), ("--version",)]
)
def test_help_loads_no_network(words: tuple[str, ...]) -> None:
    code = (
        "import sys; from app.cli import cli; cli(sys.argv[1:], standalone_mode=False); "
        "heavy = {'numpy', 'cv2', 'openvino', 'fastapi', 'PIL'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True)


def test_fields_of_forms_are_a_table(run: Run, folder: Path) -> None:
    (folder / "form.json").write_text(document(FIELD), encoding="utf-8")
    answer = run("fields", "form.json", "a.png", "b.jpg")
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))
    assert [(row["file"], row["field"], row["value"]) for row in rows] == [
        ("a.png", "surname", "HI"), ("b.jpg", "surname", "HI"),
    ]  # fmt: skip


def test_fields_are_written_into_a_file(run: Run, folder: Path) -> None:
    (folder / "form.json").write_text(document(FIELD), encoding="utf-8")
    answer = run("fields", "form.json", ".", "--format", "jsonl", "--out", "table.jsonl")
    assert (answer.exit_code, len(answer.stderr.splitlines())) == (2, 2)
    lines = (folder / "table.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["fields"][0]["value"] for line in lines] == ["HI", "HI"]


def test_a_bad_template_is_one_line(run: Run, folder: Path) -> None:
    (folder / "form.json").write_text(document({**FIELD, "pattern": "(a+)+"}), encoding="utf-8")
    answer = run("fields", "form.json", "a.png")
    assert answer.exit_code == 2
    assert answer.stderr.startswith("blockletter: Field 'surname': its pattern repeats")


def test_lines_are_looked_for_in_a_list(run: Run, folder: Path) -> None:
    (folder / "words.txt").write_text("Anna\nOtto\n", encoding="utf-8")
    reader = FakeReader()
    answer = run("read", "a.png", "--lexicon", "words.txt", "--lexicon-unit", "word", load=lambda *_, **__: reader)
    assert answer.exit_code == 0
    (options,) = reader.options
    assert options is not None
    assert options.lexicon is not None
    assert (len(options.lexicon), options.lexicon_mode, options.lexicon_unit) == (2, "strict", "word")


@pytest.mark.parametrize("content", [None, b"\xff", b"---\n"], ids=["missing", "no text", "no letter"])
def test_a_list_that_cannot_be_used_is_one_line(run: Run, folder: Path, content: bytes | None) -> None:
    if content is not None:
        (folder / "words.txt").write_bytes(content)
    answer = run("read", "a.png", "--lexicon", "words.txt")
    assert answer.exit_code == 2
    assert answer.stderr.startswith("blockletter: ")
    assert len(answer.stderr.splitlines()) == 1


def test_a_profile_is_a_file_or_in_the_database(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "form.json").write_text(document(FIELD), encoding="utf-8")
    np.savez(folder / "anna.npz", images=np.ones((1, 28, 28), np.uint8), labels=np.array(["A"]))
    store = ProfileStore.open(f"sqlite:///{folder / 'kept.db'}")
    store.add("otto", np.ones((1, 28, 28), np.uint8), ["O"])
    store.close()
    assert run("read", "a.png", "--profile", "otto").exit_code == 2
    monkeypatch.setenv("BLOCKLETTER_CORRECTIONS", f"sqlite:///{folder / 'kept.db'}")
    reader = FakeReader()
    for profile in ("anna.npz", "otto"):
        assert run("read", "a.png", "--profile", profile, load=lambda *_, **__: reader).exit_code == 0
        fields = run("fields", "form.json", "a.png", "--profile", profile, load=lambda *_, **__: reader)
        assert fields.exit_code == 0
    assert [options.hand.letters for options in reader.options if options and options.hand] == [("A",), ("O",)]
    assert [options.hand.letters for options in reader.form_options if options and options.hand] == [("A",), ("O",)]
    for missing in ("eva", "eva.npz"):
        answer = run("read", "a.png", "--profile", missing)
        assert (answer.exit_code, len(answer.stderr.splitlines())) == (2, 1)
