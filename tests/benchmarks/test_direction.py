import numpy as np
import pytest

from benchmarks.direction import KINDS, pages_of, turns_of
from benchmarks.variants import turned
from model.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The bundled networks on one thread."""
    return Reader.load(threads=1, engine="glyph")


@pytest.mark.parametrize("turns", range(4))
def test_tells_how_often_a_page_is_turned(turns: int, reader: Reader) -> None:
    (page,) = pages_of(KINDS["six lines of four words"], 1)
    assert turns_of(turned(page, 90 * turns), reader) == turns


def test_pages_of_a_kind_differ_and_come_again() -> None:
    one, other = (list(pages_of(KINDS["a code"], 2)) for _ in range(2))
    assert not np.array_equal(one[0], one[1])
    assert all(np.array_equal(page, same) for page, same in zip(one, other, strict=True))
