"""`ieum migrate` and `ieum seed`: the tables, and the record that is shipped."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import Json, answer, answer_json, database, progress, say, speech

if TYPE_CHECKING:
    from app.core.db import Database
    from app.exchange.seed import Sown


def migrate(
    to: Annotated[
        str, typer.Option(help="갈 버전: head, base 또는 번호 · where to: head, base or a revision")
    ] = "head",
    *,
    check: Annotated[
        bool, typer.Option("--check", help="바꾸지 않고 최신인지만 봅니다. · Only look.")
    ] = False,
) -> None:
    """데이터베이스 구조를 이 버전에 맞춥니다. · Bring the tables to this version."""
    from app.exchange import schema

    with database(current=False) as opened:
        if check:
            schema.require_current(opened)
            answer(schema.head())
            return
        say("구조를 맞추는 중입니다…", "Migrating…")
        answer(schema.migrate(opened, to) or "base")
        if to == "head":
            _lay_in(opened)


def _lay_in(opened: "Database") -> None:
    """Take the shipped words of the trades in, where they are new."""
    from app.core.actors import SYSTEM
    from app.core.settings import settings
    from app.thesaurus.publishing import lay_in

    with opened.writing(actor=SYSTEM) as unit:
        unit.reason = "ieum migrate"
        done = lay_in(unit, settings().data_dir)
    if done is None:
        return
    if done.is_unsound:
        say(
            "새로 실린 업종 사전이 고친 개념들과 맞지 않아 들이지 않았습니다. `ieum thesaurus check`로 확인해 주세요.",
            "The shipped thesaurus clashes with your changes and was not taken in; "
            "see `ieum thesaurus check`.",
        )
        return
    say(
        f"업종 사전 {done.number}판(개념 {done.concepts:,}개)을 들였습니다.",
        f"Thesaurus version {done.number} ({done.concepts:,} concepts) was taken in.",
    )
    for code in done.kept:
        say(f"고친 그대로 둠: {code}", f"kept as you changed it: {code}")


def seed(
    *,
    drop_synthetic: Annotated[
        bool,
        typer.Option(
            "--drop-synthetic", help="지어낸 기업을 모두 지웁니다. · Remove invented ones."
        ),
    ] = False,
    if_empty: Annotated[
        bool,
        typer.Option("--if-empty", help="빈 데이터베이스에만 싣습니다. · Only into an empty one."),
    ] = False,
    as_json: Json = False,
) -> None:
    """실린 자료(기록·분류·평가용 기업)를 싣습니다. 두 번 해도 같습니다. · Load the shipped record."""
    if drop_synthetic:
        _drop(as_json=as_json)
    else:
        _sow(if_empty=if_empty, as_json=as_json)


def _sow(*, if_empty: bool, as_json: bool) -> None:
    from app.core.settings import settings
    from app.exchange.record import Record
    from app.exchange.seed import SEED, is_empty, sow

    with database() as opened:
        if if_empty:
            with opened.reading(actor=SEED) as view:
                if not is_empty(view):
                    say(
                        "이미 자료가 있어 싣지 않았습니다.",
                        "There are records already; not loaded.",
                    )
                    return
        shipped = list(Record(settings().data_dir))
        with progress("자료 싣기", "Loading") as shown, opened.writing(actor=SEED) as unit:
            done = sow(unit, shipped, shown)
    if as_json:
        answer_json({name: dict(getattr(done, name)) for name in ("added", "present", "gone")})
    else:
        _tell(done)


def _tell(done: "Sown") -> None:
    """Say what a seed did."""
    added, present, gone = done.added.total(), done.present.total(), done.gone.total()
    for name, count in done.added.items():
        answer(f"{name:<20}{count:>7,}")
    say(
        f"새로 {added:,}건을 실었고, 이미 있던 {present:,}건은 그대로 두었습니다."
        if added
        else f"바뀐 것이 없습니다. {present:,}건이 이미 실려 있습니다.",
        f"{added:,} records added; {present:,} were there and stay as they are."
        if added
        else f"Nothing changed; {present:,} records are there already.",
    )
    if gone:
        say(
            f"전에 지운 {gone:,}건은 다시 싣지 않았습니다.",
            f"{gone:,} records that were removed before were not loaded again.",
        )


def _drop(*, as_json: bool) -> None:
    from app.exchange.seed import SEED, drop_synthetic

    with database() as opened, opened.writing(actor=SEED) as unit:
        done = drop_synthetic(unit)
    if as_json:
        answer_json({"removed": done.removed, "kept": done.kept})
        return
    answer(
        speech.pick(
            f"지어낸 기업 {done.removed:,}개를 지웠습니다.",
            f"{done.removed:,} invented enterprises removed.",
        )
    )
    for name in done.kept:
        say(f"다른 자료가 가리켜 남김: {name}", f"kept, something refers to it: {name}")
