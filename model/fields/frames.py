"""What is printed around fields: the rows, cells and rules that follow from a template."""

from __future__ import annotations

from model.fields.template import Field, Rect, Template

Point = tuple[float, float]
#: From point to point, in pixels of the template's page.
Segment = tuple[Point, Point]

#: Teeth of combs are at least this share of their cells high; higher ones are found on the page.
TEETH = 0.25


def rows_of(field: Field, region: Rect) -> list[Rect]:
    """The lines of a field, top line first, each down to its rule."""
    high = region.height / field.lines
    return [Rect(region.x, region.y + number * high, region.width, high) for number in range(field.lines)]


def cell_edges(field: Field, row: Rect) -> list[float]:
    """Where the cells of a row begin and end, from left to right."""
    cells = max(field.cells, 1)
    return [row.x + row.width * number / cells for number in range(cells + 1)]


def frame_lines(field: Field, region: Rect, teeth: float = TEETH) -> list[Segment]:
    """The printed lines of a field.

    Args:
        field: What is printed.
        region: Where it is.
        teeth: How high the teeth of combs are, as a share of their cells.
    """
    if field.type == "checkbox":
        return _closed(region, [region.x, region.right])
    lines: list[Segment] = []
    for row in rows_of(field, region):
        rule = ((row.x, row.bottom), (row.right, row.bottom))
        if field.marking == "boxes":
            lines += _closed(row, cell_edges(field, row))
        elif field.marking == "comb":
            lines.append(rule)
            lines += [((x, row.bottom - teeth * row.height), (x, row.bottom)) for x in cell_edges(field, row)]
        elif field.marking == "underline":
            lines.append(rule)
    return lines


def printed_lines(template: Template) -> list[Segment]:
    """All lines that are printed on a form, as far as its template tells."""
    across, down = template.scale
    named: list[Segment] = [
        ((line.x1 * across, line.y1 * down), (line.x2 * across, line.y2 * down)) for line in template.lines
    ]
    return named + [line for field in template.fields for line in frame_lines(field, template.region(field))]


def _closed(row: Rect, edges: list[float]) -> list[Segment]:
    level: list[Segment] = [((row.x, y), (row.right, y)) for y in (row.y, row.bottom)]
    return level + [((x, row.y), (x, row.bottom)) for x in edges]
