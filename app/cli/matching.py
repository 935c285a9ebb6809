"""`ieum match`: rank the registry against a request, from the command line."""

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from app.cli.console import Json, answer, answer_json, database, speech

if TYPE_CHECKING:
    from app.core.db import Database

Document = dict[str, Any]


def match(  # noqa: PLR0913 -- each is an option of the command
    title: Annotated[
        str | None, typer.Argument(help="찾는 것, 예: '행사 현수막 제작' · what is needed")
    ] = None,
    tender: Annotated[
        UUID | None, typer.Option(help="저장된 공고의 id(실행이 보관됨) · a stored tender")
    ] = None,
    region: Annotated[str | None, typer.Option(help="지역, 예: 강북구 · region")] = None,
    price: Annotated[
        int | None, typer.Option(help="추정가격(부가세 제외, 원) · estimated price without VAT")
    ] = None,
    law: Annotated[str, typer.Option(help="계약 법령: local, state … · contract law")] = "local",
    limit: Annotated[int, typer.Option(min=1, max=100, help="몇 곳까지 · how many")] = 10,
    *,
    as_json: Json = False,
) -> None:
    """요청이나 공고에 맞는 기업을 까닭과 함께 순위로 보여 줍니다. · Rank enterprises, with reasons."""
    if (title is None) == (tender is None):
        raise typer.BadParameter(
            speech.pick("찾는 것이나 --tender 중 하나를 적어 주세요.", "Give a title or --tender.")
        )
    with database() as opened:
        if tender is not None:
            found = _stored(opened, tender, limit)
        else:
            fields = {"title": title, "region": region, "estimated_price_krw": price}
            found = _typed(opened, {**fields, "buyer_law": law}, limit)
    if as_json:
        answer_json(found)
    else:
        _show(found)


def _stored(opened: "Database", tender: UUID, limit: int) -> Document:
    from app.core.actors import SYSTEM
    from app.core.settings import settings
    from app.matches import actions
    from app.matches.live import LiveIndex

    with opened.writing(actor=SYSTEM) as unit:
        return actions.run(unit, LiveIndex(settings().data_dir), tender, limit=limit)


def _typed(opened: "Database", fields: Document, limit: int) -> Document:
    from pydantic import ValidationError

    from app.core.errors import InvalidInput
    from app.core.settings import settings
    from app.core.words import field_fault
    from app.matches import actions
    from app.matches.live import LiveIndex
    from app.matches.schemas import MatchRequest

    try:
        request = MatchRequest.model_validate(fields)
    except ValidationError as error:
        raise InvalidInput(faults=[field_fault(one) for one in error.errors()]) from error
    with opened.reading() as unit:
        return actions.ask(unit, LiveIndex(settings().data_dir), request, limit=limit)


def _show(found: Document) -> None:
    """Print a ranking for a person: one line a result, its open questions under it."""
    if not found["results"]:
        answer(speech.pick("맞는 기업이 없습니다.", "No enterprise fits."))
    for one in found["results"]:
        _show_one(one)
    if found["near_misses"]:
        answer(speech.pick("\n요건에 못 미치지만 가까운 기업", "\nNear misses"))
    for one in found["near_misses"]:
        _show_one(one)


def _show_one(one: Document) -> None:
    enterprise = one["enterprise"]
    place = f" ({enterprise['district']})" if enterprise["district"] else ""
    products = ", ".join(product["name"] for product in one["matched_products"])
    answer(f"{one['rank']:>3}. {one['score']:6.2f}  {enterprise['name']}{place}  {products}")
    message = "message_en" if speech.language == "en" else "message"
    for check in one["checks"]:
        if check["change"]:
            answer(f"              - {check['change'][message]}")
