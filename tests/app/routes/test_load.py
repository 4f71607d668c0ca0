"""More requests than the service has room for."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore

from model.decode import Picture
from tests.app.conftest import Serve
from tests.app.fakes import FakeReader, picture_file

RUNNING, WAITING = 2, 1


def test_beyond_the_queue_requests_are_refused_at_once_and_the_rest_answered(serve: Serve) -> None:
    go, begun = Event(), Semaphore(0)

    def hold(picture: Picture) -> None:
        if picture.width == 400:
            begun.release()
            assert go.wait(20)

    client = serve(FakeReader(before=hold), concurrent_reads=RUNNING, waiting_reads=WAITING)
    turns = client.app.state.service.turns  # type: ignore[attr-defined]
    with ThreadPoolExecutor(RUNNING) as visitors:
        accepted = [
            visitors.submit(client.post, "/api/v1/read", files={"image": picture_file()}) for _ in range(RUNNING)
        ]
        try:
            assert all(begun.acquire(timeout=10) for _ in range(RUNNING))
            waiting = turns.submit(lambda: "my turn came")
            refused = client.post("/api/v1/read", files={"image": picture_file()})
            assert client.get("/health/live").status_code == 200
        finally:
            go.set()
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert refused.json()["type"] == "urn:blockletter:problem:busy"
        assert [answer.result(timeout=10).status_code for answer in accepted] == [200] * RUNNING
        assert waiting.result(timeout=10) == "my turn came"
    assert client.post("/api/v1/read", files={"image": picture_file(width=300)}).status_code == 200
