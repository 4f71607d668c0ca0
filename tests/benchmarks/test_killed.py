"""Acknowledged corrections survive the death of the service."""

from __future__ import annotations

from pathlib import Path

from benchmarks.killed import kill_amid


def test_every_acknowledged_correction_is_there_after_sigkill(tmp_path: Path) -> None:
    killed = kill_amid(tmp_path, corrections=80, clients=40)
    assert killed.acknowledged >= 40
    assert killed.kept == killed.acknowledged
    assert killed.sound == "ok"
