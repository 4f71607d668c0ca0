"""What all tests share."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

NO_SKIPS = "BLOCKLETTER_NO_SKIPS"


def skip_or_fail(reason: str) -> NoReturn:
    """Skip a test that lacks something on this machine; fail where nothing may be missing (CI)."""
    if os.environ.get(NO_SKIPS) == "1":
        pytest.fail(f"{reason} ({NO_SKIPS}=1 lets nothing be missing)")
    pytest.skip(reason)
