from starlette.testclient import TestClient

from app.secret_keys import hash_of, new_key
from tests.app.conftest import Serve
from tests.app.fakes import picture_file


def test_a_new_key_is_long_and_never_the_same() -> None:
    keys = {new_key() for _ in range(20)}
    assert len(keys) == 20
    assert all(len(key) >= 43 and hash_of(key) == hashed for key, hashed in keys)


def test_without_keys_everybody_may_read(client: TestClient) -> None:
    assert client.post("/api/v1/read", files={"image": picture_file()}).status_code == 200


def test_with_keys_only_those_who_have_one_may_read(serve: Serve) -> None:
    (first, other), (wrong, _) = [new_key() for _ in range(2)], new_key()
    client = serve(api_keys=(first[1], other[1]))
    for headers, status in (
        ({}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": f"Bearer {wrong}"}, 401),
        ({"Authorization": f"Bearer {first[1]}"}, 401),
        ({"Authorization": f"Basic {first[0]}"}, 401),
        ({"X-API-Key": "\u00e9".encode()}, 401),
        ({"Authorization": f"Bearer {first[0]}"}, 200),
        ({"Authorization": f"bearer {other[0]}"}, 200),
        ({"X-API-Key": other[0]}, 200),
    ):
        answer = client.post("/api/v1/read", files={"image": picture_file()}, headers=headers)  # type: ignore[arg-type]
        assert answer.status_code == status, headers
    refused = client.post("/api/v1/read", files={"image": picture_file()})
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.json()["type"] == "urn:blockletter:problem:no-key"
    assert refused.headers["x-request-id"] in refused.json()["instance"]


def test_a_key_opens_the_counters_too_and_health_stays_open(serve: Serve) -> None:
    key, hashed = new_key()
    client = serve(api_keys=(hashed,))
    assert client.get("/metrics").status_code == 401
    assert client.get("/api/v1/model").status_code == 401
    assert client.get("/metrics", headers={"X-API-Key": key}).status_code == 200
    assert [
        client.get(path).status_code for path in ("/health/live", "/health/ready", "/", "/docs", "/openapi.json")
    ] == [200] * 5
