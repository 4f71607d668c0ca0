from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings
from model.decode import DecodeLimits


def test_the_defaults_are_those_of_the_reader() -> None:
    assert Settings().limits == DecodeLimits()
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


@pytest.mark.parametrize(("threads", "reads", "each"), [(0, 0, 1), (0, 2, 4), (0, 3, 2), (0, 20, 1), (5, 2, 5)])
def test_readings_share_the_cores(monkeypatch: pytest.MonkeyPatch, threads: int, reads: int, each: int) -> None:
    monkeypatch.setattr("app.settings.cores", lambda: 8)
    assert Settings(threads=threads, concurrent_reads=reads).threads_each == each


@pytest.mark.parametrize("name", ["MAX_BYTES", "MAX_PIXELS", "WAITING_READS"])
def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"BLOCKLETTER_{name}", "-1")
    with pytest.raises(ValidationError):
        Settings()


def test_keys_and_origins_are_words_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (Settings().api_keys, Settings().cors_origins) == ((), ())
    monkeypatch.setenv("BLOCKLETTER_API_KEYS", f"{'a' * 64}, {'0' * 64}")
    monkeypatch.setenv("BLOCKLETTER_CORS_ORIGINS", "https://a.example,http://localhost:3000")
    settings = Settings()
    assert settings.api_keys == ("a" * 64, "0" * 64)
    assert settings.cors_origins == ("https://a.example", "http://localhost:3000")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_KEYS", "secret"),
        ("API_KEYS", "A" * 64),
        ("CORS_ORIGINS", "a.example"),
        ("CORS_ORIGINS", "https://a.example/"),
    ],
)
def test_a_key_that_is_no_hash_and_an_origin_that_is_none_are_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"BLOCKLETTER_{name}", value)
    with pytest.raises(ValidationError):
        Settings()
