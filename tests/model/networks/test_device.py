"""A compiled network is asked by one thread at a time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from model.networks.device import OneAtATime


class CountingNetwork:
    """Makes requests that are only numbers."""

    def __init__(self) -> None:
        self.made = 0

    def create_infer_request(self) -> int:
        self.made += 1
        return self.made


def test_turns_share_one_request_and_never_overlap() -> None:
    network, inside, most = CountingNetwork(), 0, 0
    one = OneAtATime(network)

    def ask(_: int) -> int:
        nonlocal inside, most
        with one.turn() as request:
            inside += 1
            most = max(most, inside)
            time.sleep(0.002)
            inside -= 1
            return int(request)

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(ask, range(20))) == {1}
    assert (most, network.made) == (1, 1)
