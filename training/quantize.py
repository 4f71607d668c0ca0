"""Int8 from a float32 ONNX network: static, calibrated on training frames, or dynamic for comparison."""

from __future__ import annotations

import contextlib
import io
import logging
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_dynamic,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

from model.frame import GlyphFrames
from training.errors import TrainingError
from training.export import without_traces

BATCH = 64
BATCHES = 200
#: Histograms are made of all values at once, which takes some 20 MB a batch.
HISTOGRAM_BATCHES = 40

CALIBRATIONS = {
    "min-max": CalibrationMethod.MinMax,
    "entropy": CalibrationMethod.Entropy,
    "percentile": CalibrationMethod.Percentile,
}


@dataclass(frozen=True, slots=True)
class Quantization:
    """How int8 is made of float32.

    Attributes:
        dynamic: Only the linear layer, its inputs measured while it runs; nothing is calibrated.
        calibration: How the ranges of activations are chosen: ``min-max`` takes them whole, ``entropy`` and
            ``percentile`` cut off what is rare.
        per_channel: Whether each output channel's weights have a scale of their own.
        signed: Whether activations are int8 around 0, or uint8.
        batches: How many batches of 64 frames calibrate.
    """

    dynamic: bool = False
    calibration: str = "min-max"
    per_channel: bool = True
    signed: bool = False
    batches: int = BATCHES

    def __post_init__(self) -> None:
        """Refuse an unknown calibration.

        Raises:
            TrainingError: There is none of that name.
        """
        if self.calibration not in CALIBRATIONS:
            known = ", ".join(CALIBRATIONS)
            raise TrainingError(f"There is no calibration {self.calibration!r}. Use one of {known}.")

    @property
    def suffix(self) -> str:
        """What a checkpoint's name gets, such as ``int8`` for the default or ``int8-tensor-entropy``."""
        if self.dynamic:
            return "int8-dynamic" if self.per_channel else "int8-dynamic-tensor"
        words = ["int8"]
        words += [] if self.per_channel else ["tensor"]
        words += ["signed"] if self.signed else []
        words += [] if self.calibration == "min-max" else [self.calibration]
        return "-".join(words)

    def facts(self, content: bytes) -> dict[str, Any]:
        """What the card says of it: the choices, and the input's scale and zero point where it has one."""
        if self.dynamic:
            return {"dynamic": True, "per_channel": self.per_channel, "layers": "linear"}
        return asdict(self) | {"batches": self.served, "input": input_scale(content)}

    @property
    def served(self) -> int:
        """How many batches calibrate: histograms take fewer."""
        return self.batches if self.calibration == "min-max" else min(self.batches, HISTOGRAM_BATCHES)


class Served(CalibrationDataReader):  # type: ignore[misc]
    """Serves pictures to the calibrator, batch by batch."""

    def __init__(self, name: str, batches: Iterable[NDArray[np.uint8]]) -> None:
        """Take the pictures.

        Args:
            name: Of the network's input.
            batches: What it is given, 0..255.
        """
        self._name, self._batches = name, iter(batches)

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        """The next batch under the name of the network's input, None after the last."""
        batch = next(self._batches, None)
        return None if batch is None else {self._name: batch.astype(np.float32) / np.float32(255)}


def frame_batches(frames: GlyphFrames, batches: int) -> Iterator[NDArray[np.uint8]]:
    """Batches of 64 frames by chance.

    Args:
        frames: (N, 28, 28) uint8 to choose from, in any order.
        batches: How many.

    Raises:
        TrainingError: There are fewer frames than one batch.
    """
    if len(frames) < BATCH:
        raise TrainingError(f"Calibration needs at least {BATCH} glyphs, there are {len(frames)}.")
    rng = np.random.default_rng(0)
    return (frames[rng.choice(len(frames), BATCH, replace=False)][:, None] for _ in range(batches))


def quantize(content: bytes, frames: GlyphFrames, how: Quantization | None = None) -> bytes:
    """Turn a float32 network into int8.

    Args:
        content: The float32 ONNX file.
        frames: (N, 28, 28) uint8 training frames to calibrate on, as they are drawn in training.
        how: Static, per channel, min-max and uint8 activations if None.

    Returns:
        The int8 network, static in QDQ form, which OpenVINO and ONNX Runtime both run.

    Raises:
        TrainingError: There are too few frames.
    """
    how = how or Quantization()
    return quantize_on(content, Served("frames", frame_batches(frames, how.served)), how)


def quantize_on(content: bytes, pictures: Served, how: Quantization) -> bytes:
    """Turn any float32 network into int8.

    Args:
        content: The ONNX file.
        pictures: What it is calibrated on.
        how: The choices.
    """
    logging.getLogger().setLevel(logging.ERROR)
    # The calibrators of histograms print what they do.
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        plain, prepared, small = (Path(folder) / name for name in ("plain.onnx", "prepared.onnx", "int8.onnx"))
        plain.write_bytes(content)
        quant_pre_process(plain, prepared)
        if how.dynamic:
            quantize_dynamic(
                prepared, small, ["Gemm", "MatMul"], per_channel=how.per_channel, weight_type=QuantType.QInt8
            )
        else:
            _quantize_static(prepared, small, pictures, how)
        return without_traces(small.read_bytes())


def _quantize_static(prepared: Path, small: Path, pictures: Served, how: Quantization) -> None:
    quantize_static(
        prepared,
        small,
        pictures,
        quant_format=QuantFormat.QDQ,
        activation_type=QuantType.QInt8 if how.signed else QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        per_channel=how.per_channel,
        calibrate_method=CALIBRATIONS[how.calibration],
    )


def input_scale(content: bytes) -> dict[str, float | int | str]:
    """How a statically quantized network turns frames in 0..1 into integers: q = round(x / scale) + zero_point.

    Raises:
        ValueError: Its input is not quantized.
    """
    graph = onnx.load_from_string(content).graph
    known = {tensor.name: tensor for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "QuantizeLinear" and node.input[0] == graph.input[0].name:
            scale, zero_point = (numpy_helper.to_array(known[name]) for name in node.input[1:3])
            return {"scale": float(scale), "zero_point": int(zero_point), "type": str(zero_point.dtype)}
    raise ValueError("the input of this network is not quantized")
