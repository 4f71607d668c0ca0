import io
from pathlib import Path

import pytest
from PIL import Image as Pillow
from starlette.testclient import TestClient

from tests.app.conftest import Serve
from tests.app.fakes import picture_file


def test_the_worker_stands_at_the_top(client: TestClient) -> None:
    answer = client.get("/worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    assert "self.addEventListener" in answer.text


def test_examples_have_small_pictures(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture_file(width=1600, height=900))
    answer = serve(examples=tmp_path).get("/thumbnails/a.png")
    assert answer.headers["content-type"] == "image/jpeg"
    with Pillow.open(io.BytesIO(answer.content)) as small:
        assert small.size == (320, 220)


@pytest.mark.parametrize("name", ["b.png", "README.md", "..%2Fa.png", "sub%2Fa.png"])
def test_only_examples_have_small_pictures(serve: Serve, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "examples"
    (folder / "sub").mkdir(parents=True)
    for place in (tmp_path, folder / "sub"):
        (place / "a.png").write_bytes(picture_file())
    (folder / "README.md").write_text("no picture")
    assert serve(examples=folder).get(f"/thumbnails/{name}").status_code == 404


def test_the_files_of_the_page_travel_packed(client: TestClient) -> None:
    packed = client.get("/static/style.css", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(packed.content) / 2
