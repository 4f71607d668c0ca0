from threading import Event

import pytest
from starlette.testclient import TestClient

from model.decode import Picture
from tests.app.conftest import Serve
from tests.app.fakes import FakeReader, picture_file


def test_live_from_the_start_and_ready_after_one_page(serve: Serve) -> None:
    go = Event()
    client = serve(FakeReader(before=lambda _: _wait(go)), ready=False)
    try:
        assert client.get("/health/live").json() == {"status": "live"}
        early = client.get("/health/ready")
        assert (early.status_code, early.headers["retry-after"]) == (503, "1")
        assert early.json()["type"] == "urn:blockletter:problem:not-ready"
        assert client.post("/api/v1/read", files={"image": picture_file()}).status_code == 503
    finally:
        go.set()
    client.app.state.service.first_page.result(timeout=10)  # type: ignore[attr-defined]
    assert client.get("/health/ready").json() == {"status": "ready"}
    assert client.post("/api/v1/read", files={"image": picture_file()}).status_code == 200


def test_never_ready_where_the_first_page_cannot_be_read(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    client = serve(FakeReader(before=_fail), ready=False)
    assert isinstance(client.app.state.service.first_page.exception(timeout=10), RuntimeError)  # type: ignore[attr-defined]
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/live").status_code == 200
    assert "stays unready" in caplog.text


def _wait(go: Event) -> None:
    assert go.wait(10)


def _fail(_: Picture) -> None:
    raise RuntimeError("broken weights")


def test_weights_that_cannot_be_loaded_stop_the_start(serve: Serve) -> None:
    from app.main import create_app
    from app.settings import Settings
    from model.errors import CheckpointError

    with pytest.raises(CheckpointError, match="nothing"), TestClient(create_app(Settings(model="nothing"))):
        pass
