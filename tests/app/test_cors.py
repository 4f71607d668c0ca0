import pytest
from starlette.testclient import TestClient

from tests.app.conftest import Serve

ORIGIN = "https://pages.example"
PREFLIGHT = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}


def test_pages_of_others_are_kept_out_by_default(client: TestClient) -> None:
    for answer in (
        client.get("/api/v1/model", headers={"Origin": ORIGIN}),
        client.options("/api/v1/read", headers=PREFLIGHT),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(("origin", "allowed"), [(ORIGIN, True), ("https://other.example", False)])
def test_pages_that_are_named_may_ask(serve: Serve, origin: str, allowed: bool) -> None:
    client = serve(cors_origins=(ORIGIN,))
    answer = client.options("/api/v1/read", headers={**PREFLIGHT, "Origin": origin})
    assert (answer.status_code == 200) is allowed
    plain = client.get("/api/v1/model", headers={"Origin": origin})
    assert (plain.headers.get("access-control-allow-origin") == origin) is allowed
