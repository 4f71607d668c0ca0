"""How a page lies, and how its lines, columns and words stand on it."""
