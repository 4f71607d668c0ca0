"""The networks in torch, for training only; the service runs their ONNX files.

Every network takes (N, 1, 28, 28) float32 in 0..1, ink 1 on 0, in EMNIST's own orientation, and gives
(N, classes) logits.
"""

from __future__ import annotations

from typing import ClassVar

from torch import Tensor, nn


class LetterNet(nn.Module):
    """Two convolutions and one linear layer: the classic EMNIST CNN."""

    WIDTHS: ClassVar[tuple[int, ...]] = (16, 32)

    def __init__(self, classes: int, widths: tuple[int, ...] = WIDTHS) -> None:
        """Make the network with fresh weights.

        Args:
            classes: How many classes there are.
            widths: Channels of each convolution; fewer where some were pruned.
        """
        super().__init__()
        first, second = widths
        self.features = nn.Sequential(
            nn.Conv2d(1, first, kernel_size=5, stride=1, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(first, second, kernel_size=5, stride=1, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
        )
        self.head = nn.Linear(second * 7 * 7, classes)

    def forward(self, frames: Tensor) -> Tensor:
        """Give (N, 1, 28, 28) frames (N, classes) logits."""
        logits: Tensor = self.head(self.features(frames))
        return logits


def _stage(inputs: int, between: int, outputs: int) -> list[nn.Module]:
    """Two 3x3 convolutions with batch norm."""
    return [
        nn.Conv2d(inputs, between, 3, padding=1, bias=False),
        nn.BatchNorm2d(between),
        nn.ReLU(),
        nn.Conv2d(between, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    ]


class LetterNetPlus(nn.Module):
    """A small VGG: three stages of two 3x3 convolutions, average pooling, one linear layer.

    Source: Simonyan and Zisserman 2015, "Very deep convolutional networks", scaled down.
    """

    WIDTHS: ClassVar[tuple[int, ...]] = (32, 32, 64, 64, 128, 128)

    def __init__(self, classes: int, widths: tuple[int, ...] = WIDTHS, dropout: float = 0.2) -> None:
        """Make the network with fresh weights.

        Args:
            classes: How many classes there are.
            widths: Channels of each convolution; fewer where some were pruned.
            dropout: Share of features dropped before the last layer in training, 0..1.
        """
        super().__init__()
        first, second, third, fourth, fifth, last = widths
        self.features = nn.Sequential(
            *_stage(1, first, second),
            nn.MaxPool2d(2),
            *_stage(second, third, fourth),
            nn.MaxPool2d(2),
            *_stage(fourth, fifth, last),
            nn.AvgPool2d(2, ceil_mode=True, count_include_pad=False),
            nn.Flatten(),
            nn.Dropout(dropout),
        )
        self.head = nn.Linear(last * 4 * 4, classes)

    def forward(self, frames: Tensor) -> Tensor:
        """Give (N, 1, 28, 28) frames (N, classes) logits."""
        logits: Tensor = self.head(self.features(frames))
        return logits


Network = LetterNet | LetterNetPlus
NETWORKS: dict[str, type[LetterNet] | type[LetterNetPlus]] = {
    "letternet": LetterNet,
    "letternet-plus": LetterNetPlus,
}
