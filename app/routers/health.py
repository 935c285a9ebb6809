"""Whether the process lives and whether it can serve."""

from fastapi import APIRouter, Request

from app.core import repeats
from app.core.errors import Unavailable
from app.core.stopping import told_to_stop
from app.exchange.schema import NotMigrated, require_current
from app.routers.problems import documented
from app.routers.shapes import Health
from app.version import VERSION

router = APIRouter(tags=["health"])


class NotReady(Unavailable):
    """The service cannot work on these tables yet."""

    ko, en = NotMigrated.ko, NotMigrated.en


class Stopping(Unavailable):
    """The service was told to stop; it finishes what it began and takes nothing new."""

    ko = "서비스를 멈추는 중입니다. 다른 서버로 보내 주세요."
    en = "The service is stopping. Send requests elsewhere."


@router.get("/healthz", summary="프로세스 상태 (process)")
async def healthz() -> Health:
    """Answer as long as the process runs."""
    return Health(status="ok", version=VERSION)


@router.get("/readyz", summary="서비스 가능 상태 (database)", responses=documented(503))
def readyz(request: Request) -> Health:
    """Answer when the database answers and its tables are the ones this version knows."""
    if told_to_stop.is_set():
        raise Stopping
    request.app.state.db.require_storing(repeats.rehearse)
    try:
        require_current(request.app.state.db)
    except NotMigrated as error:
        raise NotReady(**error.details) from error
    return Health(status="ok", version=VERSION)
