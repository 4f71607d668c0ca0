"""Where a run computes: on which device, and as which of several processes started by torchrun."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

from training.errors import TrainingError

T = TypeVar("T")

CPU = torch.device("cpu")
DEVICES = ("auto", "cpu", "cuda")


@dataclass(frozen=True, slots=True)
class Place:
    """One process of a run.

    Attributes:
        device: What it computes on.
        rank: Its number among the processes, from 0.
        world: How many processes there are.
    """

    device: torch.device = CPU
    rank: int = 0
    world: int = 1

    @property
    def leads(self) -> bool:
        """Whether this process measures, reports and saves."""
        return self.rank == 0

    def shared(self, network: nn.Module) -> nn.Module:
        """The network as all processes train it together, each step with the mean of their gradients."""
        return DistributedDataParallel(network) if self.world > 1 else network

    def agreed(self, value: float) -> float:
        """The value of the process that leads."""
        if self.world == 1:
            return value
        carrier = torch.tensor([value], dtype=torch.float64, device=self.device)
        distributed.broadcast(carrier, 0)
        return float(carrier.item())

    def gathered(self, value: Tensor) -> list[Tensor]:
        """The tensors of all processes in order of rank, all of one shape."""
        if self.world == 1:
            return [value]
        carried = value.to(self.device)
        several = [torch.empty_like(carried) for _ in range(self.world)]
        distributed.all_gather(several, carried)
        return [one.cpu() for one in several]

    def leader_first(self, make: Callable[[], T]) -> T:
        """Let the process that leads do something before the others, who then find its result in the cache."""
        if self.world == 1:
            return make()
        if not self.leads:
            distributed.barrier()
        made = make()
        if self.leads:
            distributed.barrier()
        return made


@contextmanager
def placed(device: str) -> Iterator[Place]:
    """Join the processes that torchrun started, or be the only one.

    Args:
        device: ``cpu``, ``cuda``, or ``auto`` for CUDA where there is a GPU.

    Raises:
        TrainingError: The device is unknown or not there.
    """
    if device not in DEVICES:
        raise TrainingError(f"There is no device {device!r}. Use one of {', '.join(DEVICES)}.")
    if device == "cuda" and not torch.cuda.is_available():
        raise TrainingError("There is no GPU that torch can use. Leave --device out, or use --device cpu.")
    kind = "cuda" if device != "cpu" and torch.cuda.is_available() else "cpu"
    # torchrun tells every process its place in the environment.
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    own = torch.device(kind, int(os.environ.get("LOCAL_RANK", "0"))) if kind == "cuda" else torch.device(kind)
    if world == 1:
        yield Place(own)
        return
    if kind == "cuda":
        torch.cuda.set_device(own)
    distributed.init_process_group("nccl" if kind == "cuda" else "gloo")
    try:
        yield Place(own, rank, world)
    finally:
        distributed.destroy_process_group()
