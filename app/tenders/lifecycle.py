"""Which state of a tender may follow which: one table, after domain 5.1. Pure."""

from typing import Literal, get_args

Status = Literal[
    "idea", "design_support", "info_provided", "matching", "published", "bid_support",
    "se_selected", "agreement", "non_se_selected", "no_bid", "dropped",
    "contracted", "delivered", "paid",
]  # fmt: skip
STATES: tuple[str, ...] = get_args(Status)
_BEFORE_NOTICE = ("idea", "design_support", "info_provided", "matching")
OPEN = (*_BEFORE_NOTICE, "published", "bid_support")
"""The states in which it is not yet decided who supplies."""

_DECIDED = ("se_selected", "agreement", "non_se_selected", "no_bid", "dropped")

FOLLOWS: dict[str, tuple[str, ...]] = {
    "idea": ("design_support", "info_provided", "matching", "published", "agreement", "dropped"),
    "design_support": ("info_provided", "matching", "published", "agreement", "dropped"),
    "info_provided": ("design_support", "matching", "published", "agreement", "dropped"),
    "matching": (
        "design_support",
        "info_provided",
        "published",
        "se_selected",
        "agreement",
        "dropped",
    ),
    "published": ("bid_support", *_DECIDED),
    "bid_support": _DECIDED,
    "se_selected": ("contracted", "dropped"),
    "agreement": ("contracted", "delivered", "dropped"),
    "non_se_selected": (),
    "no_bid": ("published", "matching", "dropped"),
    "dropped": (),
    "contracted": ("delivered", "dropped"),
    "delivered": ("paid",),
    "paid": (),
}


def may_follow(now: str, then: str) -> bool:
    """Return whether a tender in state *now* may go to state *then*."""
    return then in FOLLOWS[now]


def is_before_notice(status: str) -> bool:
    """Return whether the agency has not yet published anything."""
    return status in _BEFORE_NOTICE
