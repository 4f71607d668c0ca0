"""How networks are run on a CPU."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Literal

import openvino
from numpy.typing import NDArray
from openvino.preprocess import PrePostProcessor

#: bf16 is for CPUs that have units for it.
Precision = Literal["f32", "bf16"]


def precision_here(core: openvino.Core) -> Precision:
    """bf16 where the CPU has units for it: twice as fast, and letters as right."""
    return "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"


def options_of(precision: Precision, threads: int) -> dict[str, str]:
    """What OpenVINO is told.

    Args:
        precision: What layers compute in that are not quantized; untold, OpenVINO runs float32 files in bf16 on CPUs
            that have units for it.
        threads: Cores to use, 0 for all.
    """
    options = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "LATENCY"}
    return options | {"INFERENCE_NUM_THREADS": str(threads)} if threads else options


class OneAtATime:
    """A compiled network that whoever has its turn asks: it has one stream, so that more at once would wait inside.

    OpenVINO's CPU plugin was seen to crash where threads made and dropped requests of their own beside one another.
    """

    def __init__(self, network: Any) -> None:
        """Take the compiled network."""
        self._request, self._lock = network.create_infer_request(), Lock()

    @contextmanager
    def turn(self) -> Iterator[Any]:
        """Its request; what it answers is to be copied before the turn is over."""
        with self._lock:
            yield self._request


def answers(request: Any, pixels: NDArray[Any]) -> Any:
    """What a network answers to pixels; both are shared with it, so that its answers last until it is asked again."""
    return request.infer({0: pixels}, share_inputs=True, share_outputs=True)


def on_pixels(network: openvino.Model) -> openvino.Model:
    """The network taking pixels of 0..255 instead of shares of 0..1: a quarter of the bytes, and no copy of them."""
    wrapped = PrePostProcessor(network)
    wrapped.input().tensor().set_element_type(openvino.Type.u8)
    wrapped.input().preprocess().convert_element_type(openvino.Type.f32).scale(255.0)
    return wrapped.build()
