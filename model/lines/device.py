"""How networks that read lines are run on a CPU."""

from __future__ import annotations

from typing import Literal

import openvino

Precision = Literal["f32", "bf16"]


def precision_here(core: openvino.Core) -> Precision:
    """bf16 where the CPU has units for it: twice as fast, and letters as right."""
    return "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"


def options_of(precision: Precision, threads: int) -> dict[str, str]:
    """What OpenVINO is told.

    Args:
        precision: What layers compute in; without it OpenVINO chooses by itself.
        threads: Cores to use, 0 for all.
    """
    options = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "LATENCY"}
    return options | {"INFERENCE_NUM_THREADS": str(threads)} if threads else options
