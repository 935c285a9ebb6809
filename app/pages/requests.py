"""The question 무엇을, 얼마에, 언제: read from its form into a request for the matcher."""

from collections.abc import Callable, Mapping
from typing import Any

from app.core.errors import FieldFault, InvalidInput
from app.matches.schemas import MatchRequest
from app.pages import forms
from app.pages.forms import Form

_TEXTS = (
    "title", "description", "kind", "unit", "region", "buyer_law", "needed_from", "needed_until",
    "as_of",
)  # fmt: skip
_BESIDE = {"estimated_price_krw": "amount", "budget_krw": "amount"}  # where their faults stand
SHOWN = 5  # in a ranking on a page, unless more are asked for
_TAXABLE = (11, 10)  # a budget with the tax is 11 parts where the price without it is 10


def read(typed: Mapping[str, list[str]], language: str) -> tuple[Form, MatchRequest | None]:
    """Return the form as it was typed, and the request it makes; None where something is wrong."""
    form, faults = Form(typed), list[FieldFault]()
    wanted: dict[str, Any] = {name: form.value(name) for name in _TEXTS if name in typed}
    wanted["required_certifications"] = form.values("required_certifications")
    licences = (one.strip() for one in form.value("required_licences").split(","))
    wanted["required_licences"] = [one for one in licences if one]
    for part in (_money, _quantity, _limit):
        wanted.update(_or_fault(part, form, faults))
    try:
        request = forms.shaped(MatchRequest, wanted)
    except InvalidInput as error:
        faults.extend(error.faults)
    if not faults:
        return form, request
    found = forms.by_field(faults, language)
    return Form(typed, {_BESIDE.get(name, name): text for name, text in found.items()}), None


def _or_fault(
    part: Callable[[Form], dict[str, Any]], form: Form, faults: list[FieldFault]
) -> dict[str, Any]:
    try:
        return part(form)
    except InvalidInput as error:
        faults.extend(error.faults)
        return {}


def _money(form: Form) -> dict[str, Any]:
    """Return the price without the tax and the budget with it; one was typed, the other follows."""
    if not form.value("amount"):
        return {}
    amount, vat = forms.won_typed("amount", form.value("amount")), form.value("vat", "included")
    more, less = _TAXABLE
    price, budget = {
        "included": ((amount * less + more // 2) // more, amount),
        "excluded": (amount, (amount * more + less // 2) // less),
    }.get(vat, (amount, amount))
    mode = "exempt" if vat == "exempt" else "taxable"
    return {"estimated_price_krw": price, "budget_krw": budget, "vat_mode": mode}


def _quantity(form: Form) -> dict[str, Any]:
    text = form.value("quantity")
    return {"quantity": forms.count_typed("quantity", text)} if text else {}


def _limit(form: Form) -> dict[str, Any]:
    return {"limit": forms.count_typed("limit", form.value("limit", str(SHOWN)))}
