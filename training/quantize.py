"""Static int8 quantization of an ONNX network, calibrated on training frames."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from model.frame import GlyphFrames
from training.errors import TrainingError
from training.export import without_traces

BATCH = 64
BATCHES = 200


class FrameReader(CalibrationDataReader):  # type: ignore[misc]
    """Serves frames to the calibrator, batch by batch."""

    def __init__(self, frames: GlyphFrames, batches: int) -> None:
        """Take the frames.

        Args:
            frames: (N, 28, 28) uint8 to choose from, in any order.
            batches: How many batches of 64 to serve.

        Raises:
            TrainingError: There are fewer frames than one batch.
        """
        if len(frames) < BATCH:
            raise TrainingError(f"Calibration needs at least {BATCH} glyphs, there are {len(frames)}.")
        self._batches = self._served(frames, batches)

    @staticmethod
    def _served(frames: GlyphFrames, batches: int) -> Iterator[NDArray[np.float32]]:
        rng = np.random.default_rng(0)
        for _ in range(batches):
            chosen = frames[rng.choice(len(frames), BATCH, replace=False)]
            yield chosen[:, None].astype(np.float32) / np.float32(255)

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        """The next batch under the name of the network's input, None after the last."""
        batch = next(self._batches, None)
        return None if batch is None else {"frames": batch}


def quantize(onnx: bytes, frames: GlyphFrames, batches: int = BATCHES) -> bytes:
    """Turn a float32 network into static int8: weights per channel, activations per tensor.

    Args:
        onnx: The float32 network.
        frames: (N, 28, 28) uint8 training frames to calibrate on, as they are drawn in training.
        batches: How many batches of 64 to calibrate on.

    Returns:
        The int8 network in QDQ form, which OpenVINO and ONNX Runtime both run.

    Raises:
        TrainingError: There are too few frames.
    """
    reader = FrameReader(frames, batches)
    logging.getLogger().setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        plain, prepared, small = (Path(folder) / name for name in ("plain.onnx", "prepared.onnx", "int8.onnx"))
        plain.write_bytes(onnx)
        quant_pre_process(plain, prepared)
        quantize_static(
            prepared,
            small,
            reader,
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            calibrate_method=CalibrationMethod.MinMax,
        )
        return without_traces(small.read_bytes())
