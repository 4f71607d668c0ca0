"""Profiles of writers: corrected glyphs in a database, where the deployment switches that on."""
