"""The command line of training."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import typer
from rich.console import Console

from model.errors import CheckpointError
from training.commands.average import average_command
from training.commands.calibrate import calibrate_command
from training.commands.card import card_command
from training.commands.compress import prune_command, quantize_command
from training.commands.cut_out import harvest_command, pieces_command
from training.commands.evaluate import evaluate_command, language_command
from training.commands.fit import distil_command, fit_command
from training.commands.lines import fit_lines_command, strips_command
from training.commands.report import report_command
from training.errors import TrainingError

app = typer.Typer(
    help="Fit, compress, compare and explain the networks that Blockletter reads with. Each command has --help.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("fit")(fit_command)
app.command("harvest")(harvest_command)
app.command("pieces")(pieces_command)
app.command("strips")(strips_command)
app.command("fit-lines")(fit_lines_command)
app.command("average")(average_command)
app.command("quantize")(quantize_command)
app.command("calibrate")(calibrate_command)
app.command("prune")(prune_command)
app.command("distil")(distil_command)
app.command("evaluate")(evaluate_command)
app.command("report")(report_command)
app.command("card")(card_command)
app.command("language")(language_command)


def main(words: Sequence[str] | None = None) -> None:
    """Run the command line; what went wrong is one line on stderr and exit code 2.

    Args:
        words: After ``python -m training``; those of the process if None.
    """
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    try:
        app(words)
    except (TrainingError, CheckpointError) as error:
        Console(stderr=True, soft_wrap=True).print(f"[red]{error}[/red]", highlight=False)
        raise SystemExit(2) from error
