"""What each collection declares fits its table, its shapes and itself."""

from types import SimpleNamespace

import pytest
from sqlalchemy import Date

from app.core.actors import ANYONE, SYSTEM, Actor, Role
from app.core.collection import STAMPS
from app.core.errors import Unauthenticated
from app.core.lookups import conditions, readers_of_history, visible
from app.core.paging import PageQuery
from app.resources import COLLECTIONS

PAGING = set(PageQuery.model_fields)
BEFORE_THEIR_DAY = {"tenders"}  # a need is known before its notice is published
OPEN_TO = {("tenders", Role.enterprise)}  # who looks for work reads of all of it
every = pytest.mark.parametrize("one", COLLECTIONS.values(), ids=COLLECTIONS.keys())


def fields_of_parts(one):
    return {parts.field for parts in one.parts}


@every
def test_a_document_begins_with_its_stamps_and_hides_what_is_hidden(one):
    assert one.columns[: len(STAMPS)] == STAMPS
    assert len(set(one.columns)) == len(one.columns)
    assert {"seq", *one.hidden}.isdisjoint(one.columns)
    assert set(one.hidden) <= set(one.table.c.keys())


@every
def test_what_is_shown_is_what_is_kept(one):
    shown = set(one.read.model_fields)

    assert shown == {*one.columns, *fields_of_parts(one)}


@every
def test_what_is_sent_is_kept_under_the_same_name(one):
    assert set(one.draft.model_fields) <= {*one.columns, *fields_of_parts(one)}


@every
def test_a_change_may_set_whatever_a_new_one_may_but_the_id(one):
    assert set(one.patch.model_fields) == set(one.draft.model_fields) - {"id"}
    assert not any(info.is_required() for info in one.patch.model_fields.values())


@every
def test_each_filter_is_a_column_a_span_of_days_or_a_condition_of_its_own(one):
    special = set(one.filters or ())
    asked = set(one.query.model_fields) - PAGING

    assert special <= asked, "a condition nobody can ask for"
    for name in asked - special:
        assert name in one.table.c or (one.date and name in ("date_from", "date_until")), name


@every
def test_a_filter_that_is_left_out_or_empty_is_no_condition(one):
    nothing = one.query.model_validate({})
    empty = one.query.model_construct(**dict.fromkeys(set(one.query.model_fields) - PAGING))

    with_unit = SimpleNamespace(actor=SYSTEM)
    assert conditions(with_unit, one, nothing) == []
    assert conditions(with_unit, one, empty) == []


@every
def test_it_is_sorted_by_columns_that_are_shown(one):
    name = one.sort.removeprefix("-")

    assert name in ("seq", "created_at", *one.sorts)
    assert set(one.sorts) <= set(one.columns)


@every
def test_the_day_it_happened_is_a_day_and_must_be_given_where_there_is_one(one):
    if one.date is None:
        assert not {"date_from", "date_until"} & set(one.query.model_fields)
        return
    column = one.table.c[one.date]
    assert isinstance(column.type, Date)
    assert one.draft.model_fields[one.date].is_required() is not column.nullable
    assert column.nullable is (one.name in BEFORE_THEIR_DAY)


@every
def test_a_code_that_stands_for_the_id_belongs_to_one_record_and_must_be_given(one):
    if one.alias:
        assert one.table.c[one.alias].unique
        assert one.draft.model_fields[one.alias].is_required()


@every
def test_each_part_hangs_on_its_record_and_shows_neither_key_nor_parent(one):
    for parts in one.parts:
        (key,) = parts.table.c[parts.parent].foreign_keys
        assert key.column is one.table.c.id
        assert {"seq", parts.parent}.isdisjoint(parts.columns)
        assert parts.field not in one.table.c


@every
def test_every_reference_is_asked_about_in_one_statement(one):
    pointing = {column.name for column in one.table.c if column.foreign_keys}

    assert {name for name, _ in one.references} == pointing
    if pointing:
        assert set(one.reference_check.selected_columns.keys()) == pointing


@every
def test_what_anyone_may_read_shows_everyone_everything(one):
    if one.readers is not None:
        return
    assert one.own_scope == {}
    assert visible(ANYONE, one) == visible(Actor(Role.agency), one) == []
    assert Role.public not in readers_of_history(one)


@every
def test_what_is_not_open_is_closed_to_who_shows_nothing(one):
    if one.readers is None:
        return
    with pytest.raises(Unauthenticated):
        visible(ANYONE, one)
    assert Role.public not in one.readers
    assert Role.staff in one.readers


@every
def test_members_and_devices_that_may_read_see_only_what_is_theirs(one):
    for role in {Role.agency, Role.enterprise, Role.device} & (one.readers or frozenset()):
        if (one.name, role) in OPEN_TO:
            continue
        bound = Actor(role)
        assert one.own_scope.get(role) or one.within, f"{role} would see all"
        assert visible(bound, one) != []


def test_no_two_collections_share_a_name_a_table_or_a_label():
    found = COLLECTIONS.values()

    for told in ({one.table.name for one in found}, {one.label for one in found}):
        assert len(told) == len(COLLECTIONS)
    assert all(name == one.name for name, one in COLLECTIONS.items())
