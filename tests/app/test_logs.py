import json
import logging
import logging.config

import pytest
from starlette.testclient import TestClient

from app.logs import ACCESS, JsonLines, log_config
from tests.app.conftest import Serve
from tests.app.fakes import FakeReader, picture_file

SECRETS = ("HI YOU", "my-letter.png", "Dear Sir")


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, ACCESS)
    return caplog


def as_json(record: logging.LogRecord) -> dict[str, object]:
    line = JsonLines().format(record)
    assert "\n" not in line
    fields: dict[str, object] = json.loads(line)
    return fields


def test_a_request_is_one_line_with_its_id(client: TestClient, lines: pytest.LogCaptureFixture) -> None:
    answer = client.post("/api/v1/read", files={"image": picture_file()}, headers={"X-Request-ID": "abc-1"})
    (record,) = [record for record in lines.records if record.name == ACCESS]
    fields = as_json(record)
    assert (fields["request_id"], fields["method"], fields["path"]) == ("abc-1", "POST", "/api/v1/read")
    assert fields["status"] == answer.status_code == 200
    assert float(str(fields["milliseconds"])) > 0
    assert "problem" not in fields


def test_a_refusal_is_named(client: TestClient, lines: pytest.LogCaptureFixture) -> None:
    client.post("/api/v1/read", files={"image": b"Dear Sir"})
    fields = as_json(next(record for record in lines.records if record.name == ACCESS))
    assert (fields["status"], fields["problem"]) == (415, "unknown-format")


def test_neither_picture_nor_name_nor_text_is_logged(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = serve(FakeReader())
    for content in (picture_file(), b"Dear Sir or Madam", picture_file()[:99]):
        for form in ("json", "ndjson", "pdf", "text"):
            client.post("/api/v1/read", files={"image": ("my-letter.png", content)}, data={"format": form})
    ours = [
        record for record in caplog.records if not record.name.startswith(("httpx", "httpcore", "python_multipart"))
    ]
    assert ours
    written = "\n".join(JsonLines().format(record) for record in ours)
    assert not [secret for secret in SECRETS if secret in written]


def test_an_exception_is_on_the_line_of_its_record() -> None:
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        record = logging.getLogger("x").makeRecord(
            "x", logging.ERROR, "f", 1, "broke", (), __import__("sys").exc_info()
        )
    fields = as_json(record)
    assert (fields["level"], fields["message"]) == ("error", "broke")
    assert "second" in str(fields["exception"])


@pytest.mark.parametrize("form", ["json", "text"])
def test_the_configuration_can_be_used(form: str) -> None:
    configured = logging.config.dictConfigClass(log_config("json" if form == "json" else "text"))
    formatter = configured.configure_formatter(dict(configured.config["formatters"][form]))
    record = logging.getLogger("x").makeRecord("x", logging.INFO, "f", 1, "said", (), None)
    assert "said" in formatter.format(record)
