"""Folders of company context: real documents made on the spot, good and hostile ones."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from pypdf import PdfReader, PdfWriter

YAML = """industry: Electric drives
processes: [Release review]
methods:
  - {name: FMEA, for: [16, Requirements Definition]}
tools: [DOORS Next]
"""
HANDBOOK = "# Reviews\n\nThe review is held every week by the team.\n"

Spoil = Callable[[Path], object]


def make_folder(place: Path) -> Path:
    """A small folder that is right in every part."""
    folder = place / "context"
    (folder / "rules").mkdir(parents=True)
    (folder / "context.yaml").write_text(YAML, encoding="utf-8")
    (folder / "handbook.md").write_text(HANDBOOK, encoding="utf-8")
    (folder / "rules" / "naming.txt").write_text("Das ist die Regel.\n", encoding="utf-8")
    (folder / "process.docx").write_bytes(word("The supplier is asked for a plan."))
    (folder / "tools.pdf").write_bytes(pdf("The baseline is set with the tool."))
    return folder


def write(name: str, content: str | bytes) -> Spoil:
    return lambda folder: (folder / name).write_bytes(
        content if isinstance(content, bytes) else content.encode()
    )


def word(*paragraphs: str, change: Callable[..., object] = lambda document: None) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    change(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def zip_bomb(size: int) -> bytes:
    saved = BytesIO()
    with ZipFile(saved, "w", ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * size)
    return saved.getvalue()


def pdf(text: str = "", operators: str = "", form: str = "", pages: int = 1) -> bytes:
    """A PDF by hand: a line of text, further operators, and a form called F."""
    shown = f"BT /A 12 Tf 50 700 Td ({text}) Tj ET\n" if text else ""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = " ".join(f"{5 + number} 0 R" for number in range(pages))
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 3 0 R "
        "/Resources << /Font << /A 4 0 R >> /XObject << /F {form} 0 R >> >> >>"
    ).replace("{form}", str(5 + pages))
    resources = "/Resources << /Font << /A 4 0 R >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        _stream(shown + operators),
        font,
        *[page] * pages,
        _stream(form, f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] {resources}"),
    ]
    return _file(objects)


def encrypted_pdf() -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(pdf("secret"))))
    writer.encrypt("invented", algorithm="RC4-128")
    saved = BytesIO()
    writer.write(saved)
    return saved.getvalue()


def _stream(content: str, entries: str = "") -> str:
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: list[str]) -> bytes:
    body = "%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("latin-1")
