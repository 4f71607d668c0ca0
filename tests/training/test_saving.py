"""What is written is written whole, or what stood there before stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.networks.checkpoint import Card, Checkpoint
from tests.conftest import skip_or_fail
from training.errors import TrainingError
from training.export import save_checkpoint, sha256_of
from training.saving import PART, write_together, write_whole

FULL = Path("/dev/full")


def full_disk_at(path: Path) -> None:
    """Let the file that is written beside a path meet a full disk: the kernel's own error, no imitation."""
    if not FULL.exists():
        skip_or_fail("there is no /dev/full to write to")
    path.with_name(path.name + PART).symlink_to(FULL)


def card_of(onnx: bytes) -> Card:
    return Card("mine", "letternet", "float32", sha256=sha256_of(onnx))


def test_folders_are_made_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "file", b"content")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["file"]
    assert (tmp_path / "new" / "file").read_bytes() == b"content"


def test_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    write_whole(tmp_path / "file", b"before")
    full_disk_at(tmp_path / "file")
    with pytest.raises(TrainingError, match=r"No room is left to write .*Free some space"):
        write_whole(tmp_path / "file", b"after" * 10_000)
    assert (tmp_path / "file").read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("ending", ["onnx", "json"])
def test_checkpoint_survives_a_disk_that_fills_up_at_either_file(tmp_path: Path, ending: str) -> None:
    path = save_checkpoint(tmp_path, b"good" * 1000, card_of(b"good" * 1000))
    full_disk_at(tmp_path / f"mine.{ending}")
    with pytest.raises(TrainingError, match="No room"):
        save_checkpoint(tmp_path, b"newer" * 1000, card_of(b"newer" * 1000))
    assert Checkpoint.load(path).onnx == b"good" * 1000


def test_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TrainingError, match="cannot be written"):
        write_together({tmp_path / "file" / "below": b"x"})
