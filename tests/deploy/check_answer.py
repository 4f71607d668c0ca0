"""Check what the container answered; standard library only, so that any python3 can do it."""

from __future__ import annotations

import json
import sys
from difflib import SequenceMatcher
from pathlib import Path

#: What examples/README.md says is on the page. This is no test of accuracy: letters and digits alone count.
TRUTH = "TO DO BUY MILK AND BREAD CALL DR KOWALSKI FIX THE BIKE LAMP RETURN 3 BOOKS PACK FOR LISBON"
LEAST_AGREEMENT = 0.8


def main(answer: Path, picture: Path) -> None:
    """Fail with a line that says what is wrong."""
    reading = json.loads(answer.read_text(encoding="utf-8"))
    text = " ".join(reading["text"].split())
    agreement = SequenceMatcher(None, _letters(TRUTH), _letters(text), autojunk=False).ratio()
    if agreement < LEAST_AGREEMENT:
        sys.exit(f"only {agreement:.2f} of the page was read right: {text}")
    if not picture.read_bytes().startswith(b"\x89PNG"):
        sys.exit("the annotated picture is no PNG")
    sys.stdout.write(f"{agreement:.2f} of the page was read right: {text}\n")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.upper()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
