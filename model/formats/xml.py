"""What the XML formats share: names that XML can hold, and bytes."""

from __future__ import annotations

import re

from lxml import etree

#: What no XML 1.0 document may hold, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """A text, such as a file's name, with what XML cannot hold replaced."""
    return _ILLEGAL.sub("\ufffd", text)


def encoded(root: etree._Element, doctype: str | None = None) -> bytes:
    """A document in UTF-8 with its declaration."""
    document: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True, doctype=doctype)
    return document
