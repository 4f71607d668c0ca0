"""PP-OCRv6's recogniser, run with OpenVINO: the one place that knows its input and its dictionary."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openvino
from numpy.typing import NDArray
from openvino import opset13

from model.lines.reading import BLANK, SPACE, SYMBOLS, LineReading
from model.lines.strip import Strip, StripSettings, blanks, by_width, columns_of, filled_width
from model.lines.weights import needed_path, recogniser_path
from model.networks.device import OneAtATime, Precision, answers, options_of, precision_here
from model.options import Engine

NAME = "PP-OCRv6 small"
#: The network answers once for so many columns.
STRIDE = 8
#: And sees a letter's middle this share of them after the first: measured on drawn lines, 0.34 to 0.36 the deviation.
MIDDLE = 0.35
STRIP = StripSettings()
#: Signs that mean one of ours.
_MEANS = dict(zip("\u2019\u2018`\u00b4\u2013\u2014\u2212\u00b7\u3002", "''''---..", strict=True))


class OpenVinoLineReader:
    """Reads lines with PP-OCRv6 small on the CPU; may be shared by threads."""

    def __init__(self, onnx: Path, threads: int = 0, precision: Precision | None = None) -> None:
        """Compile the network.

        Args:
            onnx: The file, with its dictionary in the metadata.
            threads: Cores to use, 0 for all.
            precision: What it computes in; bf16 where the CPU has units for it if None.
        """
        core = openvino.Core()
        self._precision: Precision = precision or precision_here(core)
        network = core.read_model(onnx)
        how = options_of(self._precision, threads)
        self._network = OneAtATime(core.compile_model(_with_symbols(network), "CPU", how))
        self.read([next(blanks(self.strip))])

    @classmethod
    def load(cls, threads: int = 0) -> OpenVinoLineReader:
        """Load the weights of the extra ``[lines]``.

        Raises:
            LinesMissingError: The extra is not installed.
        """
        return cls(needed_path(), threads)

    @property
    def name(self) -> str:
        """The network and the precision it runs in."""
        return f"{NAME}, {self._precision}"

    @property
    def strip(self) -> StripSettings:
        """How lines are cut out for it."""
        return STRIP

    @property
    def stretches(self) -> tuple[float, ...]:
        """It is shown crowded lines wider, but never again what it does not read clearly."""
        return ()

    def read(self, strips: Sequence[Strip]) -> list[LineReading]:
        """Read each strip; one at a time is as fast as many together on a CPU, and needs no padding to the widest."""
        with self._network.turn() as request:
            return by_width(strips, lambda strip: self._read(request, strip))

    def _read(self, request: Any, strip: Strip) -> LineReading:
        width = strip.grey.shape[1]
        outputs = answers(request, _input(strip.grey))
        steps = -(-width // STRIDE)
        seen = np.array(outputs[0][0, :steps], np.float64)
        return LineReading(seen, columns_of(strip, len(seen), STRIDE, MIDDLE))


def load_line_reader(engine: Engine, threads: int = 0) -> OpenVinoLineReader | None:
    """Load the line reader where the engine uses one and it is installed.

    Args:
        engine: ``glyph`` uses none, ``auto`` does without, ``line`` insists.
        threads: Cores to use, 0 for all.

    Raises:
        LinesMissingError: The engine insists, and the extra ``[lines]`` is not installed.
    """
    if engine == "glyph" or (engine == "auto" and recogniser_path() is None):
        return None
    return OpenVinoLineReader.load(threads)


def _input(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(1, 3, height, W) float32 in -1..1, zero beyond the strip."""
    height, width = grey.shape
    padded = np.zeros((1, 3, height, filled_width(width, STRIP)), np.float32)
    padded[..., :width] = grey.astype(np.float32) / 127.5 - 1
    return padded


def _dictionary(network: openvino.Model) -> list[str]:
    """The meaning of the network's classes: blank, the signs in its metadata, space."""
    signs = network.get_rt_info(["framework", "character"]).astype(str)
    return ["", *signs.splitlines(), " "]


def _columns(dictionary: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Which classes are kept, and (kept, symbols) the symbol that each of them means."""
    number = {symbol: place for place, symbol in enumerate(SYMBOLS)}
    meant = [number.get(_plain(sign)) for sign in dictionary]
    meant[0], meant[-1] = BLANK, SPACE
    kept = [(label, place) for label, place in enumerate(meant) if place is not None]
    meaning = np.zeros((len(kept), len(SYMBOLS)), np.float32)
    meaning[np.arange(len(kept)), [place for _, place in kept]] = 1
    return np.array([label for label, _ in kept], np.int64), meaning


def _plain(sign: str) -> str:
    """A sign without its accent, full-width signs at common width; not blank where nothing is left."""
    letters = unicodedata.normalize("NFKD", _MEANS.get(sign, sign))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)) or "\0"


def _with_symbols(network: openvino.Model) -> openvino.Model:
    """The network answering our symbols: its other classes are thousands of Chinese signs."""
    columns, meaning = _columns(_dictionary(network))
    answer = network.get_results()[0].input_value(0)
    kept = opset13.gather(answer, opset13.constant(columns), opset13.constant(np.int64(2)))
    symbols = opset13.matmul(kept, opset13.constant(meaning), False, False)
    return openvino.Model([opset13.result(symbols)], network.get_parameters(), "lines")
