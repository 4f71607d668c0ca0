"""The service on a cluster of this machine, with the real reader: small pages, one reader, and that one killed."""

import os
import signal
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest

from app.cluster.connect import LOCAL, connect
from app.cluster.launch import running
from app.settings import Settings
from blockletter_client import Client, RefusedError
from drawing import PageStyle, draw_page
from tests.app.cluster.nodes import readers_of
from tests.serving import free_port, is_ready

#: Ray warns of its own deprecations, and leaves sockets to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PAGE = draw_page(["KEEP 42"], PageStyle(font="patrick-hand"), seed=7).png()


@pytest.fixture
def client() -> Iterator[Client]:
    port = free_port()
    connect(LOCAL, cores=2)
    settings = Settings(engine="glyph", replicas=1, concurrent_reads=2)
    with running(settings, LOCAL, "127.0.0.1", port):
        address, deadline = f"http://127.0.0.1:{port}", monotonic() + 60
        while not is_ready(address):
            assert monotonic() < deadline
        yield Client(address)


def this_node() -> Any:
    """The node that `connect` started."""
    from ray._private import worker

    return worker._global_node


def test_the_service_on_a_cluster_is_the_service_also_after_a_reader_died(client: Client) -> None:
    found = list(client.read(PAGE, b"no picture", PAGE))
    assert [page.text for page in found] == ["KEEP 42", "", "KEEP 42"]
    assert found[1].problem is not None
    assert found[1].problem.type.endswith("unknown-format")
    with pytest.raises(RefusedError, match="Correct the options"):
        client.read_page(PAGE, region="9000,9000,5,5")
    (reader,) = readers_of(this_node())
    os.kill(reader, signal.SIGKILL)
    assert client.read_page(PAGE).text == "KEEP 42"
