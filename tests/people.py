"""People with accounts, and the browsers they sit at."""

from dataclasses import dataclass
from uuid import UUID

import pyotp
from starlette.testclient import TestClient
from worlds import NOW

from app.access import second_factors
from app.access.accounts import ACCOUNTS, give_password
from app.core import records
from app.core.actors import SYSTEM
from app.core.collection import Document

PASSWORD = "밤에 걷는 고양이 일곱"


@dataclass
class People:
    """Accounts of a small office, each with the same password."""

    world: object
    app: object

    def add(self, login: str, role: str = "staff", password: str | None = PASSWORD, **more):
        """Store an account; without a password it cannot log in."""
        draft = ACCOUNTS.draft.model_validate({"login": login, "name": login, "role": role, **more})
        with self.world.db.writing(NOW, SYSTEM) as unit:
            made: Document = records.create(unit, ACCOUNTS, draft)
            if password:
                give_password(unit, made, password)
        return made

    def second_factor(self, account_id: UUID) -> str:
        """Put a second factor on an account; return its secret."""
        with self.world.db.writing(NOW, SYSTEM) as unit:
            secret = second_factors.begin(unit, account_id).secret
            second_factors.confirm(unit, account_id, pyotp.TOTP(secret).at(NOW))
        return secret

    def browser(self, login: str | None = None, password: str = PASSWORD, **headers) -> TestClient:
        """Return a browser on a page of ours; with a login it has logged in."""
        client = TestClient(
            self.app,
            headers={"Sec-Fetch-Site": "same-origin", **headers},
            raise_server_exceptions=False,
        )
        if login:
            answer = log_in(client, login, password)
            assert answer.status_code == 201, answer.text
        return client


def log_in(client, login, password=PASSWORD):
    return client.post("/api/v1/session", json={"login": login, "password": password})
