"""What can go wrong with profiles."""

from __future__ import annotations

from model.errors import BlockletterError


class ProfileError(BlockletterError):
    """Corrected glyphs cannot be kept or found."""


class SwitchedOffError(ProfileError):
    """The deployment keeps no corrections."""

    def __init__(self) -> None:
        """Say how to switch it on."""
        super().__init__(
            "This service keeps no corrections. Whoever runs it can set BLOCKLETTER_CORRECTIONS to a database, "
            "such as sqlite:///corrections.db."
        )


class NoProfileError(ProfileError):
    """There is no such profile, or nothing of that number in it."""

    def __init__(self, profile: str) -> None:
        """Name it.

        Args:
            profile: What was asked for.
        """
        super().__init__(f"Nothing of that kind is kept of a profile {profile[:64]!r}. Send corrections for it first.")


class FullError(ProfileError):
    """No more glyphs are kept."""

    def __init__(self, limit: int, profile: str | None = None) -> None:
        """State the limit.

        Args:
            limit: The most glyphs.
            profile: Whose limit it is; that of all profiles together if None.
        """
        whose = "All profiles together" if profile is None else f"The profile {profile[:64]!r}"
        super().__init__(f"{whose} may hold {limit:,} corrected glyphs. Delete some, or export and delete the profile.")


class StoreError(ProfileError):
    """The database cannot be used."""

    def __init__(self) -> None:
        """Say what to look at."""
        super().__init__(
            "The database of BLOCKLETTER_CORRECTIONS cannot be used. Check its address, its driver and whether it may "
            "be written."
        )
