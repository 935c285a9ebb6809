"""A document as PDF: readable, tagged, and with the letters it was given."""

import io
import sys
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader

from app.core.pdf import UNKNOWN, as_pdf

MADE_AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
_LAYOUT = """
#let it = json(bytes(sys.inputs.content))
#set document(title: "시험")
#set text(font: "Ieum Text", lang: "ko")
= 시험
#it.text
#strong(it.text)
"""


@pytest.fixture
def made(tmp_path):
    layout = tmp_path / "layout.typ"
    layout.write_text(_LAYOUT, encoding="utf-8")

    def make(text, at=MADE_AT):
        return as_pdf(layout, {"text": text}, at)

    return make


def _text(pdf):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_what_looks_like_markup_stays_text(made):
    text = '#sys.inputs *굵게* $x$ = 제목 \\ #read("/etc/hosts")'

    assert text in _text(made(text))


def test_a_letter_that_the_font_does_not_have_is_marked(made):
    found = _text(made("한빛(漢) 🙂 뷁똠 ½ ㈜"))

    assert f"한빛({UNKNOWN}) {UNKNOWN} 뷁똠 ½ ㈜" in found


def test_a_syllable_in_its_parts_is_written_as_one(made):
    assert "한글" in _text(made("\u1112\u1161\u11ab\u1100\u1173\u11af"))


def test_every_letter_that_is_not_marked_is_in_both_weights(made):
    """A letter without a shape is an error of PDF/UA, so that making it would fail."""
    letters = "".join(chr(one) for one in range(32, min(sys.maxunicode, 0x1F000)))
    known = _text(made(letters.encode("utf-8", "ignore").decode()))

    assert UNKNOWN in known
    assert {"뷁", "㈜", "㎡", "①", "※", "「", "₩", "~"} <= set(known)


def test_a_reader_is_told_language_and_structure(made):
    root = PdfReader(io.BytesIO(made("가"))).trailer["/Root"]

    assert root["/Lang"] == "ko"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root


def test_the_same_at_the_same_moment_is_the_same_bytes(made):
    assert made("가") == made("가")
    assert made("가") != made("가", MADE_AT + timedelta(days=1))
