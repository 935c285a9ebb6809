"""`ieum token`: a bearer token for a program, made on the server's own machine."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

import typer

from app.cli.console import answer, database


class TokenRole(StrEnum):
    """The roles a token may have."""

    admin = "admin"
    staff = "staff"
    agency = "agency"
    enterprise = "enterprise"
    device = "device"


def token(  # noqa: PLR0913 -- each is an option of the command
    role: Annotated[TokenRole, typer.Option(help="역할 · role")],
    office: Annotated[
        str | None, typer.Option(help="사무소 코드(staff의 범위) · office code")
    ] = None,
    enterprise: Annotated[UUID | None, typer.Option(help="기업 id · enterprise")] = None,
    agency: Annotated[UUID | None, typer.Option(help="기관 id · agency")] = None,
    fair: Annotated[UUID | None, typer.Option(help="박람회 id(device) · fair")] = None,
    *,
    days: Annotated[
        int, typer.Option(min=1, max=3650, help="며칠 쓸 수 있는지 · valid days")
    ] = 365,
    label: Annotated[
        str | None, typer.Option(help="누구의 것인지(이력에 남음) · whose it is, for the history")
    ] = None,
) -> None:
    """프로그램이 쓸 토큰을 만듭니다. 한 번만 보입니다. · Make a token; it is shown only once."""
    from app.access.actions import issue_token
    from app.access.grants import Scope
    from app.core.actors import SYSTEM, Role

    scope = Scope(office, agency_id=agency, enterprise_id=enterprise, fair_id=fair)
    with database() as opened, opened.writing(actor=SYSTEM) as unit:
        named = label or f"token {role.value}"
        bearer = issue_token(unit, Role(role.value), scope, label=named, days=days)
    answer(bearer)
