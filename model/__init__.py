"""The reader: bytes in, Page out. No HTTP, and no torch at run time."""

#: The bundled checkpoint that is used where none is named.
DEFAULT_CHECKPOINT = "letternet-plus-int8"
