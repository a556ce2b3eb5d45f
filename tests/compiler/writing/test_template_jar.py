"""A connector in a copy of the generic jar."""

from __future__ import annotations

import io
import zipfile

import pytest

from shared.compiler.writing.jar_manifest import with_attributes
from shared.compiler.writing.template_jar import checked, filled
from shared.kernel.errors import Invalid

_MANIFEST = (
    b"Manifest-Version: 1.0\r\n"
    b"ConnectorBundle-FrameworkVersion: 1.7\r\n"
    b"ConnectorBundle-Name: com.example.generic.connector.of.a.long.name.that.had.to.b\r\n"
    b" e.folded\r\n"
    b"ConnectorBundle-Version: 0.2\r\n"
    b"\r\n"
)
_CLASS = ("com/example/Connector.class", b"\xca\xfe\xba\xbe")


def _jar(*entries: tuple[str, bytes], manifest: bytes = _MANIFEST, packing: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as jar:
        for name, data in (_CLASS, ("META-INF/MANIFEST.MF", manifest), *entries):
            jar.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), data, packing)
    return buffer.getvalue()


def _contents(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as jar:
        return [(it.filename, jar.read(it)) for it in jar.infolist()]


def test_the_copy_holds_the_template_and_the_files() -> None:
    template = _jar(("lib/a.jar", b"PK"))

    made = filled(template, {"b.groovy": "x", "connector.manifest.yaml": "connector: {}\n"}, "acme-connector")

    renamed = (
        b"Manifest-Version: 1.0\r\nConnectorBundle-FrameworkVersion: 1.7\r\n"
        b"ConnectorBundle-Name: acme-connector\r\nConnectorBundle-Version: 0.2\r\n\r\n"
    )
    assert _contents(made) == [
        ("META-INF/MANIFEST.MF", renamed),
        _CLASS,
        ("lib/a.jar", b"PK"),
        ("b.groovy", b"x"),
        ("connector.manifest.yaml", b"connector: {}\n"),
    ]
    with zipfile.ZipFile(io.BytesIO(made)) as jar:
        assert jar.getinfo("lib/a.jar").date_time == (2024, 5, 6, 7, 8, 10)
        assert jar.getinfo("b.groovy").date_time == (1980, 1, 1, 0, 0, 0)


def test_same_input_same_bytes() -> None:
    assert filled(_jar(), {"a": "1", "b": "2"}, "n") == filled(_jar(), {"b": "2", "a": "1"}, "n")


def _damaged(packing: int) -> bytes:
    whole = bytearray(_jar(("lib/a.jar", bytes(range(256)) * 4), packing=packing))
    place = whole.index(b"lib/a.jar") + len(b"lib/a.jar")
    whole[place : place + 12] = b"\xff" * 12
    return bytes(whole)


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        (b"", "it is not a jar"),
        (b"PK\x03\x04 and no more", "it is not a jar"),
        (_jar()[5:], "com/example/Connector.class in it is damaged"),
        (_damaged(zipfile.ZIP_STORED), "lib/a.jar in it is damaged"),
        (_damaged(zipfile.ZIP_DEFLATED), "lib/a.jar in it is damaged"),
        (_damaged(zipfile.ZIP_BZIP2), "lib/a.jar in it is damaged"),
        (_damaged(zipfile.ZIP_LZMA), "lib/a.jar in it is damaged"),
        (_jar(("META-INF/X.SF", b"")), "it is signed, and what is added would break the signature"),
        (_jar(manifest=b"Manifest-Version: 1.0\r\n\r\n"), "its manifest names no connector bundle"),
        (
            _jar(("connector.manifest.json", b"{}")),
            "it holds connector.manifest.json already; take the generic connector",
        ),
    ],
)
def test_a_template_that_cannot_be_used(template: bytes, reason: str) -> None:
    for attempt in (lambda: checked(template), lambda: filled(template, {}, "n")):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert (refused.value.code, str(refused.value)) == (
            "bad_template_jar",
            f"the template jar cannot be used: {reason}",
        )


def test_a_file_of_the_connector_that_is_there_already() -> None:
    checked(_jar(("a.groovy", b"")))

    with pytest.raises(Invalid, match=r"it holds a\.groovy already"):
        filled(_jar(("a.groovy", b"")), {"a.groovy": ""}, "n")


def test_an_encrypted_jar() -> None:
    jar = bytearray(_jar())
    place = jar.index(b"PK\x01\x02") + 8
    jar[place] |= 1

    with pytest.raises(Invalid, match="it is encrypted"):
        checked(bytes(jar))


def test_manifest_attributes_are_set_and_folded() -> None:
    manifest = b"A: 1\nb: 2\n\nName: x\nC: 3\n"

    assert with_attributes(manifest, {"B": "y" * 80, "D": "4"}) == (
        b"A: 1\r\nB: " + b"y" * 69 + b"\r\n " + b"y" * 11 + b"\r\nD: 4\r\n\r\nName: x\r\nC: 3\r\n"
    )
