"""Everything an enterprise sees of itself: its tenders, its papers by the day they end, its supply."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.activity.supply_answer import supply_surveys
from app.agencies.tables import Agency
from app.core.actors import Actor, Role
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import Forbidden
from app.core.tables import table_of
from app.enterprises.kinds import ask_days, renewal
from app.matches.live import LiveIndex
from app.matches.outlook import outlook
from app.matches.profile import profile
from app.tenders.actions import TENDERS

SOON = 60  # days before its end from which on a paper is to be seen to
_MOST = 5  # tenders, near misses and changes that are shown


def own_id(actor: Actor) -> UUID:
    """Return the enterprise that the caller belongs to; refuse anybody else."""
    actor.require(Role.enterprise)
    if actor.enterprise_id is None:
        raise Forbidden
    return actor.enterprise_id


def own(unit: Reading, live: LiveIndex) -> Document:
    """Return the caller's own enterprise as a buyer sees it, and what it may want to do next."""
    key = own_id(unit.actor)
    known = profile(unit, key)
    seen = outlook(unit, live, key, _MOST)
    ending = by_their_end(known["papers"], known["licences"], known["on"])
    tenders = [*seen["fits"], *seen["near_misses"]]
    first = seen["fixes"][0]["tender_ids"] if seen["fixes"] else []
    return {
        **known,
        "outlook": seen,
        "opened": _titles(unit, first),
        "buyers": _buyers(unit, (one["tender"]["agency_id"] for one in tenders)),
        "ending": ending,
        "soon": [one for one in ending if one["in_days"] is not None and one["in_days"] <= SOON],
        "surveys": supply_surveys(unit, key),
    }


def by_their_end(
    papers: Sequence[Document], licences: Sequence[Document], on: date
) -> list[Document]:
    """Return certificates and licences by their last day, each with what renewing it needs.

    Those without a day stand last. One that ended is left out where another of its kind holds.
    """
    lasting = {one["kind"] for one in papers if one["outcome"] == "pass"}
    found = [
        _ending("certifications", one, one["label"], on)
        for one in papers
        if one["outcome"] != "fail" or one["kind"] not in lasting
    ]
    found += [_ending("licences", one, one["kind"], on) for one in licences]
    return sorted(found, key=lambda one: one["valid_until"] or date.max)


def _ending(part: str, held: Document, label: str, on: date) -> Document:
    """Return one paper with the days it has left and the day by which to ask for the next one."""
    ends: date | None = held["valid_until"]
    kind = held["kind"] if part == "certifications" else ""
    ahead = ask_days(kind)
    return {
        "part": part,
        "id": held["id"],
        "label": label,
        "outcome": held["outcome"],
        "valid_until": ends,
        "no_expiry": held.get("no_expiry", False),
        "in_days": (ends - on).days if ends else None,
        "ask_by": ends - timedelta(days=ahead) if ends and ahead else None,
        **renewal(kind),
    }


def _titles(unit: Reading, ids: Sequence[str]) -> list[str]:
    """Return what the tenders of these ids are called, in their order."""
    table = TENDERS.table
    rows = unit.all(select(table.c.id, table.c.title).where(table.c.id.in_(map(UUID, ids))))
    found = {str(row.id): row.title for row in rows}
    return [found[one] for one in ids]


def _buyers(unit: Reading, ids: Iterable[Any]) -> dict[str, str]:
    """Return the names of agencies by their ids, as tenders spell them."""
    table = table_of(Agency)
    wanted = {UUID(str(one)) for one in ids}
    rows = unit.all(select(table.c.id, table.c.name).where(table.c.id.in_(wanted)))
    return {str(row.id): row.name for row in rows}
