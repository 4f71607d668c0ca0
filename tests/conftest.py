"""What all tests share."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest
from hypothesis import settings

NO_SKIPS = "BLOCKLETTER_NO_SKIPS"

# The same examples in every run: what is found by other seeds belongs into a test of its own.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def skip_or_fail(reason: str) -> NoReturn:
    """Skip a test that lacks something on this machine; fail where nothing may be missing (CI)."""
    if os.environ.get(NO_SKIPS) == "1":
        pytest.fail(f"{reason} ({NO_SKIPS}=1 lets nothing be missing)")
    pytest.skip(reason)
