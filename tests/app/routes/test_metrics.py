import re

from starlette.testclient import TestClient

from tests.app.fakes import picture_file
from tests.model.documents import sheet, tiff_of


def figures(client: TestClient) -> dict[str, float]:
    lines = client.get("/metrics").text.splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[:1] != "#")}


def test_requests_pages_glyphs_and_stages_are_counted(client: TestClient) -> None:
    before = figures(client)
    client.post("/api/v1/read", files={"image": picture_file()})
    client.post("/api/v1/read", files={"image": tiff_of([sheet(200)] * 3)}, data={"format": "pdf"})
    after = figures(client)
    risen = {name: value - before.get(name, 0) for name, value in after.items()}
    assert risen["blockletter_pages_total"] == 4
    assert risen["blockletter_glyphs_total"] == 28
    assert risen['blockletter_requests_total{method="POST",route="/api/v1/read",status="200"}'] == 2
    assert risen['blockletter_request_seconds_count{route="/api/v1/read"}'] == 2
    assert risen['blockletter_stage_seconds_count{stage="decode"}'] == 4
    assert risen['blockletter_stage_seconds_count{stage="read"}'] == 4
    assert (
        risen['blockletter_stage_seconds_count{stage="write"}']
        == risen['blockletter_stage_seconds_count{stage="wait"}']
        > 4
    )
    assert (after["blockletter_queue_taken"], after["blockletter_queue_places"]) == (0, 6)
    assert after["process_resident_memory_bytes"] > 1_000_000


def test_refusals_are_counted_by_the_name_of_their_problem(client: TestClient) -> None:
    for content in (b"", b"text", b"text"):
        client.post("/api/v1/read", files={"image": ("a", content)})
    found = figures(client)
    assert found['blockletter_rejects_total{problem="empty-picture"}'] == 1
    assert found['blockletter_rejects_total{problem="unknown-format"}'] == 2


def test_strangers_cannot_make_up_new_rows(client: TestClient) -> None:
    for number in range(20):
        client.get(f"/nothing/{number}")
        client.request(f"VERB{number}", "/health/live")
        client.get(f"/static/{number}.js")
    names = set(figures(client))
    assert not [name for name in names if re.search(r"nothing|VERB|\d\.js", name)]
    assert len([name for name in names if name.startswith("blockletter_requests_total")]) < 8
