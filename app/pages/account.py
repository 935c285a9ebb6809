"""One's own account: the password, the second factor, and where one is logged in."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.access import accounts, second_factors, sessions
from app.access.second_factors import WrongSecondFactor
from app.access.sessions import WrongCredentials
from app.core.errors import DomainError, TooMany
from app.pages import forms
from app.pages.people import Posted, caller
from app.pages.site import page
from app.routers.deps import At, Desk, KnownAt
from app.routers.problems import language_of, status_of
from app.routers.qr import qr_svg

router = APIRouter()


class _Told(Exception):  # noqa: N818 -- what stands in the way is told, nothing went wrong
    """A form that is to be shown again with what is wrong beside its fields."""

    def __init__(self, form: forms.Form, status: int) -> None:
        super().__init__()
        self.form, self.status = form, status


@router.get("/account")
def look(at: At, request: Request) -> Response:
    """Show the caller's account."""
    return _shown(at, request)


@router.post("/account/password")
def change_password(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Set the caller's own password; every other log-in of the account ends."""
    actor = caller(at)
    current, password = posted.value("current"), posted.value("password")
    try:
        with _beside(request, {WrongCredentials: "current", TooMany: "current"}):
            sessions.change_password(at.db, actor, current, password, at.visitor, at.now)
    except _Told as told:
        return _shown(at, request, told)
    return RedirectResponse("/account?kept=password", 303)


@router.post("/account/second-factor")
def begin(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Show a new secret once, to be scanned, and ask for a code of it."""
    try:
        with (
            _beside(request, {WrongCredentials: "begin", TooMany: "begin"}),
            sessions.proven(at.writing, posted.value("begin"), at.visitor) as (unit, account_id),
        ):
            begun = second_factors.begin(unit, account_id)
    except _Told as told:
        return _shown(at, request, told)
    picture = f"data:image/svg+xml;base64,{b64encode(qr_svg(begun.otpauth_uri).encode()).decode()}"
    return _enrolling(at, request, secret=begun.secret, uri=begun.otpauth_uri, picture=picture)


@router.post("/account/second-factor/confirmation")
def confirm(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Put the second factor on and show the recovery codes once; every other log-in ends."""
    try:
        with _beside(request, {WrongSecondFactor: "code"}), at.writing() as unit:
            account_id, session_id = sessions.require_session(unit.actor)
            codes = second_factors.confirm(unit, account_id, posted.value("code"))
            accounts.end_sessions(unit, account_id, but=session_id)
    except _Told as told:
        return _enrolling(at, request, told)
    return _enrolling(at, request, codes=codes)


@router.post("/account/second-factor/removal")
def remove(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Take the second factor off, by the password and a code."""
    beside = {WrongCredentials: "removal", TooMany: "removal", WrongSecondFactor: "removal_code"}
    try:
        with (
            _beside(request, beside),
            sessions.proven(at.writing, posted.value("removal"), at.visitor) as (unit, account_id),
        ):
            second_factors.require(unit, account_id, posted.value("removal_code"))
            second_factors.remove(unit, account_id)
    except _Told as told:
        return _shown(at, request, told)
    return RedirectResponse("/account?kept=removal", 303)


@router.post("/account/sessions/{session_id}/end")
def end_session(session_id: UUID, posted: Posted, at: KnownAt) -> Response:
    """End one log-in of the caller's account, wherever it is."""
    del posted
    with at.writing() as unit:
        sessions.end(unit, session_id)
    return RedirectResponse("/account?kept=session", 303)


@router.get("/password")
def ask_password(at: At, request: Request) -> Response:
    """Show the form for who was given a one-time code."""
    return page(request, "password.html", caller(at), form=forms.Form())


@router.post("/password")
def set_password(posted: Posted, at: At, request: Request) -> Response:
    """Set the password of the account that a one-time code was made for."""
    code, password = posted.value("code").strip(), posted.value("password")
    try:
        with _beside(request, {accounts.UnknownCode: "code", TooMany: "code"}, code=code):
            sessions.reset_password(at.db, code, password, at.visitor, at.now)
    except _Told as told:
        return page(request, "password.html", status=told.status, form=told.form)
    return RedirectResponse("/login?kept=password", 303)


@contextmanager
def _beside(request: Request, fields: dict[type[DomainError], str], **typed: str) -> Iterator[None]:
    """Turn a refusal into words beside the field it is about; what was *typed* is kept."""
    try:
        yield
    except DomainError as refusal:
        language = language_of(request)
        faults = forms.by_field(refusal.faults, language)
        field = next((name for kind, name in fields.items() if isinstance(refusal, kind)), None)
        if field is not None:
            faults[field] = refusal.message(language)
        if not faults:
            raise
        kept = {name: [text] for name, text in typed.items()}
        raise _Told(forms.Form(kept, faults), status_of(type(refusal))) from refusal


def _shown(at: Desk, request: Request, told: _Told | None = None) -> Response:
    with at.reading() as unit:
        account_id, _ = sessions.require_session(unit.actor)
        return page(
            request,
            "account.html",
            unit.actor,
            status=told.status if told else 200,
            form=told.form if told else forms.Form(),
            about=sessions.who(unit, at.cookie, at.config),
            factor=second_factors.state(unit, account_id),
            log_ins=sessions.own(unit, at.config),
            kept=request.query_params.get("kept"),
        )


def _enrolling(at: Desk, request: Request, told: _Told | None = None, **begun: Any) -> Response:  # noqa: ANN401 -- what the page shows
    """Show a step of putting the second factor on; what it shows is kept by no browser."""
    shown = {"secret": None, "uri": None, "picture": None, "codes": None, **begun}
    form = told.form if told else forms.Form()
    status = told.status if told else 200
    answer = page(request, "second_factor.html", caller(at), status=status, form=form, **shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer
