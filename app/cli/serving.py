"""`ieum serve`: the service over the database of the settings."""

from contextlib import nullcontext
from typing import Annotated

import typer

from app.cli.console import database, speech
from app.core.errors import Refused


class OneWorkerOnly(Refused):
    """Several processes were asked to write one SQLite file."""

    ko = "SQLite에서는 한 프로세스로만 서비스할 수 있습니다. 여러 프로세스가 필요하면 PostgreSQL을 쓰세요."
    en = "SQLite is served by one process only; for several use PostgreSQL."


def serve(
    host: Annotated[
        str, typer.Option(envvar="HOST", help="들을 주소 · address to listen on")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="PORT", min=0, max=65535, help="포트(0이면 빈 것) · port")
    ] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="프로세스 수(PostgreSQL만) · processes")
    ] = 1,
) -> None:
    """서비스를 시작합니다. Ctrl-C로 멈춥니다. · Serve until Ctrl-C."""
    with database() as opened:
        if workers > 1 and opened.is_sqlite:
            raise OneWorkerOnly
        file = opened.file
    from app.cli import server
    from app.core.serving import served

    greeting = speech.pick("이음이 {url} 에서 듣고 있습니다", "Ieum is at {url}")
    with served(file) if file else nullcontext():
        server.run(host, port, workers, greeting)
