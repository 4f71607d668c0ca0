"""SIGTERM while requests are being read: what was accepted is answered."""

from __future__ import annotations

import asyncio
import json
import signal
import tempfile

from benchmarks.load import ID, Ask, Sender, page_file
from tests.serving import serving


def test_what_was_accepted_is_answered_and_the_process_ends() -> None:
    content = page_file()
    with tempfile.TemporaryFile() as log:
        with serving({"concurrent_reads": 1, "waiting_reads": 3, "model": "letternet-int8"}, log) as (address, process):

            async def ask_and_stop() -> list[Ask]:
                sender = Sender(address, content)
                asking = [asyncio.create_task(sender.ask(number)) for number in range(4)]
                # The first answer shows that the others have been accepted too: they all fit.
                await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
                process.send_signal(signal.SIGTERM)
                return list(await asyncio.gather(*asking))

            asks = asyncio.run(ask_and_stop())
            assert process.wait(timeout=60) in (0, -signal.SIGTERM)
        log.seek(0)
        lines = [json.loads(line) for line in log.read().splitlines()]
    accepted = {line["request_id"] for line in lines if line.get("status") == 200 and line["path"] == "/api/v1/read"}
    assert [ask.fate for ask in asks] == ["answered"] * 4
    assert accepted == {ID.format(number=number) for number in range(4)}
