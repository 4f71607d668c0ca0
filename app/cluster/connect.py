"""Joining a Ray cluster, or starting one on this machine."""

from __future__ import annotations

import logging
import os
import socket
from dataclasses import dataclass
from typing import Any

from model.errors import ClusterError, ExtraMissingError

#: In place of an address: a cluster of this machine alone, which ends with the program.
LOCAL = "local"


#: How long a machine may take to answer a knock.
KNOCK_S = 5.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """What was joined.

    Attributes:
        address: Where it is.
        cores: How many it has now, at least 1.
    """

    address: str
    cores: int


def connect(address: str, cores: int | None = None, log: bool = False) -> Cluster:
    """Join a cluster; where this program has joined one already, that one.

    Args:
        address: Such as ``10.0.0.1:6379`` or ``ray://head:10001``; ``local`` starts one on this machine.
        cores: How many a cluster of this machine lends; all if None.
        log: Whether what its processes write is shown here.

    Raises:
        ExtraMissingError: Ray is not installed.
        ClusterError: There is no cluster at the address.
    """
    # Nothing may be told to anybody outside; Ray looks at this when it starts.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise ExtraMissingError("Ray", "cluster") from error
    if not ray.is_initialized():
        _knock(address)
        alone: dict[str, Any] = {"num_cpus": cores, "include_dashboard": False} if address == LOCAL else {}
        try:
            ray.init(address, logging_level=logging.ERROR, log_to_driver=log, **alone)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise ClusterError(
                f"There is no Ray cluster at {address}: {error}. Start one with: ray start --head"
            ) from error
    found = int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call]
    return Cluster(address, max(1, found))


def _knock(address: str) -> None:
    """Find out at once whether anybody listens; Ray itself would try for minutes."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if not port.isdecimal():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), KNOCK_S).close()
    except OSError as error:
        reason = f"There is no Ray cluster at {address}: {error.strerror or error}. Start one with: ray start --head"
        raise ClusterError(reason) from error


def disconnect() -> None:
    """Leave the cluster; one of this machine alone ends."""
    import ray

    ray.shutdown()
