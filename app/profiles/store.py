"""Keeps corrected glyphs in a database: frames, letters, the name of a profile and when; never pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import numpy as np
import sqlalchemy as sql
from sqlalchemy.exc import SQLAlchemyError

from app.profiles.errors import FullError, NoProfileError, StoreError
from app.profiles.limits import StoreLimits
from app.profiles.sqlite import prepare_sqlite, wipe_sqlite
from model.frame import SIDE, GlyphFrames
from model.networks.hand import Hand

_TABLES = sql.MetaData()
_GLYPHS = sql.Table(
    "corrections",
    _TABLES,
    sql.Column("id", sql.BigInteger().with_variant(sql.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sql.Column("profile", sql.Unicode(64), nullable=False, index=True),
    sql.Column("letter", sql.Unicode(8), nullable=False),
    sql.Column("frame", sql.LargeBinary(SIDE * SIDE), nullable=False),
    sql.Column("made", sql.DateTime(timezone=True), nullable=False),
    # Numbers are not used again, so that one that was deleted never means another glyph.
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A corrected glyph without its frame."""

    id: int
    letter: str
    made: datetime


class ProfileStore:
    """Profiles in a database; may be shared by threads, and by several services."""

    def __init__(self, engine: sql.Engine, limits: StoreLimits) -> None:
        """Take what `open` made ready."""
        self._engine = engine
        self._limits = limits

    @classmethod
    def open(cls, url: str, limits: StoreLimits | None = None) -> Self:
        """Connect, and make the table where there is none.

        Args:
            url: As SQLAlchemy has it, such as ``sqlite:////var/lib/blockletter/corrections.db``.
            limits: What is kept; the defaults if None.

        Raises:
            StoreError: The database cannot be used.
        """
        try:
            engine = sql.create_engine(url, pool_pre_ping=True, poolclass=sql.QueuePool, pool_size=8, max_overflow=0,
                                       pool_timeout=120)  # fmt: skip
            if engine.dialect.name == "sqlite":
                prepare_sqlite(engine)
            _TABLES.create_all(engine)
        except (SQLAlchemyError, ImportError) as error:
            # Neither the address nor the message of the driver is shown: both may hold a password.
            raise StoreError from error
        return cls(engine, limits or StoreLimits())

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def add(self, profile: str, frames: GlyphFrames, letters: Sequence[str]) -> list[int]:
        """Keep corrected glyphs; they are on the disk when this returns.

        Args:
            profile: Whose they are.
            frames: (N, 28, 28) uint8.
            letters: What each of them is.

        Returns:
            Their numbers.

        Raises:
            FullError: There would be too many.
        """
        made = datetime.now(UTC)
        rows = [
            {"profile": profile, "letter": letter, "frame": frame.tobytes(), "made": made}
            for frame, letter in zip(frames, letters, strict=True)
        ]
        with self._transaction() as connection:
            self._check_room(connection, profile, len(rows))
            statement = sql.insert(_GLYPHS).returning(_GLYPHS.c.id, sort_by_parameter_order=True)
            return [int(row.id) for row in connection.execute(statement, rows)] if rows else []

    def glyphs(self, profile: str) -> list[Kept]:
        """What is kept of a profile, the oldest first.

        Raises:
            NoProfileError: Nothing is.
        """
        columns = _GLYPHS.c.id, _GLYPHS.c.letter, _GLYPHS.c.made
        return [Kept(int(row.id), row.letter, row.made) for row in self._rows(profile, *columns)]

    def hand(self, profile: str) -> Hand:
        """A profile as what a network can learn.

        Raises:
            NoProfileError: There is none.
        """
        rows = self._rows(profile, _GLYPHS.c.letter, _GLYPHS.c.frame)
        frames = np.frombuffer(b"".join(row.frame for row in rows), np.uint8).reshape(-1, SIDE, SIDE)
        return Hand(frames, tuple(row.letter for row in rows))

    def delete_glyph(self, profile: str, number: int) -> None:
        """Forget one glyph.

        Raises:
            NoProfileError: The profile has no such glyph.
        """
        self._delete(sql.delete(_GLYPHS).where(_GLYPHS.c.profile == profile, _GLYPHS.c.id == number), profile)

    def delete_profile(self, profile: str) -> int:
        """Forget a profile.

        Returns:
            How many glyphs it had.

        Raises:
            NoProfileError: There is none.
        """
        return self._delete(sql.delete(_GLYPHS).where(_GLYPHS.c.profile == profile), profile)

    def delete_all(self) -> int:
        """Forget all profiles.

        Returns:
            How many glyphs they had.
        """
        return self._delete(sql.delete(_GLYPHS), None)

    @contextmanager
    def _transaction(self) -> Iterator[sql.Connection]:
        """All or nothing.

        Raises:
            StoreError: The database is gone.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreError from error

    def _rows(self, profile: str, *columns: sql.Column[Any]) -> Sequence[sql.Row[Any]]:
        with self._transaction() as connection:
            chosen = sql.select(*columns).where(_GLYPHS.c.profile == profile).order_by(_GLYPHS.c.id)
            rows = connection.execute(chosen).all()
        if not rows:
            raise NoProfileError(profile)
        return rows

    def _check_room(self, connection: sql.Connection, profile: str, more: int) -> None:
        count = sql.select(sql.func.count()).select_from(_GLYPHS)
        # One writer counts at a time; SQLite lets no two write in any case.
        if connection.dialect.name == "postgresql":
            connection.execute(sql.text("LOCK TABLE corrections IN SHARE ROW EXCLUSIVE MODE"))
        own = connection.execute(count.where(_GLYPHS.c.profile == profile)).scalar_one()
        if own + more > self._limits.profile:
            raise FullError(self._limits.profile, profile)
        if connection.execute(count).scalar_one() + more > self._limits.all:
            raise FullError(self._limits.all)

    def _delete(self, statement: sql.Delete, profile: str | None) -> int:
        with self._transaction() as connection:
            gone = connection.execute(statement).rowcount
        if profile is not None and not gone:
            raise NoProfileError(profile)
        self._wipe()
        return gone

    def _wipe(self) -> None:
        """Write over what was deleted, which databases only mark as free."""
        if self._engine.dialect.name == "sqlite":
            wipe_sqlite(self._engine)
        elif self._engine.dialect.name == "postgresql":
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sql.text("VACUUM FULL corrections"))
