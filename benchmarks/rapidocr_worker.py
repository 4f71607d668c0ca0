"""Reads pictures with rapidocr for `benchmarks.engines`, in an interpreter that has it.

Run by path, with nothing of this project on it. Lines of JSON come in (``image`` in base64, ``direction_check``) and go
out (``text``, ``seconds``); the first one out names the version.
"""

from __future__ import annotations

import base64
import importlib
import json
import sys
import time
from importlib.metadata import version
from typing import Any, TextIO


def main() -> None:
    """Answer until standard input ends."""
    answers, sys.stdout = sys.stdout, sys.stderr
    engine = importlib.import_module("rapidocr").RapidOCR(params={"Global.log_level": "critical"})
    _answer(answers, {"version": version("rapidocr")})
    for line in sys.stdin:
        question = json.loads(line)
        image = base64.b64decode(question["image"])
        start = time.perf_counter()
        reading = engine(image, use_cls=question["direction_check"])
        seconds = time.perf_counter() - start
        _answer(answers, {"text": "\n".join(reading.txts or ()), "seconds": seconds})


def _answer(answers: TextIO, fields: dict[str, Any]) -> None:
    print(json.dumps(fields), file=answers, flush=True)


if __name__ == "__main__":
    main()
