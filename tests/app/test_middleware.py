import pytest
from starlette.testclient import TestClient

from app.headers import SAFE_HEADERS


@pytest.mark.parametrize("path", ["/", "/health/live", "/nothing", "/static/style.css"])
def test_every_response_has_safe_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in SAFE_HEADERS} == SAFE_HEADERS


def test_requests_get_ids_of_their_own(client: TestClient) -> None:
    first, second = (client.get("/health/live").headers["x-request-id"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("abc-123", True), ("a" * 64, True), ("a" * 65, False), ("<script>", False), ("", False)],
)
def test_an_id_from_the_client_is_kept_where_it_is_harmless(client: TestClient, sent: str, kept: bool) -> None:
    answered = client.get("/health/live", headers={"X-Request-ID": sent}).headers["x-request-id"]
    assert (answered == sent) is kept
