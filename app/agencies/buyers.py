"""Which contract law binds an agency, where its kind alone tells (domain 2.1).

Local governments, offices of education and health centres stand under 지방계약법, state bodies under
국가계약법. A school may be public or private, a corporation local or national: there the kind does not
tell, and the answer stays "unknown" until someone records it.
"""

_BY_KIND = {
    "city": "local",
    "district_office": "local",
    "dong_office": "local",
    "health_centre": "local",
    "education_office": "local",
    "state": "state",
}


def buyer_law(kind: str, recorded: str) -> str:
    """Return the law that is recorded for an agency, else the one its kind implies."""
    return recorded if recorded != "unknown" else _BY_KIND.get(kind, "unknown")
