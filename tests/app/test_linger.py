"""Who is refused early hears why, also while still sending."""

from __future__ import annotations

import socket

import pytest

from app.settings import Settings
from tests.app.fakes import FakeReader
from tests.app.live import listening

HEAD = (
    "POST /api/v1/read HTTP/1.1\r\nHost: test\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}\r\n"
)  # fmt: skip


def answer_to(address: str, head: str, body: bytes, pieces: int) -> bytes:
    """What a sender sees that sends all of its body before it looks."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(head.encode())
        for _ in range(pieces):
            connection.sendall(body)
        seen = b""
        while piece := connection.recv(65536):
            seen += piece
            if b"\r\n\r\n" in seen and seen.endswith(b"}"):
                break
    return seen


@pytest.mark.parametrize(("kind", "status"), [("text/plain", 415), ("multipart/form-data; boundary=b", 401)])
@pytest.mark.parametrize("pieces", [1, 60])
def test_the_answer_is_seen_by_one_who_sends_first(kind: str, status: int, pieces: int) -> None:
    piece = b"x" * 100_000
    head = HEAD.format(kind=kind, length=len(piece) * pieces, more="")
    keys = ("0" * 64,) if status == 401 else ()
    with listening(Settings(concurrent_reads=1, api_keys=keys), FakeReader()) as address:
        assert answer_to(address, head, piece, pieces).startswith(f"HTTP/1.1 {status} ".encode())


def test_one_who_asks_first_is_answered_without_a_body() -> None:
    head = HEAD.format(kind="text/plain", length=5_000_000, more="Expect: 100-continue\r\n")
    with listening(Settings(concurrent_reads=1), FakeReader()) as address:
        assert answer_to(address, head, b"", 0).startswith(b"HTTP/1.1 415 ")
