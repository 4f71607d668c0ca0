"""Finds the hand that the command line is told to know."""

from __future__ import annotations

from pathlib import Path

from app.profiles.errors import SwitchedOffError
from app.profiles.store import ProfileStore
from app.settings import Settings
from model.networks.hand import Hand


def find_hand(profile: str) -> Hand:
    """A profile of the database that the environment names, or an exported one.

    Args:
        profile: Its name, or the path of an ``.npz`` file.

    Raises:
        ProfileError: There is no such profile, or no database.
        OptionError: The file is no exported profile.
        OSError: The file cannot be opened.
    """
    if profile.endswith(".npz"):
        return Hand.load(Path(profile))
    url = Settings().corrections
    if url is None:
        raise SwitchedOffError
    store = ProfileStore.open(url)
    try:
        return store.hand(profile)
    finally:
        store.close()
