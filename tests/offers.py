"""Enterprises that offer things: what tests of matching put into the registry."""

from worlds import World

from app.core.collection import Document

LUNCH, BANNER = {"name": "단체 도시락"}, {"name": "현수막 제작"}
SEOUL = ["서울특별시"]


def sells(world: World, name: str, *products: dict[str, object], **fields: object) -> Document:
    """Store an enterprise that sells *products* all over Seoul."""
    return world.enterprise(
        name, **{"products": list(products), "service_regions": SEOUL, **fields}
    )
