"""What makes a folder of company context one that is refused, and what is said then."""

import os
from pathlib import Path

import pytest

from tests.support.context_folders import Spoil, encrypted_pdf, pdf, write, zip_bomb


def drop(name: str) -> Spoil:
    return lambda folder: (folder / name).unlink()


def link_out(folder: Path) -> None:
    (folder.parent / "secret.md").write_text("secret")
    (folder / "link.md").symlink_to(folder.parent / "secret.md")


def link_folder(folder: Path) -> None:
    (folder / "linked").symlink_to(folder.parent, target_is_directory=True)


BAD_FOLDERS = [
    pytest.param(drop("context.yaml"), "has no context.yaml", id="no context.yaml"),
    pytest.param(write("context.yaml", "branch: x"), "unknown key branch", id="unknown key"),
    pytest.param(write("context.yaml", b" " * 200_001), "larger than 0.2 MB", id="huge yaml"),
    pytest.param(write("a.md", b"x" * 10_000_001), "a.md is larger than 10 MB", id="huge file"),
    pytest.param(write("a.pdf", encrypted_pdf()), "a.pdf is encrypted", id="encrypted pdf"),
    pytest.param(write("a.pdf", b"%PDF-1.7\n junk"), "a.pdf is a broken PDF", id="broken pdf"),
    pytest.param(write("a.pdf", pdf()), "a.pdf has no text that can be seen", id="scanned pdf"),
    pytest.param(write("a.pdf", pdf("x", pages=501)), "more than 500 pages", id="many pages"),
    pytest.param(write("a.docx", b"PK\x03\x04 junk"), "a.docx is a broken Word", id="broken docx"),
    pytest.param(write("a.docx", zip_bomb(50_000_001)), "unpacks to more than 50", id="zip bomb"),
    pytest.param(write("a.docx", zip_bomb(9)), "a.docx is a broken Word", id="zip but no docx"),
    pytest.param(
        write("a.docx", bytes.fromhex("d0cf11e0a1b11ae1")), "is encrypted or an old", id="old Word"
    ),
    pytest.param(write("a.md", b"a\x00b"), "a.md is no text", id="binary"),
    pytest.param(write("a.txt", b"Gr\xf6\xdfe"), "a.txt is no text in UTF-8", id="other encoding"),
    pytest.param(write("a.md", " \n<!-- x -->"), "a.md is empty", id="nothing that is seen"),
    pytest.param(write("a.docx", b""), "a.docx is empty", id="empty docx"),
    pytest.param(write("a.pdf", b""), "a.pdf is empty", id="empty pdf"),
    pytest.param(write("a.pdf", "words"), "a.pdf is no PDF", id="text named pdf"),
    pytest.param(write("a.docx", pdf("x")), "a.docx is no docx", id="pdf named docx"),
    pytest.param(write("a.txt", pdf("x")), "a.txt is no text", id="pdf named txt"),
    pytest.param(write("a.xlsx", "x"), "a.xlsx is of a kind that is not read", id="other kind"),
    pytest.param(write("a\u202ebc.md", "x"), "abc.md has a name that cannot", id="bidi name"),
    pytest.param(link_out, "link.md is a link that leads out of the folder", id="link out"),
    pytest.param(link_folder, "linked is of a kind that is not read", id="linked folder"),
    pytest.param(
        lambda folder: (folder / "a.md").symlink_to(folder / "a.md"), "a.md cannot", id="link loop"
    ),
    pytest.param(lambda folder: os.mkfifo(folder / "a.md"), "a.md is no plain file", id="pipe"),
]
