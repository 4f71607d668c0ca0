"""Whether what was read as a date is a day of the calendar."""

from __future__ import annotations

import re
from datetime import date

#: What a date may be written as; years of two digits are of this century or the one before.
_SEPARATED = re.compile(r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})")


def is_date(text: str) -> bool:
    """Whether a text is a date in any order of day, month and year; texts of another form are."""
    found = _SEPARATED.fullmatch(text)
    orders = [found.groups()] if found else []
    if not orders and (together := re.fullmatch(r"\d{6}|\d{8}", text)):
        digits = together[0]
        orders = [(digits[:2], digits[2:4], digits[4:])]
        if len(digits) == 8:
            orders.append((digits[:4], digits[4:6], digits[6:]))
    if not orders:
        return True
    return any(_is_day(*order) for order in orders)


def _is_day(first: str, second: str, third: str) -> bool:
    orders = ((third, second, first), (third, first, second), (first, second, third))
    return any(_exists(year, month, day) for year, month, day in orders)


def _exists(year: str, month: str, day: str) -> bool:
    if len(year) not in (2, 4) or max(len(month), len(day)) > 2:
        return False
    try:
        date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return False
    return True
