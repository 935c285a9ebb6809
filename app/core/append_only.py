"""Tables that are only added to: the database itself refuses every change of a row.

Whoever may alter the schema can take the guard away; what they do then, the chain of hashes shows.
"""

from sqlalchemy import DDL, Connection, Table, event, text

_SAYS = "history is only added to"
_STANDING = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(:name) "
    "AND NOT tgisinternal AND tgenabled <> 'D'",
}
_GUARDS = 2  # on either database


def protect(table: Table, erasable: str) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE of *table*; only the column *erasable* may become null."""
    guards = {"sqlite": sqlite_guards, "postgresql": postgresql_guards}
    for dialect, made in guards.items():
        for statement in made(table, erasable):
            guard = DDL(statement)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", guard.execute_if(dialect=dialect))


def is_protected(connection: Connection, table: Table) -> bool:
    """Return whether the guards of *table* stand in the database."""
    statement = text(_STANDING[connection.dialect.name])
    return connection.execute(statement, {"name": table.name}).scalar() == _GUARDS


def sqlite_guards(table: Table, erasable: str) -> list[str]:
    """Return the statements that guard *table* on SQLite."""
    name = table.name
    other = (column.name for column in table.c if column.name != erasable)
    differs = " OR ".join(f'NEW."{one}" IS NOT OLD."{one}"' for one in other)
    changes = f'NEW."{erasable}" IS NOT NULL OR {differs}'
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
    changed = f"{name}_stays_as_it_is BEFORE UPDATE ON {name} WHEN {changes}"
    return [
        f"CREATE TRIGGER {name}_stays BEFORE DELETE ON {name} {refuse}",
        f"CREATE TRIGGER {changed} {refuse}",
    ]


def postgresql_guards(table: Table, erasable: str) -> list[str]:
    """Return the statements that guard *table* on PostgreSQL."""
    name = table.name
    same = f"to_jsonb(NEW) - '{erasable}' = to_jsonb(OLD) - '{erasable}'"
    function = f"""
CREATE FUNCTION {name}_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.{erasable} IS NULL AND {same} THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'restrict_violation';
END $$"""
    run = f"EXECUTE FUNCTION {name}_stays()"
    return [
        function,
        f"CREATE TRIGGER {name}_stays BEFORE UPDATE OR DELETE ON {name} FOR EACH ROW {run}",
        f"CREATE TRIGGER {name}_stays_whole BEFORE TRUNCATE ON {name} FOR EACH STATEMENT {run}",
    ]
