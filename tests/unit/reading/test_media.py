"""`shared.compiler.reading.media` and what it stands on."""

from __future__ import annotations

import codecs
import json

import pytest

from shared.compiler.reading.dialects import Dialect
from shared.compiler.reading.media import Format, Media, sniff
from shared.kernel.errors import Invalid, Unsupported
from tests.unit.reading import samples

OPENAPI = {"openapi": "3.1.0", "info": {"title": "Acme", "version": "1"}, "paths": {}}
SCIM = {"id": "urn:ietf:params:scim:schemas:core:2.0:User", "name": "User", "attributes": [{"name": "userName"}]}
EXPORT = {"uid": "User", "name": "User", "attributes": [{"name": "a", "connId": {"type": "string"}}]}
TABLE = {"name": "users", "columns": [{"name": "id", "typeName": "int"}]}
YAML = "# Acme\nopenapi: 3.0.3\ninfo: {title: Acme, version: '1'}\npaths: {}\n"
JSON_TYPE = "application/json"


def media(format_: Format, content_type: str, dialect: Dialect = Dialect.PLAIN, charset: str = "") -> Media:
    return Media(format=format_, content_type=content_type, dialect=dialect, charset=charset)


@pytest.mark.parametrize(
    ("filename", "declared", "content", "expected"),
    [
        ("a.json", "", json.dumps(OPENAPI), media(Format.JSON, "application/openapi+json", Dialect.OPENAPI)),
        ("a.yaml", "", json.dumps(OPENAPI), media(Format.JSON, "application/openapi+json", Dialect.OPENAPI)),
        (
            "a",
            "text/plain",
            json.dumps({"swagger": "2.0"}),
            media(Format.JSON, "application/openapi+json", Dialect.SWAGGER),
        ),
        ("a.json", "", json.dumps(SCIM), media(Format.JSON, "application/scim+json", Dialect.SCIM)),
        ("a.json", "", json.dumps([SCIM]), media(Format.JSON, "application/scim+json", Dialect.SCIM)),
        ("a.json", "", json.dumps({"Resources": [SCIM]}), media(Format.JSON, "application/scim+json", Dialect.SCIM)),
        ("a", "application/scim+json", "{}", media(Format.JSON, "application/scim+json", Dialect.SCIM)),
        ("a.json", "", json.dumps(TABLE), media(Format.JSON, "application/sql+json", Dialect.SQL)),
        ("a.json", "", json.dumps({"tables": [TABLE]}), media(Format.JSON, "application/sql+json", Dialect.SQL)),
        ("a.json", "", json.dumps(EXPORT), media(Format.JSON, "application/conndev+json", Dialect.CONNDEV)),
        ("conndev_X_User.json", "", "{}", media(Format.JSON, "application/conndev+json", Dialect.CONNDEV)),
        ("user.conndev", "text/html", "{}", media(Format.JSON, "application/conndev+json", Dialect.CONNDEV)),
        (
            "x",
            "application/com.acme.conndev+json",
            "{}",
            media(Format.JSON, "application/conndev+json", Dialect.CONNDEV),
        ),
        ("a.json", "", '{"a": 1}', media(Format.JSON, JSON_TYPE)),
        ("a.json", "", '{"a": ', media(Format.JSON, JSON_TYPE)),
        ("a", "", '{"a": ', media(Format.JSON, JSON_TYPE)),
        ("a.yml", "", YAML, media(Format.YAML, "application/yaml", Dialect.OPENAPI)),
        ("a.txt", "text/plain", YAML, media(Format.YAML, "application/yaml", Dialect.OPENAPI)),
        ("a.json", JSON_TYPE, YAML, media(Format.YAML, "application/yaml", Dialect.OPENAPI)),
        ("a", "", "swagger: '2.0'\n", media(Format.YAML, "application/yaml", Dialect.SWAGGER)),
        ("a.yaml", "", "a: 1\n", media(Format.YAML, "application/yaml")),
        ("a", "application/x-yaml", "a: 1\n", media(Format.YAML, "application/yaml")),
        ("a.md", "", f"# How to\n\nopenapi: 3\n```\n{YAML}```\n", media(Format.MARKDOWN, "text/markdown")),
        ("a.md", "", "[Users](users.md)\n", media(Format.MARKDOWN, "text/markdown")),
        ("a", "", "# Users\n\ntext\n", media(Format.MARKDOWN, "text/markdown")),
        ("a", "", "\n<!-- x --><!DOCTYPE html><html>", media(Format.HTML, "text/html")),
        ("a.txt", "", "<?xml version='1.0'?>\n<html>", media(Format.HTML, "application/xhtml+xml")),
        ("a.html", "", "<p>part of a page", media(Format.HTML, "text/html")),
        ("a", "text/html; charset=ISO-8859-1", "<p>x", media(Format.HTML, "text/html", charset="iso-8859-1")),
        ("a.xml", "", "<?xml version='1.0'?><a/>", media(Format.TEXT, "application/xml")),
        ("a.adoc", "", "= Users\n", media(Format.TEXT, "text/asciidoc")),
        ("a.rst", "", "Users\n=====\n", media(Format.TEXT, "text/x-rst")),
        ("a.csv", "", "a,b\n", media(Format.TEXT, "text/csv")),
        ("a.graphql", "", "type User { id: ID! }\n", media(Format.TEXT, "application/graphql")),
        ("a.sql", "", "select 1;\n", media(Format.SQL, "application/sql")),
        ("a", "", "-- x\nCREATE TEMPORARY TABLE t (a int);\n", media(Format.SQL, "application/sql")),
        ("a", "text/x-log", "x\n", media(Format.TEXT, "text/x-log")),
        ("a.unknown", "image/png", "only words", media(Format.TEXT, "text/plain")),
    ],
)
def test_text_is_recognised_by_content_then_name_then_declaration(
    filename: str, declared: str, content: str, expected: Media
) -> None:
    assert sniff(filename, declared, content.encode()) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (samples.pdf("hello"), media(Format.PDF, "application/pdf")),
        (samples.zipped({"a.json": b"{}"}), media(Format.ZIP, "application/zip")),
    ],
)
def test_containers_are_recognised_by_their_signature(data: bytes, expected: Media) -> None:
    assert sniff("anything.json", JSON_TYPE, data) == expected


def test_a_word_document_is_not_an_archive_of_documents() -> None:
    assert sniff("a.zip", "application/zip", samples.docx()).format is Format.DOCX


def test_a_prologue_does_not_hide_a_pdf() -> None:
    assert sniff("a.PDF", "", b"\r\nprologue\n" + samples.pdf("x")).format is Format.PDF


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_in_every_encoding(encoding: str) -> None:
    assert sniff("a.json", "", json.dumps(OPENAPI).encode(encoding)).dialect is Dialect.OPENAPI


def test_a_page_may_declare_its_character_set() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body>caf\xe9</body></html>'.encode("cp1252")

    assert sniff("a.html", "", page) == media(Format.HTML, "text/html", charset="windows-1252")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b"\n\0", b"\0" * 100])
def test_an_empty_document_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match=r"^a\.json is empty\.$") as refusal:
        sniff("a.json", JSON_TYPE, data)

    assert refusal.value.code == "document_empty"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
        (b"\xff\xd8\xff\xe0\0\0", "a JPEG image"),
        (b"GIF89a\0", "a GIF image"),
        (b"\x1f\x8b\x08\0", "a gzip archive"),
        (b"7z\xbc\xaf\x27\x1c\0", "a 7-Zip archive"),
        (b"Rar!\x1a\x07\x01\0", "a RAR archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "password-protected Office document"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"SQLite format 3\0\x10", "a database file"),
        (b"ab\x00\x01cd\xff\xfe", "a binary file of an unknown kind"),
        (b"words and \x00 zeros", "a binary file of an unknown kind"),
        (samples.zipped({"xl/workbook.xml": b"<a/>"}), "an Excel workbook"),
        (samples.zipped({"ppt/presentation.xml": b"<a/>"}), "a PowerPoint presentation"),
        (samples.zipped({"META-INF/MANIFEST.MF": b"a"}), "a Java archive"),
        (samples.zipped({"mimetype": b"application/epub+zip"}), "an OpenDocument or EPUB file"),
    ],
)
def test_what_is_no_documentation_is_unsupported(data: bytes, what: str) -> None:
    with pytest.raises(Unsupported, match=what) as refusal:
        sniff("a.json", JSON_TYPE, data)

    assert refusal.value.code == "unsupported_media_type"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"one\ntwo caf\xe9 three", r"UTF-8 text: byte 0xE9 at position 11 \(line 2\)"),
        (b"\xff\xfeA\0\x00\xd8", r"UTF-16-LE text: byte 0x00 at position 2 \(line 1\)"),
    ],
)
def test_text_that_is_not_unicode_is_refused_with_the_place(data: bytes, place: str) -> None:
    with pytest.raises(Invalid, match=place) as refusal:
        sniff("a.md", "", data)

    assert refusal.value.code == "not_utf8"


@pytest.mark.parametrize("charset", ["idna", "unicode_escape", "utf-7", "rot13", "no-such"])
def test_odd_character_sets_are_ignored(charset: str) -> None:
    assert sniff("a.md", f"text/markdown; charset={charset}", "é".encode()).format is Format.MARKDOWN
