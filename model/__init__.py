"""The reader: bytes in, Page out. No HTTP, and no torch at run time."""
