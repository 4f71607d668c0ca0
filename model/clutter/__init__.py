"""Ink that is drawn and is no letter: rules, combs, frames, bars, boxes to tick."""
