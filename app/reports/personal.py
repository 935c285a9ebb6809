"""Sheets about personal data: contacts with their values, marked as such, and the privacy policy."""

from app.contacts.register import told
from app.core.collection import Document
from app.reports.sheets import Column, Row, Sheet

_WARNING = "개인정보가 들어 있는 파일입니다. 목적을 이루면 바로 지우고, 다른 곳에 넘기지 마세요."


def contact_sheet(contacts: list[Document]) -> Sheet:
    """Return contacts with their values; the file is marked as holding personal data."""
    rows = [Row({**one, "id": str(one["id"]), "warning": _WARNING}) for one in contacts]
    return Sheet(
        "담당자 (개인정보 포함)", "contacts-personal-data", _CONTACTS, rows, notes=(_WARNING,)
    )


def privacy_sheet() -> Sheet:
    """Return which personal data are kept, why and how long: 개인정보 보호법 제30조."""
    rows = [Row({**one, "items": ", ".join(one["items"])}) for one in told("ko")]
    return Sheet("개인정보 처리방침: 보유 항목과 기간", "privacy", _POLICY, rows, notes=_RIGHTS)


_CONTACTS = (
    Column("id", "id", "id"),
    Column("office", "사무소", "Office"),
    Column("department", "부서", "Department"),
    Column("position", "직위", "Position"),
    Column("name", "성명", "Name"),
    Column("phone", "전화번호", "Telephone"),
    Column("email", "전자우편", "E-mail"),
    Column("warning", "주의", "Note"),
)
_POLICY = (
    Column("subject", "정보주체", "Data subjects"),
    Column("items", "항목", "Items"),
    Column("purpose", "목적", "Purpose"),
    Column("ground", "근거", "Ground"),
    Column("article", "법 조항", "Article"),
    Column("keep_months", "보유기간", "Kept for", "number", "개월"),
    Column("counted_from", "기산점", "Counted from"),
    Column("source", "출처", "Source"),
    Column("verified_on", "확인일", "Verified on", "date"),
)
_RIGHTS = (
    "주민등록번호는 어디에도 적지 않으며, 그렇게 보이는 번호는 저장하기 전에 알려 드립니다.",
    "열람·정정·삭제·처리정지를 요구하면 10일 안에 답합니다(개인정보 보호법 제35조~제37조, 시행령 제41조).",
    "기간이 지나거나 동의가 끝나면 되살릴 수 없게 지우고, 언제 왜 지웠는지만 남깁니다.",
)
