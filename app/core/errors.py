"""How the domain refuses: four families, none of which knows HTTP.

A refusal carries its words in Korean and English (templates over its own details), so that the rule
and what people read about it stand together. ``routers/problems.py`` turns a family into a status.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

Language = str  # "ko" or "en"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One field that is wrong: a JSON pointer, a machine code, and words in both languages."""

    pointer: str
    code: str
    ko: str
    en: str


class Both(NamedTuple):
    """A word that fills a template, in either language."""

    ko: str
    en: str


class DomainError(Exception):
    """An anticipated refusal; anything else that is raised is a bug."""

    title_ko: ClassVar[str] = "요청을 처리할 수 없습니다"
    title_en: ClassVar[str] = "The request was refused"
    ko: ClassVar[str] = "요청을 처리할 수 없습니다."
    en: ClassVar[str] = "The request was refused."
    retry_after: int | None = None  # seconds after which trying again makes sense

    def __init__(self, *, faults: Sequence[FieldFault] = (), **details: Any) -> None:  # noqa: ANN401 -- whatever the template names
        """Keep the *details* that fill the templates and the *faults* of single fields."""
        self.details = details
        self.faults = tuple(faults)
        super().__init__(self.message("en"))

    @classmethod
    def code(cls) -> str:
        """Return the machine code of this refusal: its class name in snake case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def message(self, language: Language) -> str:
        """Return what a person reads, in *language*."""
        template = self.en if language == "en" else self.ko
        if not self.details:
            return template
        place = 1 if language == "en" else 0
        words = {n: v[place] if isinstance(v, Both) else v for n, v in self.details.items()}
        return template.format(**words)

    def extra(self) -> dict[str, Any]:
        """Return further members of the problem document, e.g. the candidates of a duplicate."""
        return {}


class NotFound(DomainError):  # noqa: N818 -- errors are named as refusals
    """There is no such thing, or it is not the caller's to see."""

    title_ko, title_en = "찾을 수 없습니다", "Not found"
    ko = "요청한 {what} 자료를 찾을 수 없습니다."
    en = "There is no such record: {what}."


class Unauthenticated(DomainError):  # noqa: N818 -- errors are named as refusals
    """Nobody is known to be asking."""

    title_ko, title_en = "인증이 필요합니다", "Authentication required"
    ko = "로그인하거나 유효한 토큰을 보내 주세요(Authorization: Bearer …)."
    en = "Log in, or send a valid token in the Authorization: Bearer … header."


class Forbidden(DomainError):  # noqa: N818 -- errors are named as refusals
    """The caller is known and may not do this."""

    title_ko, title_en = "권한이 없습니다", "Not permitted"
    ko = "이 작업을 할 권한이 없습니다."
    en = "You are not permitted to do this."


class Conflict(DomainError):  # noqa: N818 -- errors are named as refusals
    """The request is sound, but clashes with what is stored."""

    title_ko, title_en = "현재 상태와 충돌합니다", "Conflict with the present state"


class Refused(DomainError):  # noqa: N818 -- errors are named as refusals
    """The request itself is wrong."""

    title_ko, title_en = "입력 내용을 확인해 주세요", "The input is not valid"
    ko = "입력 내용에 잘못된 항목이 있습니다."
    en = "The input has faults."


class Stale(DomainError):  # noqa: N818 -- errors are named as refusals
    """The caller changed a version that is no longer the newest."""

    title_ko, title_en = "다른 사람이 먼저 수정했습니다", "Changed by someone else meanwhile"
    ko = "그 사이 자료가 바뀌었습니다(현재 버전 {current}). 달라진 항목을 확인하고 다시 수정해 주세요."
    en = "The record has changed meanwhile (its version is now {current}). See what differs."

    def extra(self) -> dict[str, Any]:
        """Return the version that is the newest, and the fields in which the two differ."""
        return {name: self.details.get(name) for name in ("current", "differences")}


class InvalidInput(Refused):
    """One or more fields are wrong; each is named."""


class UnknownReference(Refused):
    """A field points at something that does not exist."""

    ko = "{field} 항목이 가리키는 자료가 없습니다."
    en = "{field} points at something that does not exist."


class AlreadyExists(Conflict):
    """A record of this id or code exists already."""

    ko = "같은 식별자({value})의 자료가 이미 있습니다."
    en = "A record with the identifier {value} exists already."


class InUse(Conflict):
    """Other records point at this one, so it cannot be removed."""

    ko = "다른 자료({where})가 사용하고 있어 삭제할 수 없습니다."
    en = "It is in use by other records ({where}) and cannot be removed."


class TooMany(DomainError):  # noqa: N818 -- errors are named as refusals
    """The caller asks more often than is allowed; `seconds` says when to come again."""

    title_ko, title_en = "요청이 너무 잦습니다", "Too many requests"
    retry_after = 60


class Unavailable(DomainError):  # noqa: N818 -- errors are named as refusals
    """The database cannot serve this now; trying again later may help."""

    title_ko, title_en = "잠시 후 다시 시도해 주세요", "Try again shortly"
    ko = "저장소가 바쁩니다. 잠시 후 다시 시도해 주세요."
    en = "The database is busy. Please try again shortly."
    retry_after = 2


def refusals() -> dict[str, type[DomainError]]:
    """Return every refusal there is, by its code."""
    known = [DomainError]
    for kind in known:
        known.extend(kind.__subclasses__())
    return {kind.code(): kind for kind in known}


def fault(pointer: str, code: str, ko: str, en: str) -> FieldFault:
    """Return one field fault; *pointer* without its slash means a top-level field."""
    return FieldFault(pointer if pointer.startswith("/") else f"/{pointer}", code, ko, en)


def refuse(field: str, code: str, ko: str, en: str) -> InvalidInput:
    """Return the refusal for one wrong *field*, ready to be raised."""
    return InvalidInput(faults=[fault(field, code, ko, en)])
