"""Compares networks on the same glyphs and pages, and explains where they fail."""
