"""`ieum account`: accounts made on the server's own machine, the first administrator's above all."""

import getpass
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from app.cli.console import answer, database, say, speech

if TYPE_CHECKING:
    from app.core.db import Writing

account = typer.Typer(no_args_is_help=True, help="사람의 계정 · accounts of people")


class AccountRole(StrEnum):
    """The roles a person may have."""

    admin = "admin"
    manager = "manager"
    staff = "staff"
    agency = "agency"
    enterprise = "enterprise"


Login = Annotated[str, typer.Argument(help="아이디 · login name")]


@account.command("create")
def create(  # noqa: PLR0913 -- each is an option of the command
    login: Login,
    role: Annotated[AccountRole, typer.Option(help="역할 · role")] = AccountRole.staff,
    name: Annotated[str | None, typer.Option(help="보이는 이름 · name to show")] = None,
    office: Annotated[str | None, typer.Option(help="사무소 코드 · office code")] = None,
    enterprise: Annotated[UUID | None, typer.Option(help="기업 id · enterprise")] = None,
    agency: Annotated[UUID | None, typer.Option(help="기관 id · agency")] = None,
    *,
    admin: Annotated[
        bool, typer.Option("--admin", help="관리자로 · the same as --role admin")
    ] = False,
) -> None:
    """계정을 만듭니다. 비밀번호는 묻거나 표준 입력에서 읽습니다. · Create; the password is asked for."""
    values = {
        "login": login,
        "name": name or login,
        "role": "admin" if admin else role.value,
        "office": office,
        "agency_id": agency,
        "enterprise_id": enterprise,
    }
    password = _asked()
    from app.access.accounts import ACCOUNTS, give_password
    from app.core import records
    from app.core.actors import SYSTEM

    with database() as opened, opened.writing(actor=SYSTEM) as unit:
        made = records.create(unit, ACCOUNTS, _draft(values))
        give_password(unit, made, password)
    answer(str(made["id"]))


@account.command("password")
def password(login: Login) -> None:
    """비밀번호를 새로 정합니다. 그 계정의 로그인은 모두 끝납니다. · Set a password; log-ins end."""
    wanted = _asked()
    from app.access.accounts import give_password
    from app.core.actors import SYSTEM

    with database() as opened, opened.writing(actor=SYSTEM) as unit:
        give_password(unit, _called(unit, login), wanted)
    say("비밀번호를 바꾸었습니다.", "The password is set.")


@account.command("drop-second-factor")
def drop_second_factor(login: Login) -> None:
    """2단계 인증을 끕니다. 휴대전화와 복구 코드를 모두 잃었을 때 씁니다. · Take a lost second factor off."""
    from app.access import accounts
    from app.core.actors import SYSTEM

    with database() as opened, opened.writing(actor=SYSTEM) as unit:
        accounts.drop_second_factor(unit, _called(unit, login)["id"])
    say("2단계 인증을 껐습니다.", "The second factor is off.")


def _asked() -> str:
    """Return a password: asked for twice where a person sits, else the first line that comes in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(speech.pick("비밀번호: ", "Password: "))
    if getpass.getpass(speech.pick("한 번 더: ", "Again: ")) == first:
        return first
    say("두 비밀번호가 다릅니다.", "The two differ.")
    raise typer.Exit(1)


def _draft(values: dict[str, Any]) -> Any:  # noqa: ANN401 -- imported when it runs
    from pydantic import ValidationError

    from app.access.schemas import AccountDraft
    from app.core.errors import InvalidInput
    from app.core.records import faults_of

    try:
        return AccountDraft.model_validate(values)
    except ValidationError as error:
        raise InvalidInput(faults=faults_of(error)) from error


def _called(unit: "Writing", login: str) -> dict[str, Any]:
    """Return the account of a login."""
    from app.access.accounts import ACCOUNTS, TABLE
    from app.core import lookups
    from app.core.errors import Both, NotFound

    found = lookups.listed(unit, ACCOUNTS, TABLE.c.login == login.strip().lower())
    if not found:
        raise NotFound(what=Both(ACCOUNTS.label, ACCOUNTS.name))
    return found[0]
