"""The grey picture of a page, before ink is looked for."""
