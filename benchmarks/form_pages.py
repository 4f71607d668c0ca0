"""Forms to be read: one template in several prints, filled at random with names, towns, dates and codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from drawing import GlyphSource, PageStyle
from drawing.forms import TICKED, DrawnForm, FormStyle, draw_form
from model.decode import Picture
from model.fields.template import Field, Mark, Rect, Template
from training.fonts import HELD_OUT

WIDTH, HEIGHT = 1240, 1754
#: Share of the fields that are left empty, and of the check boxes that are ticked.
EMPTY, TICKS = 0.15, 0.5

_SURNAMES = (
    "OBERMEIER SANTOS LINDQVIST KOWALSKI DUBOIS ROSSI VANDERBERG MUELLER GARCIA NOVAK HANSEN WEBER PETROV QUINN ADAMS "
    "FISCHER JANSSEN MARTIN LEROY BIANCHI KRAUSE ZIMMER YOUNG HUXLEY BRANDT COSTA EKSTROM FABER GRUBER IVANOV"
)
_FIRST_NAMES = (
    "ANNA JOHN MARIA PETER LUCIA JONAS EMMA VICTOR SOFIA HUGO CLARA FELIX GRETA IVAN JULIA KARL LENA MAX NINA OSCAR "
    "PAULA QUENTIN ROSA SIMON TESSA URBAN VERA WANDA XAVER YVES ZOE"
)
SURNAMES, FIRST_NAMES = _SURNAMES.split(), _FIRST_NAMES.split()
TOWNS = (
    "BERLIN", "LISBON", "OLD TOWN", "PARIS", "NEW HAVEN", "KRAKOW", "MADRID", "ROME", "VIENNA", "OSLO", "BAD HOMBURG",
    "GHENT", "PORTO", "LYON", "TURIN", "MALMO", "DELFT", "GRAZ", "ZURICH", "EAST HAM", "QUIMPER", "JENA", "EXETER",
)  # fmt: skip
LANDS = ("DE", "FR", "IT", "ES", "PL", "NL", "PT", "SE")


def digits(rng: np.random.Generator, count: int) -> str:
    """So many digits."""
    return "".join(str(digit) for digit in rng.integers(0, 10, count))


def capitals(rng: np.random.Generator, count: int) -> str:
    """So many capitals."""
    return "".join(rng.choice(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), count))


def day(rng: np.random.Generator, between: str) -> str:
    """A date, its numbers with something between them."""
    return between.join((f"{rng.integers(1, 29):02}", f"{rng.integers(1, 13):02}", str(rng.integers(1930, 2020))))


def field_at(name: str, x: float, y: float, width: float, height: float, **options: object) -> Field:
    """A field at a place, in pixels."""
    return Field(name, Rect(x, y, width, height), **options)  # type: ignore[arg-type]


FIELDS: tuple[Field, ...] = (
    field_at("surname", 110, 250, 910, 64, marking="comb", cells=14, charset="upper", pattern="[A-Z]{2,14}"),
    field_at("first names", 110, 370, 910, 64, marking="boxes", cells=14, charset="upper", pattern="[A-Z]+( [A-Z]+)?"),
    field_at(
        "born", 110, 490, 520, 64, type="date", marking="comb", cells=8, charset="digits",
        pattern="[0-3][0-9][01][0-9](19|20)[0-9]{2}",
    ),
    field_at("postcode", 740, 490, 340, 64, marking="comb", cells=5, charset="digits", pattern="[0-9]{5}"),
    field_at("town", 110, 610, 700, 74, marking="underline", charset="upper", pattern="[A-Z]+( [A-Z]+)*"),
    field_at("land", 920, 614, 130, 64, marking="boxes", cells=2, charset="upper", pattern="|".join(LANDS)),
    field_at("phone", 110, 740, 780, 64, marking="comb", cells=12, charset="digits", pattern="0[0-9]{8,10}"),
    field_at(
        "member number", 110, 860, 560, 64, marking="boxes", cells=8, charset="alnum", pattern="[A-Z]{2}[0-9]{6}",
    ),
    field_at("amount", 800, 860, 330, 70, type="number", pattern=r"[0-9]{1,4}\.[0-9]{2}"),
    field_at(
        "signed", 110, 990, 500, 74, type="date", marking="underline", charset="digits",
        pattern="[0-3][0-9]/[01][0-9]/(19|20)[0-9]{2}",
    ),
    field_at("plate", 690, 990, 420, 74, marking="underline", charset="alnum", pattern="[A-Z]{1,3}-[0-9]{1,4}"),
    *(
        field_at(f"box {number}", 110 + 350 * (number % 3), 1160 + 110 * (number // 3), 40, 40, type="checkbox")
        for number in range(6)
    ),
)  # fmt: skip
MARKS = tuple(Mark(x, y) for y in (70, 1684) for x in (70, 1170))
TEMPLATE = Template(FIELDS, WIDTH, HEIGHT, "Membership", "px", MARKS)

#: What is printed in which colour, and how it is photographed.
HAND = PageStyle(wobble=0.02, pen_width_jitter=0.06, ink=(30, 36, 70))
STYLES: Mapping[str, FormStyle] = {
    "scan": FormStyle(replace(HAND, tilt_deg=0.7, noise=3, blur_px=0.5, rule=(150, 150, 155))),
    "turned": FormStyle(replace(HAND, tilt_deg=5, noise=4, blur_px=0.6, rule=(60, 60, 60)), teeth=0.5),
    "turned back, small": FormStyle(
        replace(HAND, tilt_deg=-4, noise=3, blur_px=1.0, rule=(200, 120, 110), jpeg_quality=70)
    ),
    "photo": FormStyle(
        replace(
            HAND, tilt_deg=-3, perspective=0.04, desk=0.06, shadow=0.5, vignette=0.4, noise=5, blur_px=0.7,
            rule=(90, 110, 150),
        ),
    ),
    "dark, noisy": FormStyle(replace(HAND, tilt_deg=2, shadow=0.8, noise=9, blur_px=0.8, rule=(120, 120, 120))),
}  # fmt: skip


#: What somebody might write into the fields of a form, by name.
SomeValues = Callable[[np.random.Generator], dict[str, str]]


@dataclass(frozen=True, slots=True)
class FormKind:
    """A form, and what is written into it."""

    template: Template
    values: SomeValues


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A drawn form, and how it was disturbed."""

    style: str
    form: DrawnForm

    @property
    def picture(self) -> Picture:
        """As the reader takes it."""
        grey = self.form.picture.grey
        return Picture(grey, grey.shape[1], grey.shape[0])


def some_values(rng: np.random.Generator) -> dict[str, str]:
    """What somebody might write."""
    values = {
        "surname": str(rng.choice(SURNAMES)),
        "first names": " ".join(rng.choice(FIRST_NAMES, int(rng.integers(1, 3)))),
        "born": day(rng, ""),
        "postcode": digits(rng, 5),
        "town": str(rng.choice(TOWNS)),
        "land": str(rng.choice(LANDS)),
        "phone": f"0{digits(rng, int(rng.integers(8, 11)))}",
        "member number": capitals(rng, 2) + digits(rng, 6),
        "amount": f"{rng.integers(1, 2000)}.{rng.integers(0, 100):02}",
        "signed": day(rng, "/"),
        "plate": f"{capitals(rng, int(rng.integers(1, 4)))}-{rng.integers(1, 9999)}",
    }
    if len(values["first names"]) > 14:
        values["first names"] = values["first names"].split()[0]
    kept = {name: value if rng.random() >= EMPTY else "" for name, value in values.items()}
    ticks = {f"box {number}": TICKED if rng.random() < TICKS else "" for number in range(6)}
    return {**kept, **ticks}


MEMBERSHIP = FormKind(TEMPLATE, some_values)


def filled_forms(
    seed: int, each: int, glyphs: GlyphSource | None, fonts: tuple[str, ...] = (), kind: FormKind = MEMBERSHIP
) -> Iterator[FilledForm]:
    """Forms of every style, every other one without its marks.

    Args:
        seed: Decides values and pixels.
        each: Forms of each style.
        glyphs: What they are filled with; what it lacks comes from the fonts.
        fonts: Names of `drawing.FONTS`; those that nobody trains on if empty.
        kind: Which form.
    """
    fonts = fonts or tuple(sorted(HELD_OUT))
    for place, (name, style) in enumerate(STYLES.items()):
        for number in range(each):
            rng = np.random.default_rng([seed, place, number])
            page = replace(style.page, font=fonts[(place + number) % len(fonts)])
            template = kind.template if number % 2 == 0 else replace(kind.template, marks=())
            small = 0.6 if "small" in name else 1.0
            own = replace(style, page=page)
            drawn = draw_form(template, kind.values(rng), own, seed + 100 * place + number, glyphs)
            yield FilledForm(name, drawn.shrunk(small))


def plain(text: str) -> str:
    """A text without spaces, line breaks and cases."""
    return "".join(text.split()).upper()
