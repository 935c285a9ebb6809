"""the history is a chain

Revision: 0005, after 0004
"""

import hashlib

import orjson
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

LINKED = (
    'seq', 'collection', 'record_id', 'version', 'action', 'at',
    'actor', 'caller', 'address', 'request_id', 'reason', 'digest',
)
ADDED = {'caller': 64, 'address': 64, 'request_id': 64, 'digest': 64, 'hash': 64}
COLUMNS = ('seq', 'collection', 'record_id', 'version', 'action', 'at', 'actor', 'caller',
           'address', 'request_id', 'reason', 'digest', 'hash')
REVISION = sa.table(
    'revision',
    *(sa.column(name) for name in (*COLUMNS, 'document') if name not in ('at', 'record_id')),
    sa.column('at', sqlmodel.sql.sqltypes.UTCDateTime()),
    sa.column('record_id', sa.Uuid()),
)
SAYS = 'history is only added to'
DIFFERS = ' OR '.join(f'NEW."{name}" IS NOT OLD."{name}"' for name in COLUMNS)
REFUSE = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
ON_SQLITE = (
    f'CREATE TRIGGER revision_stays BEFORE DELETE ON revision {REFUSE}',
    'CREATE TRIGGER revision_stays_as_it_is BEFORE UPDATE ON revision '
    f'WHEN NEW."document" IS NOT NULL OR {DIFFERS} {REFUSE}',
)
ON_POSTGRESQL = (
    f"""CREATE FUNCTION revision_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.document IS NULL AND to_jsonb(NEW) - 'document' = to_jsonb(OLD) - 'document'
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation';
END $$""",
    'CREATE TRIGGER revision_stays BEFORE UPDATE OR DELETE ON revision '
    'FOR EACH ROW EXECUTE FUNCTION revision_stays()',
    'CREATE TRIGGER revision_stays_whole BEFORE TRUNCATE ON revision '
    'FOR EACH STATEMENT EXECUTE FUNCTION revision_stays()',
)


def upgrade() -> None:
    with op.batch_alter_table('revision') as batch_op:
        for name, length in ADDED.items():
            kind = sqlmodel.sql.sqltypes.AutoString(length=length)
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    chain()
    with op.batch_alter_table('revision') as batch_op:
        for name in ('digest', 'hash'):
            kind = sqlmodel.sql.sqltypes.AutoString(length=64)
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.alter_column(
            'document', existing_type=sqlmodel.sql.sqltypes.AutoString(), nullable=True
        )
    sqlite = op.get_bind().dialect.name == 'sqlite'
    for statement in ON_SQLITE if sqlite else ON_POSTGRESQL:
        op.execute(sa.text(statement))


def chain() -> None:
    """Chain the entries that there are, in the order of their numbers."""
    link, seen, bind = '0' * 64, 0, op.get_bind()
    set_ = sa.update(REVISION).where(REVISION.c.seq == sa.bindparam('number')).values(
        digest=sa.bindparam('content'), hash=sa.bindparam('link')
    )
    following = sa.select(REVISION).order_by(REVISION.c.seq).limit(1000)
    while rows := bind.execute(following.where(REVISION.c.seq > seen)).mappings().all():
        values = []
        for row in rows:
            digest = hashlib.sha256(row['document'].encode()).hexdigest()
            entry = {**row, 'digest': digest}
            link = hashlib.sha256(orjson.dumps([link, *(entry[n] for n in LINKED)])).hexdigest()
            values.append({'number': row['seq'], 'content': digest, 'link': link})
        bind.execute(set_, values)
        seen = rows[-1]['seq']


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute(sa.text('DROP TRIGGER revision_stays'))
        op.execute(sa.text('DROP TRIGGER revision_stays_as_it_is'))
    else:
        op.execute(sa.text('DROP TRIGGER revision_stays ON revision'))
        op.execute(sa.text('DROP TRIGGER revision_stays_whole ON revision'))
        op.execute(sa.text('DROP FUNCTION revision_stays()'))
    op.execute(sa.text("UPDATE revision SET document = '{}' WHERE document IS NULL"))
    with op.batch_alter_table('revision') as batch_op:
        batch_op.alter_column(
            'document', existing_type=sqlmodel.sql.sqltypes.AutoString(), nullable=False
        )
        for name in ADDED:
            batch_op.drop_column(name)
