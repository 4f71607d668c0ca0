import inspect

import pytest
from starlette.testclient import TestClient

from app import errors
from app.errors import PROBLEMS, STATUSES, problem_of
from model import errors as reading
from model.decode import Picture
from tests.app.conftest import Serve
from tests.app.fakes import FakeReader, picture_file


def kinds() -> list[type[Exception]]:
    found = [kind for module in (errors, reading) for _, kind in inspect.getmembers(module, inspect.isclass)]
    return [kind for kind in found if issubclass(kind, (reading.BlockletterError, errors.ServiceError))]


#: What is never answered as such: the last one as the reason that it carries.
BASES = (reading.BlockletterError, errors.ServiceError, reading.CheckpointError, errors.UnreadPageError)
#: What only the command line meets.
AT_THE_COMMAND_LINE = (reading.BatchError, reading.ClusterError, reading.ExtraMissingError)
ANSWERED = [kind for kind in kinds() if kind not in BASES + AT_THE_COMMAND_LINE]


@pytest.mark.parametrize("kind", ANSWERED, ids=lambda kind: kind.__name__)
def test_every_error_has_a_row(kind: type[Exception]) -> None:
    assert kind in PROBLEMS


@pytest.mark.parametrize("problem", [*PROBLEMS.values(), *STATUSES.values()], ids=lambda problem: problem.name)
def test_titles_say_what_to_do(problem: errors.Problem) -> None:
    verbs = ("Ask", "Check", "Choose", "Correct", "Leave", "Save", "Scale", "Send", "Try", "Use", "Wait")
    assert problem.title.startswith(verbs)
    assert 400 <= problem.status < 600


def test_a_new_kind_is_answered_as_its_base() -> None:
    class StrangePictureError(reading.PictureError):
        pass

    assert problem_of(StrangePictureError()) == PROBLEMS[reading.PictureError]


def test_what_nobody_foresaw_is_a_problem_without_its_text(serve: Serve) -> None:
    def fail(picture: Picture) -> None:
        if picture.width == 400:
            raise RuntimeError("a secret")

    client: TestClient = serve(FakeReader(before=fail))
    answer = client.post("/api/v1/read", files={"image": picture_file()})
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"] in answer.json()["instance"]
    assert client.post("/api/v1/read", files={"image": picture_file(width=300)}).status_code == 200
