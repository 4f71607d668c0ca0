"""Readings as the service answers them, made by hand."""

from __future__ import annotations

from typing import Any


def box(left: int, top: int, right: int, bottom: int) -> dict[str, int]:
    return {"left": left, "top": top, "right": right, "bottom": bottom}


def glyph(letter: str, left: int = 0, confidence: float = 0.95, **more: Any) -> dict[str, Any]:
    """A glyph of 10 by 20 pixels with one alternative."""
    others = [{"letter": "Q", "confidence": 0.02}]
    return {
        "letter": letter, "confidence": confidence, "box": box(left, 10, left + 10, 30), "alternatives": others,
        "source": "glyph", "needs_review": confidence < 0.5, **more,
    }  # fmt: skip


def reading(*lines: str, **more: Any) -> dict[str, Any]:
    """A page with these lines; its glyphs stand 12 pixels apart."""
    return {
        "version": 1, "page": 1, "text": "\n".join(lines), "width": 400, "height": 200, "milliseconds": 12.5,
        "engine": "auto",
        "lines": [_line(line, 40 * number) for number, line in enumerate(lines)], **more,
    }  # fmt: skip


def _line(text: str, top: int) -> dict[str, Any]:
    words, left = [], 0
    for word in text.split():
        glyphs = [glyph(letter, left + 12 * number) for number, letter in enumerate(word)]
        for one in glyphs:
            one["box"] = {**one["box"], "top": top, "bottom": top + 20}
        words.append({
            "text": word, "confidence": 0.9, "box": box(left, top, left + 12 * len(word) - 2, top + 20),
            "needs_review": False, "glyphs": glyphs,
        })  # fmt: skip
        left += 12 * (len(word) + 1)
    return {
        "text": text, "confidence": 0.9, "box": box(0, top, left - 14, top + 20), "needs_review": False, "words": words,
    }  # fmt: skip
