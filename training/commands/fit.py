"""``fit`` and ``distil``: train a network and export it."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import torch
import typer

from model.classifier import OpenVinoClassifier
from model.network import NETWORKS, Network
from model.networks.checkpoint import WEIGHTS, Card, Checkpoint
from training.augment import augment
from training.commands.finish import REMARKS, command_line, figures_of, gathered, measure_and_save, table
from training.commands.options import RUNS, Device, EmnistRoot, EmnistSplit, Glyphs, Name, Runs, Seed, console
from training.errors import TrainingError
from training.experiment import Experiment
from training.export import onnx_of, sha256_of
from training.fit import Fitted, fit
from training.mixture import Mixture
from training.optimizers import OPTIMIZERS, SCHEDULES
from training.place import Place, placed
from training.restore import restore
from training.sources import Emnist
from training.split import Split
from training.watch import Bar, BoardLog, CurvesFile, Several, Watcher

#: Batch norms of a checkpoint are measured on so many glyphs.
MEASURED_GLYPHS = 2048
TUNED_EPOCHS, TUNED_RATE, TUNED_FONT_SHARE = 8, 5e-4, 0.5

Also = Annotated[
    list[Path] | None, typer.Option(help="Glyphs cut out of pages, from `harvest` or `pieces`; repeatable.")
]
CutOutShare = Annotated[float, typer.Option(min=0, max=1, help="Share of the draws of a symbol that these get.")]
Start = Annotated[str, typer.Option("--from", help="Checkpoint to start from, by name or path: fine-tunes it.")]
Rate = Annotated[float | None, typer.Option(help="The highest of the schedule; 0.003, or 0.0005 with --from.")]
Epochs = Annotated[
    int | None, typer.Option(min=1, help="Passes over as many glyphs as there are to train on; 40, or 8 with --from.")
]


def fit_command(
    network: Annotated[str, typer.Option(help=f"One of {', '.join(NETWORKS)}.")] = "letternet",
    start: Start = "",
    glyphs: Glyphs = None,
    emnist: EmnistRoot = None,
    emnist_split: EmnistSplit = "byclass",
    download: Annotated[bool, typer.Option("--download", help="Fetch EMNIST (560 MB) where it is missing.")] = False,
    also: Also = None,
    cut_out_share: CutOutShare = 0.5,
    epochs: Epochs = None,
    batch: Annotated[int, typer.Option(min=2, help="Glyphs a step, over all processes.")] = 256,
    optimizer: Annotated[str, typer.Option(help=f"One of {', '.join(OPTIMIZERS)}.")] = "adamw",
    schedule: Annotated[str, typer.Option(help=f"One of {', '.join(SCHEDULES)}.")] = "one-cycle",
    learning_rate: Rate = None,
    momentum: Annotated[float, typer.Option(min=0, max=1, help="Of sgd, nesterov and rmsprop.")] = 0.9,
    weight_decay: Annotated[float, typer.Option(min=0, help="Of the optimizer.")] = 1e-4,
    label_smoothing: Annotated[float, typer.Option(min=0, max=1, help="Share spread over all classes.")] = 0.0,
    clip: Annotated[float, typer.Option(min=0, help="Longest gradient; 0 for any.")] = 0.0,
    average: Annotated[float, typer.Option(min=0, max=1, help="Decay of the weights' moving average; 0: none.")] = 0.0,
    patience: Annotated[int, typer.Option(min=0, help="Epochs without a better one before it ends; 0: all.")] = 0,
    seed: Seed = 7,
    teacher: Annotated[str, typer.Option(help="Checkpoint whose doubts are learnt too, by name or path.")] = "",
    name: Name = "",
    out: Annotated[Path | None, typer.Option(help="Folder; model/weights for the corpora, else runs.")] = None,
    runs: Runs = RUNS,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where this command was interrupted.")] = False,
    device: Device = "auto",
) -> None:
    """Train a network and export it as one ONNX file with its card.

    The best epoch is chosen by glyphs set apart; the test glyphs are only measured, once, at the end. With --from a
    trained checkpoint learns your own glyphs. Under torchrun the processes share every batch.
    """
    source = Checkpoint.load(start) if start else None
    if network not in NETWORKS:
        raise TrainingError(f"There is no network {network!r}. Use one of {', '.join(NETWORKS)}.")
    experiment = replace(
        Experiment(),
        also=tuple(str(path) for path in also or ()),
        cut_out_share=cut_out_share,
        network=source.card.network if source else network,
        epochs=epochs or (TUNED_EPOCHS if start else Experiment().epochs),
        batch=batch,
        optimizer=optimizer,
        schedule=schedule,
        learning_rate=learning_rate or (TUNED_RATE if start else Experiment().learning_rate),
        momentum=momentum,
        weight_decay=weight_decay,
        label_smoothing=label_smoothing,
        clip=clip,
        average=average,
        patience=patience,
        seed=seed,
        start=start,
        teacher=teacher,
        font_share=TUNED_FONT_SHARE if start and glyphs else 0.0,
    )
    mixture = Mixture.of(glyphs or (), Emnist(emnist, emnist_split, download) if emnist else None)
    name = name or (f"{source.card.name}-tuned" if source else network)
    _fit_and_export(name, experiment, mixture, runs, device, out, source, resume=resume)


def distil_command(
    teacher: Annotated[str, typer.Option(help="The large network, by name or path.")] = "letternet-plus-int8",
    network: Annotated[str, typer.Option(help=f"The small one, of {', '.join(NETWORKS)}.")] = "letternet",
    glyphs: Glyphs = None,
    also: Also = None,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over as many glyphs as there are to train on.")] = 40,
    share: Annotated[float, typer.Option(min=0, max=1, help="Of the loss that comes from the teacher.")] = 0.6,
    temperature: Annotated[float, typer.Option(min=1, help="How much the teacher's answers are softened.")] = 2.0,
    seed: Seed = 7,
    name: Name = "",
    out: Annotated[Path, typer.Option(help="Folder of the checkpoint.")] = RUNS,
    runs: Runs = RUNS,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where this command was interrupted.")] = False,
    device: Device = "auto",
) -> None:
    """Let a large network teach a small one: fit with its answers beside the labels."""
    if network not in NETWORKS:
        raise TrainingError(f"There is no network {network!r}. Use one of {', '.join(NETWORKS)}.")
    experiment = replace(
        Experiment(), network=network, epochs=epochs, seed=seed, teacher=teacher, teacher_share=share,
        teacher_temperature=temperature, also=tuple(str(path) for path in also or ()),
    )  # fmt: skip
    mixture, name = Mixture.of(glyphs or (), None), name or f"{network}-distilled"
    _fit_and_export(name, experiment, mixture, runs, device, out, resume=resume)


def _fit_and_export(
    name: str,
    experiment: Experiment,
    mixture: Mixture,
    runs: Path,
    device: str,
    out: Path | None,
    source: Checkpoint | None = None,
    *,
    resume: bool,
) -> None:
    """Gather, train, and let the leading process write the checkpoint."""
    with placed(device) as place:
        parts = place.leader_first(lambda: gathered(mixture, experiment, runs))
        fitted = fitted_with_watchers(parts, experiment, name, runs, place, source, resume=resume)
    if place.leads:
        _export(fitted, Card(name, experiment.network, "float32"), experiment, parts, mixture, out, source)


def fitted_with_watchers(
    parts: Split,
    experiment: Experiment,
    name: str,
    runs: Path,
    place: Place,
    start: Checkpoint | None = None,
    network: Network | None = None,
    *,
    resume: bool = False,
) -> Fitted:
    """Train, with bar, TensorBoard log, curves, the experiment as JSON and a state to resume from under `runs`."""
    own = runs / name
    teacher = OpenVinoClassifier.load(experiment.teacher) if experiment.teacher else None
    if start and network is None:
        network = restore(start, sample_of(parts, experiment))
    watcher = Watcher()
    if place.leads:
        train, validation, test = len(parts.train), len(parts.validation), len(parts.test)
        console.print(f"{train} glyphs train, {validation} choose the epoch, {test} test.")
        experiment.save(own / "experiment.json")
        watcher = Several([Bar(console, name), BoardLog(own / "log"), CurvesFile(own / "curves.png")])
    return fit(parts, experiment, watcher, teacher, network, place, own / "state.pt", resume)


def sample_of(parts: Split, experiment: Experiment) -> torch.Tensor:
    """Changed training frames (N, 1, 28, 28) float32, to measure batch norms on."""
    chosen = torch.randperm(len(parts.train), generator=torch.Generator().manual_seed(experiment.seed))
    frames = torch.from_numpy(parts.train.frames)[chosen[:MEASURED_GLYPHS]]
    return augment(frames[:, None].float() / 255, experiment.augmentation, torch.Generator().manual_seed(0))


def _export(
    fitted: Fitted,
    card: Card,
    experiment: Experiment,
    parts: Split,
    mixture: Mixture,
    out: Path | None,
    source: Checkpoint | None,
) -> None:
    onnx = onnx_of(fitted.network)
    described = replace(
        card,
        sha256=sha256_of(onnx),
        remarks=REMARKS if mixture.collections else (),
        training=history(experiment, parts, fitted, mixture),
    )
    if source:
        console.print(table(figures_of(source, parts, mixture), f"{source.card.name}, before"))
    measure_and_save(Checkpoint(described, onnx), parts, mixture, out or _place_for(mixture, source))


def _place_for(mixture: Mixture, source: Checkpoint | None) -> Path:
    """Only a network trained whole on the corpora takes the place of the shipped one."""
    return WEIGHTS if mixture.collections and not source else RUNS


def history(experiment: Experiment, parts: Split, fitted: Fitted, mixture: Mixture) -> dict[str, Any]:
    """What the card says of a training run."""
    split = []
    if mixture.emnist:
        emnist = f"a twentieth of the train part of EMNIST {mixture.emnist.split} chooses the epoch"
        split.append(f"{emnist}, seed {experiment.seed}")
    if mixture.collections:
        split.append(
            f"5 % validation and 10 % test of the groups of near-twins and writers, seed {experiment.seed}; "
            f"Chars74K writers from {experiment.unseen_writers} on are test only"
        )
    if len(mixture.collections) < len(mixture.glyphs):
        split.append(f"own glyphs by groups of near-twins and writers, seed {experiment.seed}")
    return {
        "command": command_line(),
        "experiment": asdict(experiment),
        "sources": mixture.facts(),
        "corpora": [*mixture.names(), *(Path(path).stem for path in experiment.also)],
        "split": "; ".join(split),
        "glyphs": {"train": len(parts.train), "validation": len(parts.validation), "test": len(parts.test)},
        "best_epoch": asdict(fitted.best),
    }
