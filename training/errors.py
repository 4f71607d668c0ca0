"""What can go wrong in training, each with a message that says what to do next."""

from __future__ import annotations


class TrainingError(Exception):
    """Base of all errors training raises on purpose; the command line prints it and exits with 2."""
