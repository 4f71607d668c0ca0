"""Where parts are kept: a folder or an object store, each file there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from app.farm.scans import URL_MARK, file_system
from model.errors import BatchError

#: A file that is still being written; after a kill some may be left, and nobody takes them for parts.
UNFINISHED = ".unfinished"


class Store(Protocol):
    """A flat folder of files."""

    def names(self) -> list[str]:
        """Its files, without unfinished ones."""

    def read(self, name: str) -> bytes:
        """The content of a file."""

    def write(self, name: str, content: bytes) -> None:
        """Put a file there, whole or not at all, in place of one of the same name."""

    def remove(self, name: str) -> None:
        """Take a file away."""

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other batches out, where that can be done.

        Raises:
            BatchError: Another batch is in.
        """


class FolderStore:
    """A folder of this machine."""

    def __init__(self, folder: Path) -> None:
        """Make the folder where it is missing."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def names(self) -> list[str]:
        """Its files; what a killed batch left unfinished is cleared away."""
        for left in self._folder.glob(f"*{UNFINISHED}"):
            left.unlink()
        return sorted(path.name for path in self._folder.iterdir() if path.is_file())

    def read(self, name: str) -> bytes:
        """The content of a file."""
        return (self._folder / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """Write beside, make sure it is on the disk, and rename."""
        beside = self._folder / f"{name}{UNFINISHED}"
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._folder / name)

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self._folder / name).unlink()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold a lock, which a killed process lets go."""
        import fcntl

        with (self._folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BatchError(
                    f"Another batch writes into {self._folder}. Wait, or choose another folder."
                ) from error
            yield


class UrlStore:
    """A prefix of an object store; nothing there can be locked."""

    def __init__(self, url: str) -> None:
        """Open the store.

        Raises:
            BatchError: The URL is of no known kind.
            ExtraMissingError: What opens URLs is not installed.
        """
        self._system, self._prefix = file_system(url.rstrip("/"))
        self._system.makedirs(self._prefix, exist_ok=True)

    def names(self) -> list[str]:
        """Its files, without unfinished ones."""
        self._system.invalidate_cache()
        paths = [str(path) for path in self._system.ls(self._prefix, detail=False)]
        names = (path.rsplit("/", 1)[-1] for path in paths)
        return sorted(name for name in names if name and not name.endswith(UNFINISHED))

    def read(self, name: str) -> bytes:
        """The content of a file."""
        content: bytes = self._system.cat_file(f"{self._prefix}/{name}")
        return content

    def write(self, name: str, content: bytes) -> None:
        """Write beside and rename; where renaming is copying, the copy appears whole."""
        beside = f"{self._prefix}/{name}{UNFINISHED}"
        self._system.pipe_file(beside, content)
        self._system.mv(beside, f"{self._prefix}/{name}")

    def remove(self, name: str) -> None:
        """Take a file away."""
        self._system.rm_file(f"{self._prefix}/{name}")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Trust that nobody else writes there."""
        yield


def open_store(place: str) -> Store:
    """A folder by its path, or an object store by its URL."""
    return UrlStore(place) if URL_MARK in place else FolderStore(Path(place))
