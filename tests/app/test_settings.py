from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings
from model.decode import DecodeLimits


def test_the_defaults_are_those_of_the_reader() -> None:
    assert Settings().limits == DecodeLimits(20_000_000, 40_000_000, 100_000_000)
    assert Settings().readers >= 1


def test_the_environment_sets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "MAX_BYTES": "1000",
        "CONCURRENT_READS": "3",
        "EXAMPLES": "/pages",
        "MODEL": "mine.onnx",
    }.items():
        monkeypatch.setenv(f"BLOCKLETTER_{name}", value)
    settings = Settings()
    assert (settings.limits.bytes, settings.readers, settings.examples) == (1000, 3, Path("/pages"))
    assert settings.model == "mine.onnx"


@pytest.mark.parametrize("name", ["MAX_BYTES", "MAX_PIXELS", "WAITING_READS"])
def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"BLOCKLETTER_{name}", "-1")
    with pytest.raises(ValidationError):
        Settings()
