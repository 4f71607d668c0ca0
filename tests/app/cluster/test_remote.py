from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from app.cluster.remote import Lost, Patience, RemoteReader, with_patience
from app.cluster.replica import Replica
from app.errors import NotReadyError
from app.settings import Settings
from model.decode import Picture
from model.errors import OptionError
from model.options import ReadOptions
from tests.app.fakes import CARD, FakeReader
from tests.model.fields.forms import TEMPLATE
from tests.model.lines.fakes import ScriptedLineReader

PICTURE = Picture(np.full((200, 400), 255, np.uint8), 400, 200)


@dataclass
class Cluster:
    """Replicas of one fake reader that die as often as they are told to."""

    reader: FakeReader
    deaths: int = 0
    asked: list[str] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    def ask(self, method: str, *arguments: Any) -> Any:
        self.asked.append(method)
        if self.deaths:
            self.deaths -= 1
            raise Lost
        return getattr(Replica(Settings(model="fakenet"), lambda _: self.reader), method)(*arguments)

    def connect(self) -> RemoteReader:
        patient = with_patience(self.ask, Patience((0.1, 0.2)), self.pauses.append)
        return RemoteReader("fakenet", patient)


def test_a_remote_reader_says_what_the_replicas_are() -> None:
    fake = FakeReader()
    fake.linenet = ScriptedLineReader(["HI"])
    reader = Cluster(fake).connect()
    assert (reader.classifier.card, reader.line_reader) == (CARD, None)
    assert reader.linenet is not None
    assert reader.linenet.name == "scripted"


def test_pages_and_options_travel() -> None:
    fake = FakeReader()
    options = ReadOptions(charset="digits")
    page = Cluster(fake).connect().read(PICTURE, options)
    assert (page.text, page.width, fake.options) == ("HI YOU\n4 O", 400, [options])


def test_a_refused_option_is_the_same_error_here() -> None:
    def refuse(picture: Picture) -> None:
        raise OptionError("region begins outside the picture.")

    reader = Cluster(FakeReader(before=refuse)).connect()
    with pytest.raises(OptionError, match="outside the picture"):
        reader.read(PICTURE)
    with pytest.raises(OptionError, match="outside the picture"):
        reader.read_form(PICTURE, TEMPLATE)


@pytest.mark.parametrize("deaths", [1, 2])
def test_a_page_is_handed_to_another_replica_when_one_dies(deaths: int) -> None:
    cluster = Cluster(FakeReader())
    reader = cluster.connect()
    cluster.deaths = deaths
    assert reader.read(PICTURE).text == "HI YOU\n4 O"
    assert cluster.pauses == [0.1, 0.2][:deaths]


def test_a_page_that_kills_every_replica_is_given_up() -> None:
    cluster = Cluster(FakeReader())
    reader = cluster.connect()
    cluster.deaths = 100
    with pytest.raises(NotReadyError):
        reader.read(PICTURE)
    assert cluster.asked == ["describe", "read", "read", "read"]
