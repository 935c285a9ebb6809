"""Whether the process lives and whether it can serve."""

from fastapi import APIRouter
from sqlalchemy import text

from app.routers.deps import At
from app.routers.problems import documented
from app.routers.shapes import Health
from app.version import VERSION

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="프로세스 상태 (process)")
async def healthz() -> Health:
    """Answer as long as the process runs."""
    return Health(status="ok", version=VERSION)


@router.get("/readyz", summary="서비스 가능 상태 (database)", responses=documented(503))
def readyz(at: At) -> Health:
    """Answer when the database answers and its tables are the ones this version knows."""
    with at.reading() as unit:
        unit.scalar(text("SELECT version_num FROM alembic_version"))
    return Health(status="ok", version=VERSION)
