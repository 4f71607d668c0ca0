"""Trains linenet: lines written from glyphs and fonts, entries of forms, CTC."""
