"""Draws pages of hand-printed letters with known truth, for tests, benchmarks and examples.

``draw_page(["Hello", "WORLD 12"], PageStyle(tilt_deg=3, paper_pattern="ruled"), seed=1).png()``
"""

from drawing.page import DrawnPage, draw_page
from drawing.pens import FONTS, TEACHING_FONTS, GlyphSource
from drawing.posters import below, draw_poster
from drawing.style import PageStyle

__all__ = ["FONTS", "TEACHING_FONTS", "DrawnPage", "GlyphSource", "PageStyle", "below", "draw_page", "draw_poster"]
