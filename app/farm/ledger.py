"""What has been read already: derived from the parts themselves, so that it cannot contradict them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.farm.forms import PartForm
from app.farm.rows import PageRow
from app.farm.store import Store
from model.errors import BatchError

#: How the pages of a folder of parts were read; all of them must be alike.
ORDER_FILE = "batch.json"


class Ledger:
    """The parts of one batch.

    A part holds all pages of some files and appears whole. One process writes parts, so a page stands in one of them
    or in none, whenever that process is killed.
    """

    def __init__(self, store: Store, form: PartForm) -> None:
        """Read the parts that are there.

        Raises:
            BatchError: One of them is damaged.
        """
        self._store, self._form = store, form
        #: How many pages were read of each file.
        self.pages: dict[str, int] = {}
        #: The rows with a problem.
        self.problems: list[PageRow] = []
        for name in self._parts():
            self._count(self._rows_of(name))

    def check_order(self, order: Mapping[str, Any]) -> None:
        """Make sure that pages are read as those that are there already.

        Raises:
            BatchError: They were read otherwise.
        """
        wanted = json.dumps({"form": self._form.suffix, **order}, indent=2, sort_keys=True)
        if ORDER_FILE not in self._store.names():
            self._store.write(ORDER_FILE, f"{wanted}\n".encode())
        elif self._store.read(ORDER_FILE).decode().strip() != wanted:
            raise BatchError(f"Pages were read there with other options, see {ORDER_FILE}. Choose another folder.")

    def keep(self, rows: Sequence[PageRow]) -> None:
        """Write a part with all rows of some files."""
        names = "\n".join(dict.fromkeys(row.file for row in rows))
        digest = hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._store.write(f"part-{digest}{self._form.suffix}", self._form.encode(rows))
        self._count(rows)

    def forget_problems(self) -> None:
        """Take the files that could not be read out of the parts, to be read again."""
        files = {row.file for row in self.problems}
        for name in self._parts():
            rows = self._rows_of(name)
            left = [row for row in rows if row.file not in files]
            if not left:
                self._store.remove(name)
            elif len(left) < len(rows):
                self._store.write(name, self._form.encode(left))
        self.problems.clear()
        for file in files:
            self.pages.pop(file, None)

    def _parts(self) -> list[str]:
        return [name for name in self._store.names() if name.startswith("part-") and name.endswith(self._form.suffix)]

    def _rows_of(self, name: str) -> list[PageRow]:
        try:
            return self._form.decode(self._store.read(name))
        except (ValueError, KeyError) as error:
            raise BatchError(f"{name} is damaged. Delete it; its pages will be read again.") from error

    def _count(self, rows: Sequence[PageRow]) -> None:
        for row in rows:
            self.pages[row.file] = self.pages.get(row.file, 0) + (row.problem is None)
        self.problems += [row for row in rows if row.problem is not None]
