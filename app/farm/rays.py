"""Workers on the cores of a Ray cluster: the same reader, mapped by Ray Data."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from app.cluster.connect import connect
from app.farm.crew import Chunk
from app.farm.rows import PageRow
from app.farm.worker import Order, Worker
from model.errors import ClusterError

#: How often a chunk is begun: whose worker or node died may have been out of luck, and be the reason after that.
ATTEMPTS = 3
#: What Ray Data hands around. A row of it is a whole chunk, so that no block ends within a file.
Column = dict[str, Any]


class Attempts:
    """An actor that counts how often each chunk was begun; Ray itself would hand one around for ever."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._begun: Counter[str] = Counter()

    def begin(self, chunk: str) -> bool:
        """Whether a chunk may be begun once more."""
        self._begun[chunk] += 1
        return self._begun[chunk] <= ATTEMPTS


class RayWorker:
    """A worker as Ray Data calls it: a column of chunks in, a column of their rows out."""

    def __init__(self, order: Order, attempts: Any) -> None:
        """Load the reader.

        Args:
            order: How to read.
            attempts: The handle of `Attempts`.
        """
        self._worker = Worker(order)
        self._attempts = attempts

    def __call__(self, column: Column) -> Column:
        """Read every chunk; the rows of one that was begun too often are none."""
        return {"rows": np.array([self._read(str(chunk)) for chunk in column["chunk"]], object)}

    def _read(self, chunk: str) -> str:
        import ray

        may_begin = ray.get(self._attempts.begin.remote(chunk))
        rows = self._worker.read(json.loads(chunk)) if may_begin else []
        return json.dumps([asdict(row) for row in rows])


class RayCrew:
    """A crew of Ray actors, one a core, as many as there is work for."""

    def __init__(self, order: Order, workers: int, address: str) -> None:
        """Join the cluster.

        Args:
            order: What every worker is told.
            workers: The most there may be, 0 for as many as the cluster has cores.
            address: Of the cluster; ``local`` starts one on this machine.

        Raises:
            ExtraMissingError: Ray is not installed.
            ClusterError: There is no cluster.
        """
        cluster = connect(address)
        self._order = order
        self.workers = workers or cluster.cores

    def read(self, chunks: Iterable[Chunk], careful: bool = False) -> Iterator[Sequence[PageRow]]:
        """Read chunks; one of them is one block, and an actor that dies loses no other."""
        import ray
        import ray.data

        lines = [{"chunk": json.dumps(chunk)} for chunk in chunks]
        if not lines:
            return
        # Ours is the bar.
        ray.data.DataContext.get_current().enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        attempts = ray.remote(Attempts).options(num_cpus=0).remote()
        work = ray.data.from_items(lines, override_num_blocks=len(lines))
        most = min(self.workers, len(lines))
        actors = ray.data.ActorPoolStrategy(min_size=1, max_size=most, initial_size=most)
        read = work.map_batches(
            RayWorker, fn_constructor_args=(self._order, attempts), batch_size=1, num_cpus=1, compute=actors
        )
        try:
            for line in read.iter_rows():
                if rows := json.loads(line["rows"]):
                    yield [PageRow(**fields) for fields in rows]
        except ray.exceptions.RayError as error:
            raise ClusterError(f"The cluster failed: {error}. Start the batch again; what is done is kept.") from error
