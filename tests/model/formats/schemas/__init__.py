"""The published schemas, loaded without a network."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

FOLDER = Path(__file__).parent


class _Local(etree.Resolver):
    """Answers the address of the XLink schema with the file beside this one."""

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
        if system_url and system_url.endswith("xlink.xsd"):
            return self.resolve_filename(str(FOLDER / "xlink.xsd"), context)
        return None


@cache
def schema(name: str) -> etree.XMLSchema:
    """A schema by the name of its file."""
    parser = etree.XMLParser()
    parser.resolvers.add(_Local())
    return etree.XMLSchema(etree.parse(FOLDER / name, parser))
