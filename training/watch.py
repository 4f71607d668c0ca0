"""What a run tells while it goes on: bars, lines, TensorBoard logs and learning curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch.utils.tensorboard.writer import SummaryWriter

from training.curves import draw_curves


@dataclass(frozen=True, slots=True)
class Epoch:
    """How a run stands after an epoch.

    Attributes:
        number: From 1.
        loss: Mean over the steps of what they lowered.
        accuracy: Share of the validation glyphs that is right, 0..1.
        seconds: How long it took.
        validation_loss: Negative log likelihood of the validation labels.
        learning_rate: After its last step.
    """

    number: int
    loss: float
    accuracy: float
    seconds: float
    validation_loss: float = 0.0
    learning_rate: float = 0.0


class Watcher:
    """Sees a run go on; this one keeps silent."""

    def began(self, steps: int, epochs: int, done: int) -> None:
        """A run begins or goes on.

        Args:
            steps: Of each epoch.
            epochs: At most.
            done: Epochs done before, in a run that was interrupted.
        """

    def stepped(self, number: int, loss: float, learning_rate: float) -> None:
        """A step was done; the number counts over all epochs, from 1."""

    def ended(self, epoch: Epoch) -> None:
        """An epoch was done."""

    def close(self) -> None:
        """The run is over, well or not."""


class Several(Watcher):
    """Tells several watchers everything."""

    def __init__(self, watchers: Sequence[Watcher]) -> None:
        """Take the watchers."""
        self._watchers = watchers

    def began(self, steps: int, epochs: int, done: int) -> None:
        """Pass it on."""
        for watcher in self._watchers:
            watcher.began(steps, epochs, done)

    def stepped(self, number: int, loss: float, learning_rate: float) -> None:
        """Pass it on."""
        for watcher in self._watchers:
            watcher.stepped(number, loss, learning_rate)

    def ended(self, epoch: Epoch) -> None:
        """Pass it on."""
        for watcher in self._watchers:
            watcher.ended(epoch)

    def close(self) -> None:
        """Pass it on."""
        for watcher in self._watchers:
            watcher.close()


class Bar(Watcher):
    """A bar over all steps, and a line for each epoch."""

    def __init__(self, console: Console, title: str = "fitting") -> None:
        """Take the console to draw on."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console)
        self._bar = self._progress.add_task(title, total=None)

    def began(self, steps: int, epochs: int, done: int) -> None:
        """Show how far it is."""
        self._progress.start()
        self._progress.update(self._bar, total=steps * epochs, completed=steps * done)

    def stepped(self, number: int, loss: float, learning_rate: float) -> None:
        """Move the bar."""
        self._progress.update(self._bar, completed=number)

    def ended(self, epoch: Epoch) -> None:
        """Write the line."""
        self._progress.console.print(
            f"epoch {epoch.number:3}: loss {epoch.loss:.4f}, validation {epoch.accuracy:.4f}, {epoch.seconds:.0f} s"
        )

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._progress.stop()


class BoardLog(Watcher):
    """Logs for TensorBoard: ``tensorboard --logdir FOLDER``."""

    def __init__(self, folder: Path) -> None:
        """Name the folder of the logs."""
        self._folder = folder
        self._writer: SummaryWriter | None = None

    def began(self, steps: int, epochs: int, done: int) -> None:
        """Open the log; what an interrupted run logged of its unfinished epoch is dropped."""
        self._writer = SummaryWriter(str(self._folder), purge_step=steps * done + 1)

    def stepped(self, number: int, loss: float, learning_rate: float) -> None:
        """Log the loss of the step."""
        self._log("step/loss", loss, number)
        self._log("step/learning rate", learning_rate, number)

    def ended(self, epoch: Epoch) -> None:
        """Log what the epoch came to."""
        self._log("epoch/loss", epoch.loss, epoch.number)
        self._log("epoch/validation loss", epoch.validation_loss, epoch.number)
        self._log("epoch/validation accuracy", epoch.accuracy, epoch.number)

    def close(self) -> None:
        """Write what is not written yet."""
        if self._writer:
            self._writer.close()

    def _log(self, name: str, value: float, number: int) -> None:
        if self._writer:
            self._writer.add_scalar(name, value, number)


class CurvesFile(Watcher):
    """The learning curves as a picture, drawn anew after each epoch."""

    def __init__(self, path: Path, before: Sequence[Epoch] = ()) -> None:
        """Name the picture.

        Args:
            path: Of the PNG.
            before: The epochs of a run that goes on.
        """
        self._path = path
        self._epochs = list(before)

    def ended(self, epoch: Epoch) -> None:
        """Draw."""
        self._epochs.append(epoch)
        numbers = [done.number for done in self._epochs]
        losses = {
            "training": [done.loss for done in self._epochs],
            "validation": [done.validation_loss for done in self._epochs],
        }
        draw_curves(self._path, numbers, losses, [done.accuracy for done in self._epochs])
