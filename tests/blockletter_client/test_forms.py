from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser

from blockletter_client.forms import PIECE_BYTES, File, Form


@pytest.mark.parametrize("count", [1, 2, 3])
def test_its_length_is_that_of_its_pieces(tmp_path: Path, count: int) -> None:
    path = tmp_path / 'w"eird\nnäme.png'
    path.write_bytes(b"x" * (2 * PIECE_BYTES + 7))
    files: list[File] = [path, b"", b"\r\n--"]
    form = Form({"charset": "chars:äÄ", "pages": ""}, files[:count])
    sent = b"".join(form.pieces())
    assert len(sent) == form.length
    assert sent == b"".join(form.pieces())


def test_a_server_understands_it(tmp_path: Path) -> None:
    import asyncio
    from collections.abc import AsyncGenerator

    path = tmp_path / "a.png"
    path.write_bytes(b"one\r\n")
    form = Form({"charset": "digits"}, [path, b"two"])

    async def pieces() -> AsyncGenerator[bytes, None]:
        for piece in form.pieces():
            yield piece

    async def parsed() -> list[tuple[str, bytes | str]]:
        fields = await MultiPartParser(Headers({"content-type": form.content_type}), pieces()).parse()
        found = [
            (name, value if isinstance(value, str) else await value.read()) for name, value in fields.multi_items()
        ]
        await fields.close()
        return found

    assert asyncio.run(parsed()) == [("charset", "digits"), ("image", b"one\r\n"), ("image", b"two")]


def test_a_file_is_not_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    path.write_bytes(bytes(4 * PIECE_BYTES))
    assert max(len(piece) for piece in Form({}, [path]).pieces()) == PIECE_BYTES
