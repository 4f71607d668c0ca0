"""One answer from two readers: the letters of a line reader laid over the ink that the glyph reader found."""
