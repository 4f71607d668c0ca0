"""Profiles in SQLite and in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from app.profiles.errors import FullError, NoProfileError, StoreError
from app.profiles.limits import StoreLimits
from app.profiles.store import ProfileStore
from tests.app.corrections import frames_of
from tests.app.profiles.postgres import programs, running
from tests.conftest import skip_or_fail

LIMITS = StoreLimits(profile=200, all=250)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    where = programs()
    if where is None:
        skip_or_fail("PostgreSQL is not installed")
    with running(where) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ProfileStore]:
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'kept.db'}" if sqlite else request.getfixturevalue("postgres")
    opened = ProfileStore.open(url, LIMITS)
    opened.delete_all()
    yield opened
    opened.close()


def test_a_profile_is_what_was_sent(store: ProfileStore) -> None:
    frames = frames_of("AB1")
    numbers = store.add("anna", frames[:2], ["A", "B"]) + store.add("anna", frames[2:], ["1"])
    hand = store.hand("anna")
    assert hand.letters == ("A", "B", "1")
    assert np.array_equal(hand.frames, frames)
    kept = store.glyphs("anna")
    assert [own.id for own in kept] == numbers
    assert sorted(own.made for own in kept) == [own.made for own in kept]


def test_no_profile_leaks_into_another(store: ProfileStore) -> None:
    for name in ("anna", "Anna", "anna ", "anna%", "ann_"):
        store.add(name, frames_of("A"), ["A"])
    assert len(store.hand("anna").letters) == 1
    assert store.delete_profile("ann_") == 1
    assert len(store.hand("anna").letters) == 1
    (number,) = (own.id for own in store.glyphs("Anna"))
    with pytest.raises(NoProfileError):
        store.delete_glyph("anna", number)
    assert len(store.hand("Anna").letters) == 1


def test_one_a_profile_and_all_can_be_deleted(store: ProfileStore) -> None:
    first, second = store.add("anna", frames_of("AB"), ["A", "B"])
    store.add("otto", frames_of("C"), ["C"])
    store.delete_glyph("anna", first)
    assert [own.id for own in store.glyphs("anna")] == [second]
    assert store.delete_profile("anna") == 1
    with pytest.raises(NoProfileError):
        store.hand("anna")
    assert store.add("anna", frames_of("A"), ["A"])[0] > second
    assert store.delete_all() == 2
    with pytest.raises(NoProfileError):
        store.delete_profile("otto")


def test_what_is_too_much_is_refused_whole(store: ProfileStore) -> None:
    store.add("anna", frames_of("A" * 199), ["A"] * 199)
    with pytest.raises(FullError, match="anna"):
        store.add("anna", frames_of("AB"), ["A", "B"])
    assert len(store.hand("anna").letters) == 199
    with pytest.raises(FullError, match="All profiles"):
        store.add("otto", frames_of("A" * 52), ["A"] * 52)
    assert store.add("otto", frames_of("A" * 51), ["A"] * 51)


def test_many_at_once_are_all_kept_and_never_too_many(store: ProfileStore) -> None:
    def send(number: int) -> bool:
        try:
            store.add(f"writer {number % 3}", frames_of("A"), ["A"])
        except FullError:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        kept = sum(threads.map(send, range(300)))
    assert kept == LIMITS.all
    assert sum(len(store.hand(f"writer {number}").letters) for number in range(3)) == LIMITS.all


def test_deleted_bytes_are_gone_from_the_disk(tmp_path: Path) -> None:
    store = ProfileStore.open(f"sqlite:///{tmp_path / 'kept.db'}")
    frames = frames_of("Q")
    store.add("secret writer", frames, ["Q"])
    store.add("other writer", frames_of("A"), ["A"])
    store.delete_profile("secret writer")
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    store.close()
    assert b"secret writer" not in left
    assert frames.tobytes() not in left
    assert b"other writer" in left


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/kept.db", "nonsense", "oracle://user:secret@nowhere/db"])
def test_a_database_that_cannot_be_used_says_so_without_its_address(url: str) -> None:
    with pytest.raises(StoreError) as refused:
        ProfileStore.open(url)
    assert "secret" not in str(refused.value)
