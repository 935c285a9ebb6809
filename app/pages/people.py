"""Who is before the page: logging in and out, and what the header says of it."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.access import sessions
from app.access.second_factors import SecondFactorNeeded, WrongSecondFactor
from app.access.sessions import Shown
from app.core.actors import Actor, Role
from app.core.errors import InvalidInput, TooMany, Unauthenticated
from app.pages import forms
from app.pages.site import page
from app.routers.cookies import forget, keep, require_own_site
from app.routers.deps import At, Desk
from app.routers.problems import language_of, status_of, when_again

router = APIRouter()
_MOST_FIELDS = 200
_HOME = "/"
_OWN_HOME = {
    Role.enterprise: "/my-enterprise",
    Role.staff: "/today",
    Role.manager: "/today",
}  # where a log-in leads that came from nowhere else
_OF_THE_CODE = (SecondFactorNeeded, WrongSecondFactor)


async def _posted(request: Request) -> forms.Form:
    """Return the fields of a form that a page of ours sent."""
    require_own_site(request)
    try:
        text = (await request.body()).decode()
        return forms.Form(parse_qs(text, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise InvalidInput from error


Posted = Annotated[forms.Form, Depends(_posted)]


def caller(at: Desk) -> Actor:
    """Return who is before the page."""
    with at.reading() as unit:
        return unit.actor


@router.get("/login")
def ask(at: At, request: Request) -> Response:
    """Show the log-in."""
    return page(request, "login.html", caller(at), form=forms.Form(forms.typed(request)))


@router.post("/login")
def log_in(posted: Posted, at: At, request: Request) -> Response:
    """Open a session and lead on; what is wrong is told beside its field."""
    shown = Shown(posted.value("login"), posted.value("password"), posted.value("code"))
    language, kept = language_of(request), {name: posted.values(name) for name in ("login", "next")}
    if empty := forms.missing(posted, ("login", "password"), language):
        return page(request, "login.html", status=422, form=forms.Form(kept, empty))
    try:
        opened = sessions.log_in(at.db, at.config, shown, at.visitor, at.now)
    except (Unauthenticated, TooMany) as refusal:
        words = refusal.message(language)
        field = "code" if isinstance(refusal, _OF_THE_CODE) else "password"
        form = forms.Form(kept, {field: words})
        told = page(request, "login.html", status=status_of(type(refusal)), form=form)
        told.headers.update(when_again(refusal))
        return told
    if at.cookie:
        with at.db.writing(at.now, opened.actor) as unit:
            sessions.log_out(unit, at.cookie)
    wanted = _within(posted.value("next"))
    home = _OWN_HOME.get(opened.actor.role, _HOME)
    answer = RedirectResponse(home if wanted == _HOME else wanted, 303)
    keep(request, answer, opened, at.now)
    return answer


@router.post("/logout")
def log_out(posted: Posted, at: At, request: Request) -> Response:
    """End the session of this browser."""
    del posted
    with at.writing() as unit:
        if at.cookie:
            sessions.log_out(unit, at.cookie)
    answer = RedirectResponse(_HOME, 303)
    forget(request, answer)
    return answer


def _within(address: str) -> str:
    """Return an address of ours to lead on to; anything else leads home."""
    is_ours = address.startswith("/") and address[1:2] not in ("/", "\\")
    return address if is_ours and address.isprintable() else _HOME
