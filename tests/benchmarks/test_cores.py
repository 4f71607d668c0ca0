import os
import subprocess
import sys

from benchmarks.cores import processor_s, workers_below

WORKER = (
    "import sys; [sum(range(100_000)) for _ in range(50)]; sys.stdout.write('.'); sys.stdout.flush(); sys.stdin.read()"
)


def test_workers_are_found_below_a_process_with_their_processor_time() -> None:
    # Named as Python names the processes that it spawns for a pool.
    code = f"from multiprocessing.spawn import spawn_main; {WORKER}"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        worker.stdout.read(1)
        assert workers_below(os.getpid()) == [worker.pid]
        assert processor_s(worker.pid) > 0
        worker.communicate()
    assert processor_s(worker.pid) == 0
