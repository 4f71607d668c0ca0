"""One page for all: what is tested here has nothing to see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import visited


@pytest.fixture(scope="module")
def modules(chromium: Any, address: str) -> Iterator[Any]:
    """A page whose modules can be called."""
    with visited(chromium, address) as opened:
        yield opened
