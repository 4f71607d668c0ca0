"""``blockletter serve --ray``: join a cluster, run the service on it, and take it away at the end."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from app.cluster.connect import LOCAL, connect, disconnect
from app.settings import Settings

#: The service writes a line a request itself.
QUIET = {"enable_access_log": False, "log_level": "WARNING"}


def serve_on_ray(settings: Settings, address: str, host: str, port: int) -> None:
    """Serve until this process is told to end.

    Args:
        settings: Those of the service.
        address: Of the cluster; ``local`` starts one on this machine.
        host: What the node with the proxy listens on.
        port: Likewise.

    Raises:
        ExtraMissingError: Ray is not installed.
        ClusterError: There is no cluster at the address.
    """
    stop = Event()
    with running(settings, address, host, port):
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        stop.wait()


@contextmanager
def running(settings: Settings, address: str, host: str, port: int, fewest: int = 1) -> Iterator[None]:
    """The service on a cluster, from ready to read until what was accepted is finished."""
    # A line of the log is a line, however often the same happens.
    os.environ.setdefault("RAY_DEDUP_LOGS", "0")
    cluster = connect(address, log=True)
    from ray import serve

    from app.cluster.deployments import READERS_APP, SERVICE_APP, readers, service

    serve.start(
        # On the head alone: a node that joins or leaves takes no connection with it.
        proxy_location="HeadOnly",
        http_options={"host": host, "port": port},
        logging_config=QUIET,
    )
    most = settings.replicas or cluster.cores
    serve.run(readers(settings, most, fewest), name=READERS_APP, route_prefix=None, logging_config=QUIET)
    serve.run(service(settings, most), name=SERVICE_APP, logging_config=QUIET)
    try:
        yield
    finally:
        # In this order: what was accepted is finished first.
        serve.delete(SERVICE_APP)
        serve.delete(READERS_APP)
        if address == LOCAL:
            serve.shutdown()  # type: ignore[no-untyped-call]
        disconnect()
