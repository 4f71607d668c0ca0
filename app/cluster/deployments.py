"""The two deployments of Ray Serve: the service as it is, and the readers that it asks."""

from __future__ import annotations

import logging.config
from typing import Any

from fastapi import FastAPI

from app.cluster.remote import Ask, Lost, RemoteReader, with_patience
from app.cluster.replica import Replica
from app.errors import TooSlowError
from app.logs import log_config
from app.main import create_app
from app.settings import Settings

#: Two applications, so that the readers are there until the service has answered its last request.
SERVICE_APP, READERS_APP = "blockletter", "blockletter-readers"
READER = "Reader"
#: Of the node that hosts the proxy: the service stands beside it, and no other node can take it along.
BESIDE_PROXY = {"node:__internal_head__": 0.001}
#: Requests of any kind that the service may have in hand; it refuses by itself what is too much to read.
MOST_REQUESTS = 1000
#: Pages handed to a replica: one that it reads, one that lies ready.
PAGES_A_REPLICA = 2


def readers(settings: Settings, most: int, fewest: int = 1) -> Any:
    """The application of the readers, which `serve.run` runs before that of the service.

    Args:
        settings: Those of the service.
        most: The most replicas, each on a core.
        fewest: The least replicas.
    """
    from ray import serve

    deployment = serve.deployment(
        name=READER, max_ongoing_requests=PAGES_A_REPLICA, ray_actor_options={"num_cpus": 1},
        graceful_shutdown_timeout_s=settings.max_seconds,
        autoscaling_config={
            "min_replicas": fewest, "max_replicas": max(fewest, most), "target_ongoing_requests": 1,
            "upscale_delay_s": 2, "downscale_delay_s": 60,
        },
    )  # fmt: skip
    return deployment(Replica).bind(settings)


def service(settings: Settings, most: int) -> Any:
    """The application of the service: everything that `app.main` answers, read by `readers`."""
    from ray import serve

    concurrent = settings.concurrent_reads or PAGES_A_REPLICA * most
    inside = settings.model_copy(update={"concurrent_reads": concurrent})

    def build() -> FastAPI:
        """Build the service where it runs: it holds what cannot travel."""
        logging.config.dictConfig(log_config(inside.log_format))
        return create_app(inside, lambda chosen: RemoteReader(chosen.model, with_patience(_ask_replicas(inside))))

    deployment = serve.deployment(
        name="Service", num_replicas=1, max_ongoing_requests=MOST_REQUESTS,
        ray_actor_options={"num_cpus": 0, "resources": BESIDE_PROXY},
        graceful_shutdown_timeout_s=settings.max_seconds,
    )  # fmt: skip
    return deployment(serve.ingress(build)()).bind()


def _ask_replicas(settings: Settings) -> Ask:
    from ray import serve
    from ray.exceptions import ObjectLostError, RayActorError, WorkerCrashedError
    from ray.serve.exceptions import DeploymentUnavailableError, ReplicaUnavailableError

    handle = serve.get_deployment_handle(READER, app_name=READERS_APP)
    lost = RayActorError, ObjectLostError, WorkerCrashedError, DeploymentUnavailableError, ReplicaUnavailableError

    def ask(method: str, *arguments: Any) -> Any:
        try:
            # Called on threads of the service, never on its event loop.
            return getattr(handle, method).remote(*arguments).result(timeout_s=settings.max_seconds)
        except TimeoutError as error:
            raise TooSlowError from error
        except lost as error:
            raise Lost from error

    return ask
