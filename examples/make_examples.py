"""Draw the example pages: ``python -m examples.make_examples`` in the folder of the project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drawing import DrawnPage, PageStyle, draw_page

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Example:
    """A page to draw.

    Attributes:
        lines: Its text.
        style: Its look.
        seed: What decides the rest.
    """

    lines: tuple[str, ...]
    style: PageStyle
    seed: int

    def draw(self) -> DrawnPage:
        """Draw it, always with the same pixels."""
        return draw_page(self.lines, self.style, self.seed)


NOTE = Example(
    (
        "Dear Maria,", "the blue key is under", "the third flower pot.",
        "Please water the ferns", "and feed Tom at 7.", "Back on Friday, Jo",
    ),
    PageStyle(
        letter_height_px=44, font="architects-daughter", wobble=0.025, pen_width_jitter=0.06, curve=0.15,
        ink=(38, 52, 120), ink_opacity=0.92, paper=(244, 238, 222), tilt_deg=-2.5, perspective=0.05, desk=0.07,
        shadow=0.55, vignette=0.5, blur_px=0.7, noise=3.5,
    ),
    seed=11,
)  # fmt: skip

TODO = Example(
    ("TO DO", "BUY MILK AND BREAD", "CALL DR KOWALSKI", "FIX THE BIKE LAMP", "RETURN 3 BOOKS", "PACK FOR LISBON"),
    PageStyle(
        letter_height_px=46, font="patrick-hand", wobble=0.03, pen_width_jitter=0.04, line_pitch=2.0,
        ink=(70, 70, 74), ink_opacity=0.9, paper=(247, 246, 241), paper_pattern="ruled", rule=(160, 182, 210),
        rule_px=2, tilt_deg=2, shadow=0.3, vignette=0.4, blur_px=0.6, noise=3,
    ),
    seed=5,
)  # fmt: skip

FORM = Example(
    # The telephone number is one of those kept free for films.
    ("JOHANNA WEBER", "28 04 1987", "10115 BERLIN", "030 23125 042"),
    PageStyle(
        letter_height_px=40, font="kalam", wobble=0.03, pen_width_jitter=0.05, line_pitch=2.6,
        ink=(28, 34, 62), form="comb", rule=(190, 128, 120), rule_px=2, tilt_deg=-0.6,
        vignette=0.25, blur_px=0.6, noise=2,
    ),
    seed=2,
)  # fmt: skip

BOARD = Example(
    ("Physics 204", "Room B12, Mr Hudson", "Exam 17/06 at 9:30", "Bring a pen!"),
    PageStyle(
        letter_height_px=52, font="shadows-into-light-two", wobble=0.02, ink=(236, 236, 228), paper=(22, 24, 26)
    ),
    seed=3,
)

#: File name to page.
EXAMPLES = {"note.jpg": NOTE, "todo.jpg": TODO, "form.jpg": FORM, "board.png": BOARD}


def main() -> None:
    """Write every example beside this file."""
    for name, example in EXAMPLES.items():
        page = example.draw()
        (FOLDER / name).write_bytes(page.png() if name.endswith(".png") else page.jpeg(80))


if __name__ == "__main__":
    main()
