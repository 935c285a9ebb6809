"""Areas of supply: which region a supplier's words cover, without a map."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

NATION = "전국"
CAPITAL_AREA = "수도권"

_PROVINCES: dict[str, tuple[str, ...]] = {
    "서울특별시": ("서울", "서울시", "seoul"),
    "부산광역시": ("부산", "부산시", "busan"),
    "대구광역시": ("대구", "대구시", "daegu"),
    "인천광역시": ("인천", "인천시", "incheon"),
    "광주광역시": ("광주", "gwangju"),
    "대전광역시": ("대전", "대전시", "daejeon"),
    "울산광역시": ("울산", "울산시", "ulsan"),
    "세종특별자치시": ("세종", "세종시", "sejong"),
    "경기도": ("경기", "gyeonggi"),
    "강원특별자치도": ("강원", "강원도", "gangwon"),
    "충청북도": ("충북", "chungbuk"),
    "충청남도": ("충남", "chungnam"),
    "전북특별자치도": ("전북", "전라북도", "jeonbuk"),
    "전라남도": ("전남", "jeonnam"),
    "경상북도": ("경북", "gyeongbuk"),
    "경상남도": ("경남", "gyeongnam"),
    "제주특별자치도": ("제주", "제주도", "jeju"),
}
_CAPITAL = frozenset({"서울특별시", "인천광역시", "경기도"})
_SEOUL_DISTRICTS = frozenset(
    [
        "종로구",
        "중구",
        "용산구",
        "성동구",
        "광진구",
        "동대문구",
        "중랑구",
        "성북구",
        "강북구",
        "도봉구",
        "노원구",
        "은평구",
        "서대문구",
        "마포구",
        "양천구",
        "강서구",
        "구로구",
        "금천구",
        "영등포구",
        "동작구",
        "관악구",
        "서초구",
        "강남구",
        "송파구",
        "강동구",
    ]
)
_NAMES = {alias: full for full, short in _PROVINCES.items() for alias in (full, *short)}
_BARE = {name.removesuffix("구"): name for name in _SEOUL_DISTRICTS if name != "중구"}


@dataclass(frozen=True, slots=True)
class Area:
    """A parsed region: the nation, the capital area, a province, or a district of one."""

    province: str
    district: str | None = None


@lru_cache(maxsize=4096)
def parse(text: str | None) -> Area | None:
    """Read a region as people write it; None when it names no known area."""
    words = (text or "").strip().split()
    if not words:
        return None
    head = words[0]
    if head in (NATION, CAPITAL_AREA):
        return Area(head)
    if head in _NAMES:
        return Area(_NAMES[head], _district(words[1:]))
    if head in _SEOUL_DISTRICTS or head in _BARE:
        return Area("서울특별시", _BARE.get(head, head))
    return None


AREAS = (
    Area(NATION),
    Area(CAPITAL_AREA),
    *(Area(province) for province in _PROVINCES),
    *(Area("서울특별시", district) for district in sorted(_SEOUL_DISTRICTS)),
)
_BITS = {area: 1 << place for place, area in enumerate(AREAS)}
ODD = 1 << 60
"""Among a supplier's regions is one without a bit of its own, or none is stated."""


def mask(served: Iterable[str]) -> int:
    """Pack the regions a supplier serves into one number, a bit for each area."""
    bits = 0
    for text in served:
        area = parse(text)
        bits |= _BITS.get(area, ODD) if area else ODD
    return bits or ODD


def covering(asked: Area) -> int:
    """Pack the areas that cover the one asked for."""
    return sum(bit for area, bit in _BITS.items() if covers(area, asked))


def _district(words: list[str]) -> str | None:
    if not words:
        return None
    return _BARE.get(words[0], " ".join(words)) if len(words) == 1 else " ".join(words)


def covers(offered: Area, asked: Area) -> bool:
    """Say whether an area somebody serves takes in the whole of the area asked for.

    A district covers only itself, so a city-wide request is not covered by a few districts.
    """
    if offered.province == NATION:
        return True
    if asked.province == NATION:
        return False
    if offered.province == CAPITAL_AREA:
        return asked.province in _CAPITAL or asked.province == CAPITAL_AREA
    if offered.province != asked.province:
        return False
    return offered.district is None or offered.district == asked.district


def in_text(text: str) -> tuple[Area, str] | None:
    """Find a Seoul district or a province named as a word of its own, and the word."""
    for word in text.split():
        area = parse(word)
        if area is not None and (area.province not in (NATION, CAPITAL_AREA)):
            return area, word
    return None


def label(area: Area) -> str:
    """Write the area as the register does."""
    return f"{area.province} {area.district}" if area.district else area.province
