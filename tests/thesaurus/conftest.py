"""A thesaurus in the database, and ways to draft and publish."""

import pytest
from worlds import NOW

from app.core.actors import SYSTEM
from app.core.settings import settings
from app.thesaurus.actions import CONCEPTS
from app.thesaurus.published import PUBLISHED, VERSIONS
from app.thesaurus.publishing import lay_in

BASE = "/api/v1/thesaurus"
REUSE = {
    "code": "T901",
    "category_code": "C0704",
    "name": "현수막 새활용 가방",
    "notice_terms": ["폐현수막 새활용 물품"],
    "seller_terms": ["현수막 업사이클 가방"],
}


class Words:
    """What an administrator and a member of staff do with the thesaurus."""

    def __init__(self, admin, staff):
        self.admin, self.staff = admin, staff

    def draft(self, **fields):
        answer = self.staff.post("/api/v1/concepts", json={**REUSE, **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def correct(self, code, **fields):
        answer = self.staff.patch(f"/api/v1/concepts/{code}", json=fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def remove(self, code):
        assert self.staff.delete(f"/api/v1/concepts/{code}").status_code == 204

    def publish(self, reason="새 업종", **fields):
        answer = self.admin.post(f"{BASE}/publish", json={"reason": reason, **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def revert(self, version, reason="잘못 고침"):
        return self.admin.post(f"{BASE}/revert", json={"version": version, "reason": reason})

    def drafts(self):
        return self.staff.get(f"{BASE}/drafts").json()

    def now(self, client=None):
        return (client or self.staff).get(BASE).json()


@pytest.fixture
def words(admin, staff):
    return Words(admin, staff)


@pytest.fixture(scope="session")
def shipped_rows():
    """The rows that laying the shipped edition in leaves; kept, because making them takes a second."""
    return {}


@pytest.fixture
def laid_in(words, db, shipped_rows):
    """The same with the shipped edition in the database, as `ieum migrate` leaves it."""
    with db.writing(NOW, SYSTEM) as unit:
        if not shipped_rows:
            lay_in(unit, settings().data_dir)
            for table in (CONCEPTS.table, VERSIONS, PUBLISHED):
                rows = [dict(row._mapping) for row in unit.all(table.select())]
                shipped_rows[table] = [{k: v for k, v in r.items() if k != "seq"} for r in rows]
        else:
            for table, rows in shipped_rows.items():
                unit.execute(table.insert(), rows)
    return words
