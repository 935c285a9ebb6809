"""QR codes, for what is easier to scan than to type."""

import io

import segno


def qr_svg(text: str) -> str:
    """Return a QR code as SVG, with the quiet zone that scanners want."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=8, xmldecl=False)
    return out.getvalue().decode()
