"""linenet in torch, for training only; the service runs its ONNX file."""

from __future__ import annotations

from typing import ClassVar

from torch import Tensor, nn


def _convolution(
    inputs: int, outputs: int, size: tuple[int, int] = (3, 3), *, rows: int | None = None
) -> nn.Sequential:
    """A convolution with batch norm; `rows` of padding above and below, as many as keep the height if None."""
    across = size[1] // 2
    down = size[0] // 2 if rows is None else rows
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, padding=(down, across), bias=False), nn.BatchNorm2d(outputs), nn.ReLU()
    )


class LineNet(nn.Module):
    """Reads strips with convolutions alone: a small VGG over the height, then letters from their surroundings.

    A step sees some two letters to either side, so that it learns shapes rather than a language.

    Source: Graves et al. 2006 (CTC); Borisyuk et al. 2018, "Rosetta" (a fully convolutional reader trained with it).
    """

    WIDTHS: ClassVar[tuple[int, ...]] = (16, 32, 80, 128, 160)

    def __init__(self, symbols: int, widths: tuple[int, ...] = WIDTHS, dropout: float = 0.1) -> None:
        """Make the network with fresh weights.

        Args:
            symbols: How many there are, blank and space among them.
            widths: Channels of each stage.
            dropout: Share of features dropped before the last layer in training, 0..1.
        """
        super().__init__()
        first, second, third, fourth, last = widths
        self.features = nn.Sequential(
            _convolution(1, first, (5, 5)),
            nn.MaxPool2d(2),
            _convolution(first, second),
            _convolution(second, second),
            nn.MaxPool2d(2),
            _convolution(second, third),
            _convolution(third, third),
            nn.MaxPool2d((2, 1)),
            _convolution(third, fourth),
            _convolution(fourth, fourth),
            # The whole height at once from here on.
            _convolution(fourth, last, (4, 3), rows=0),
            _convolution(last, last, (1, 3)),
            _convolution(last, last, (1, 3)),
            nn.Dropout(dropout),
        )
        self.head = nn.Conv2d(last, symbols, 1)
        self.ends = nn.Conv2d(last, 2, 1)

    def forward(self, strips: Tensor) -> tuple[Tensor, Tensor]:
        """Read strips.

        Args:
            strips: (N, 1, 32, W), ink 1 on 0.

        Returns:
            (N, symbols, W / 4) logits, and (N, 2, W / 4) how many steps to the left and to the right of its middle
            the letter ends that a step sees.
        """
        features = self.features(strips)
        return self.head(features).squeeze(2), self.ends(features).squeeze(2)
