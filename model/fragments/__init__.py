"""Letters and their parts: rows, titles, small print, and where ink may be cut."""
