"""Destroying who it was that logged in, when their account was closed long enough ago.

The account stays as an empty shell, so that what refers to it still reads. What it did stays in the
history under the name it then had: that is the record of who is answerable.
"""

from sqlalchemy import delete

from app.access.accounts import ACCOUNTS, CODES, PASSWORDS, SESSIONS, TABLE
from app.access.second_factors import FACTORS, RECOVERY_CODES
from app.contacts.retention import kept_since, note_destruction
from app.core import history, lookups, records
from app.core.collection import Document
from app.core.db import Reading, Writing

GONE = "(닫은 계정)"
_OWNED = (SESSIONS, PASSWORDS, CODES, FACTORS, RECOVERY_CODES)


def overdue_accounts(unit: Reading) -> list[Document]:
    """Return the accounts that were closed longer ago than their data are kept.

    An account that is not active was closed when it was last changed, at the latest.
    """
    closed = TABLE.c.active.is_(False) & (TABLE.c.updated_at < kept_since(unit, "accounts"))
    return lookups.listed(unit, ACCOUNTS, closed, TABLE.c.name != GONE)


def sweep_accounts(unit: Writing) -> int:
    """Destroy login, name, log-ins and secrets of such accounts; return of how many."""
    found = overdue_accounts(unit)
    for account in found:
        for table in _OWNED:
            unit.execute(delete(table).where(table.c.account_id == account["id"]))
        shell = {"login": f"closed-{account['id'].hex}", "name": GONE}
        records.apply(unit, ACCOUNTS, account, shell)
        history.erase(unit, ACCOUNTS.name, account["id"])
    note_destruction(unit, "accounts", "period_over", [account["id"] for account in found])
    return len(found)
