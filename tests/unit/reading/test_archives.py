"""`shared.compiler.reading.archives`."""

from __future__ import annotations

import stat
import struct
import zipfile
from io import BytesIO

import pytest

from shared.compiler.reading.archives import ArchiveEntry, ArchiveLimits, unpack
from shared.kernel.errors import ApplicationError, Invalid, TooLarge, Unsupported
from tests.unit.reading.samples import docx, zipped


def test_documents_come_out_in_order_under_safe_names() -> None:
    archive = zipped(
        {
            "b/two.json": b"{}",
            "../../etc/one.md": b"# One",
            "/root.yaml": b"a: 1",
            "C:\\docs\\three.txt": b"3",
            "folder/": b"",
            "__MACOSX/b/._two.json": b"x",
            "b/.DS_Store": b"x",
        }
    )

    assert unpack("docs.zip", archive) == (
        ArchiveEntry(name="b/two.json", data=b"{}"),
        ArchiveEntry(name="etc/one.md", data=b"# One"),
        ArchiveEntry(name="root.yaml", data=b"a: 1"),
        ArchiveEntry(name="docs/three.txt", data=b"3"),
    )


def test_a_word_document_inside_is_a_document() -> None:
    assert [entry.name for entry in unpack("docs.zip", zipped({"guide.docx": docx()}))] == ["guide.docx"]


@pytest.mark.parametrize(
    ("archive", "limits", "message"),
    [
        (zipped({"bomb.json": bytes(3_000_000)}), ArchiveLimits(), "times its packed size; at most 200 times"),
        (zipped({f"{n}.md": b"x" for n in range(4)}), ArchiveLimits(entries=3), "4 entries; at most 3"),
        (zipped({f"{n}.md": b"x" * 60 for n in range(2)}), ArchiveLimits(total=100), "120 bytes unpacked; at most 100"),
        (zipped({"a.md": b"x" * 60}), ArchiveLimits(entry=50), "60 bytes unpacked; at most"),
    ],
)
def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    archive: bytes, limits: ArchiveLimits, message: str
) -> None:
    with pytest.raises(TooLarge, match=message) as refusal:
        unpack("docs.zip", archive, limits)

    assert refusal.value.code == "archive_too_large"


def test_a_directory_that_lies_about_sizes_is_broken() -> None:
    honest = zipped({"a.json": b"[" * 5000})
    at = honest.rindex(b"PK\x01\x02") + 24  # the unpacked size in the central directory (APPNOTE.TXT, section 4.3.12)
    lying = honest[:at] + struct.pack("<L", 10) + honest[at + 4 :]

    with pytest.raises(Invalid, match=r"docs\.zip is a broken zip archive"):
        unpack("docs.zip", lying)


def encrypted() -> bytes:
    plain = bytearray(zipped({"a.json": b"{}"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        plain[plain.index(signature) + offset] |= 1
    return bytes(plain)


def linking() -> bytes:
    out = BytesIO()
    link = zipfile.ZipInfo("a.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


@pytest.mark.parametrize(
    ("archive", "error", "code", "message"),
    [
        (encrypted(), Invalid, "archive_encrypted", "is encrypted"),
        (linking(), Invalid, "archive_unsafe", "holds the link 'a.json'"),
        (zipped({"a.json": b"{}", "./a.json": b"[]"}), Invalid, "archive_unsafe", "two documents named 'a.json'"),
        (zipped({"in.zip": zipped({"a": b"a"})}), Invalid, "archive_nested", "holds another archive, 'in.zip'"),
        (zipped({}), Invalid, "archive_empty", "holds no documents"),
        (zipped({"a/": b""}), Invalid, "archive_empty", "holds no documents"),
        (zipped({"a.json": b"{}"}, zipfile.ZIP_BZIP2), Unsupported, "archive_method", "in a way that is not read"),
        (b"PK\x03\x04 and nothing more", Invalid, "archive_broken", "is a broken zip archive"),
        (zipped({"a.json": b"{}" * 99})[:-30], Invalid, "archive_broken", "is a broken zip archive"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # an archive's bytes hold the time of its making
)
def test_what_cannot_be_unpacked_is_said_in_one_sentence(
    archive: bytes, error: type[ApplicationError], code: str, message: str
) -> None:
    with pytest.raises(error, match=rf"^docs\.zip .*{message}.*\.$") as refusal:
        unpack("docs.zip", archive)

    assert refusal.value.code == code
