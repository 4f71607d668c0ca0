"""What SQLite must be told: durable when it says so, one writer at a time, deleted bytes overwritten."""

from __future__ import annotations

from sqlite3 import Connection
from typing import Any

import sqlalchemy as sql

#: How long a writer waits for the others, in milliseconds.
PATIENCE_MS = 60_000


def prepare_sqlite(engine: sql.Engine) -> None:
    """Set up every connection of an engine."""
    sql.event.listen(engine, "connect", _connected)
    sql.event.listen(engine, "begin", _begin)


def wipe_sqlite(engine: sql.Engine) -> None:
    """Write the file anew without what was deleted, and empty the log beside it."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        raw.close()


def _connected(connection: Connection, _: Any) -> None:
    # Python's driver would begin transactions late and without a lock; `_begin` does it instead.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {PATIENCE_MS}", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sql.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
