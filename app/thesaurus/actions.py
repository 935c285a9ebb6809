"""What may be done with concepts: they are edited as drafts, which rank nothing until published."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, or_

from app.categories.actions import require_known
from app.core.actors import Actor, Role
from app.core.collection import Collection, Document
from app.core.db import Writing
from app.core.errors import FieldFault, InvalidInput, fault
from app.core.naming import contains
from app.core.settings import settings
from app.matching import text
from app.matching.concepts import read_categories
from app.thesaurus.schemas import ConceptDraft, ConceptQuery, ConceptRead
from app.thesaurus.tables import Concept

TERMS = ("notice_terms", "seller_terms", "variants")
_SEARCHED = (*TERMS, "blocking")
_WEIGHTS = (0.2, 0.8)


def _by_staff(actor: Actor, _concept: Document) -> None:
    actor.require(Role.staff)


def _filed_under_a_leaf(unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse a category that neither the tree nor the shipped tree has."""
    if after["category_code"] not in shipped_leaves(settings().data_dir):
        require_known(unit, [("/category_code", after["category_code"])])


@cache
def shipped_leaves(data_dir: Path) -> frozenset[str]:
    """Return the codes of the shipped tree's leaves."""
    return frozenset(one.code for one in read_categories(data_dir / "categories.csv"))


def _sound_by_itself(_unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse a concept that is wrong whatever the others say."""
    faults = faults_by_itself(after)
    if faults:
        raise InvalidInput(faults=faults)


def faults_by_itself(concept: Document) -> list[FieldFault]:
    """Return what can be seen to be wrong with a concept without looking at any other."""
    return [*_bare_terms(concept), *_own_terms_blocked(concept), *_wrong_neighbours(concept)]


def _bare_terms(after: Document) -> Iterator[FieldFault]:
    """A term of one syllable may be part of any word."""
    for name in (*TERMS, "blocking"):
        for place, term in enumerate(after[name]):
            if len(text.squash(term)) < 2:  # noqa: PLR2004 -- one syllable is no term
                ko = "띄어쓰기와 기호를 빼고 두 글자 이상이어야 합니다."
                en = "Must have two letters beside spaces and signs."
                yield fault(f"{name}/{place}", "too_short", ko, en)


def _own_terms_blocked(after: Document) -> Iterator[FieldFault]:
    own = {text.squash(term) for name in TERMS for term in after[name]}
    for place, phrase in enumerate(after["blocking"]):
        if text.squash(phrase) in own:
            ko = "이 개념의 낱말과 똑같아, 막으면 그 낱말을 찾을 수 없습니다."
            en = "This is a term of the concept itself; blocking it would hide the term."
            yield fault(f"blocking/{place}", "blocks_itself", ko, en)


def _wrong_neighbours(after: Document) -> Iterator[FieldFault]:
    named = {"narrower": after["narrower"], "related": after["related"]}
    for name, entries in named.items():
        seen: set[str] = set()
        for place, entry in enumerate(entries):
            code, _, weight = entry.partition(":")
            if code == after["code"]:
                ko, en = "자기 자신입니다.", "This is the concept itself."
                yield fault(f"{name}/{place}", "itself", ko, en)
            if code in seen:
                ko, en = "같은 코드가 두 번 있습니다.", "This code stands twice."
                yield fault(f"{name}/{place}", "repeated", ko, en)
            if weight and not _WEIGHTS[0] <= float(weight) <= _WEIGHTS[1]:
                ko, en = "가중치는 0.2부터 0.8까지입니다.", "The weight lies between 0.2 and 0.8."
                yield fault(f"{name}/{place}", "out_of_range", ko, en)
            seen.add(code)


def _matches(table: Table, wanted: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- a filter's value
    pattern = contains(wanted)
    places = [table.c.name, *(cast(table.c[name], String) for name in _SEARCHED)]
    return or_(*(place.like(pattern, escape="\\") for place in places))


def _filed_under(table: Table, code: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- a filter's value
    return table.c.category_code.startswith(code, autoescape=True)


CONCEPTS = Collection(
    name="concepts",
    label="개념",
    model=Concept,
    draft=ConceptDraft,
    read=ConceptRead,
    query=ConceptQuery,
    guard=_by_staff,
    rules=(_filed_under_a_leaf, _sound_by_itself),
    filters={"q": _matches, "category": _filed_under},
    sorts=("code", "name", "category_code"),
    sort="code",
    readers=frozenset({Role.staff}),
    alias="code",
)
