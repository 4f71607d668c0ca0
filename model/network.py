"""The networks in torch, for training only; the service runs their ONNX files.

Every network takes (N, 1, 28, 28) float32 in 0..1, ink 1 on 0, in EMNIST's own orientation, and gives
(N, classes) logits.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn


class LetterNet(nn.Module):
    """Two convolutions and one linear layer: the classic EMNIST CNN."""

    def __init__(self, classes: int) -> None:
        """Make the network with fresh weights.

        Args:
            classes: How many classes there are.
        """
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, kernel_size=5, stride=1, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, kernel_size=5, stride=1, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
        )
        self.head = nn.Linear(32 * 7 * 7, classes)

    def forward(self, frames: Tensor) -> Tensor:
        """Give (N, 1, 28, 28) frames (N, classes) logits."""
        logits: Tensor = self.head(self.features(frames))
        return logits


def _stage(inputs: int, outputs: int) -> list[nn.Module]:
    """Two 3x3 convolutions with batch norm."""
    return [
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
        nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    ]


class LetterNetPlus(nn.Module):
    """A small VGG: three stages of two 3x3 convolutions, average pooling, one linear layer.

    Source: Simonyan and Zisserman 2015, "Very deep convolutional networks", scaled down.
    """

    def __init__(self, classes: int, dropout: float = 0.2) -> None:
        """Make the network with fresh weights.

        Args:
            classes: How many classes there are.
            dropout: Share of features dropped before the last layer in training, 0..1.
        """
        super().__init__()
        self.features = nn.Sequential(
            *_stage(1, 32),
            nn.MaxPool2d(2),
            *_stage(32, 64),
            nn.MaxPool2d(2),
            *_stage(64, 128),
            nn.AvgPool2d(2, ceil_mode=True, count_include_pad=False),
            nn.Flatten(),
            nn.Dropout(dropout),
        )
        self.head = nn.Linear(128 * 4 * 4, classes)

    def forward(self, frames: Tensor) -> Tensor:
        """Give (N, 1, 28, 28) frames (N, classes) logits."""
        logits: Tensor = self.head(self.features(frames))
        return logits


NETWORKS: dict[str, Callable[[int], nn.Module]] = {"letternet": LetterNet, "letternet-plus": LetterNetPlus}
