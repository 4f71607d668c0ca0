"""What a service loads before it is ready, and when."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.early import EarlyReader
from app.settings import Settings
from model.errors import CheckpointError

INT8 = Settings(model="letternet-int8", engine="glyph")


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_the_reader_of_the_deployment_is_begun_at_once_and_others_are_loaded_when_asked_for() -> None:
    early = EarlyReader(INT8)
    assert early(INT8).classifier.card.name == "letternet-int8"
    other = INT8.model_copy(update={"model": "letternet"})
    assert early(other).classifier.card.name == "letternet"


def test_garbage_is_looked_for_again_once_the_reader_is_there() -> None:
    early = EarlyReader(INT8)
    assert not gc.isenabled()
    early(INT8)
    assert gc.isenabled()


def test_what_is_wrong_is_told_where_the_reader_is_asked_for() -> None:
    early = EarlyReader(Settings(model="nowhere.onnx"))
    with pytest.raises(CheckpointError, match="nowhere"):
        early(Settings(model="nowhere.onnx"))


def test_the_service_starts_without_what_few_requests_need() -> None:
    program = (
        "import sys, app.main, model.reader; "
        "early = {'sqlalchemy', 'reportlab', 'pypdfium2', 'onnx', 'scipy', 'torch', 'ray'} & set(sys.modules); "
        "assert not early, early"
    )
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=True)
