"""What an upload is: by its content, then by its name, then by what the sender says."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

import orjson

from shared.compiler.reading.containers import container, unsupported
from shared.compiler.reading.dialects import Dialect, recognise
from shared.compiler.reading.encodings import decode, is_marked
from shared.compiler.reading.media_types import DECLARED, SUFFIXES, Format, Media
from shared.kernel.errors import Invalid

__all__ = ["Format", "Media", "sniff"]

_DECLARED_DIALECTS: Final = (
    ("conndev+json", Dialect.CONNDEV),
    ("scim+json", Dialect.SCIM),
    ("sql+json", Dialect.SQL),
)
_JSON_TYPES: Final = {
    Dialect.OPENAPI: "application/openapi+json",
    Dialect.SWAGGER: "application/openapi+json",
    Dialect.SCIM: "application/scim+json",
    Dialect.SQL: "application/sql+json",
    Dialect.CONNDEV: "application/conndev+json",
}
_UNKNOWN: Final = "a binary file of an unknown kind"
_CONTENT_TYPES: Final = {
    Format.SQL: "application/sql",
    Format.MARKDOWN: "text/markdown",
    Format.TEXT: "text/plain",
}

_HEAD: Final = 4096
_FIRST_LINES: Final = 200
_BLANK: Final = b" \t\r\n\f\v\x00\xef\xbb\xbf\xff\xfe"
# Control characters no text has, whatever its character set; tab, line feed, form feed, return and escape do occur.
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_META_CHARSET: Final = re.compile(rb"<meta\b[^>]{0,200}\bcharset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_PRESCAN: Final = 1024  # as browsers do (HTML, section 13.2.3.2)
# Atomic, so that a file of nothing but comments cannot be divided in exponentially many ways.
_HTML: Final = re.compile(
    r"(?>\s*+(?:<\?xml[^>]*>|<!--.*?-->))*+\s*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_XML: Final = re.compile(r"\s*<\?xml\b")
_SPECIFICATION: Final = re.compile(r"^[\"']?(openapi|swagger)[\"']?[ \t]*:[ \t]*[\"']?(\d[\d.]*)", re.MULTILINE)
_YAML_KEY: Final = re.compile(r"[\"']?[\w$.-]+[\"']?[ \t]*:(?:\s|$)")
_JSON: Final = re.compile(r"\s*+[{\[]\s*+[\"{}\[\]]")
_SQL: Final = re.compile(r"^[ \t]*create\s+(?:\w+\s+){0,4}table\b", re.IGNORECASE | re.MULTILINE)
_MARKDOWN: Final = re.compile(r"^(?:#{1,6}[ \t]+\S|```|~~~)", re.MULTILINE)
_MARKS: Final = ((Format.SQL, _SQL), (Format.MARKDOWN, _MARKDOWN))


def sniff(filename: str, declared_media_type: str, data: bytes) -> Media:
    """
    Return what an upload is; its syntax is not checked, only recognised.

    Content decides where it can: a specification is recognised under any name, and JSON is JSON even as `.yaml`. Then
    the suffix decides, then the declared type; what is left is text.

    Raises:
        Invalid: `document_empty`, `not_utf8` or `archive_broken`.
        Unsupported: a format no reader knows.
    """
    if not data.strip(_BLANK):
        message = f"{filename} is empty."
        raise Invalid(message, code="document_empty")
    return container(filename, data) or _written(filename, declared_media_type, data)


def _written(filename: str, declared: str, data: bytes) -> Media:
    media_type, charset = _declaration(declared, data)
    try:
        text = decode(filename, data, charset)
    except Invalid:
        if not is_marked(data) and _CONTROL.search(data[:_HEAD]):
            raise unsupported(filename, _UNKNOWN) from None
        raise
    if "\0" in text:
        raise unsupported(filename, _UNKNOWN)
    media = _decide(filename, media_type, text)
    return Media(format=media.format, content_type=media.content_type, dialect=media.dialect, charset=charset)


def _declaration(declared: str, data: bytes) -> tuple[str, str]:
    """Return the media type and the character set that the sender, or else the head of an HTML page, declares."""
    media_type, _, parameters = declared.partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.IGNORECASE)
    if charset:
        return media_type.strip().lower(), charset[1].lower()
    head = data[:_PRESCAN]
    meta = _META_CHARSET.search(head) if _HTML.match(head.decode("latin-1")) else None
    return media_type.strip().lower(), meta[1].decode("ascii", "ignore").lower() if meta else ""


def _decide(filename: str, media_type: str, text: str) -> Media:
    hint = _by_name(filename) or _by_declaration(media_type)
    may_quote = hint is not None and hint.format is Format.MARKDOWN  # whose headings look like comments of YAML
    by_content = _json(filename, media_type, text) or _html(text) or (None if may_quote else _specification(text))
    if by_content:
        return by_content
    if hint is None or hint.format is Format.JSON:
        return _broken_json(hint, filename, text) or _guess(text)
    return hint


def _json(filename: str, media_type: str, text: str) -> Media | None:
    """Return JSON if `text` is an object or array; orjson itself bounds the depth at 1,024."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        value = orjson.loads(text)
    except ValueError:
        return None
    return _json_media(_json_dialect(filename, media_type, value))


def _json_dialect(filename: str, media_type: str, value: object) -> Dialect:
    declared = next((dialect for word, dialect in _DECLARED_DIALECTS if word in media_type), Dialect.PLAIN)
    if declared is Dialect.CONNDEV or _is_conndev_name(filename):
        return Dialect.CONNDEV
    return recognise(value) or declared


def _json_media(dialect: Dialect) -> Media:
    content_type = _JSON_TYPES.get(dialect, "application/json")
    return Media(format=Format.JSON, content_type=content_type, dialect=dialect)


def _html(text: str) -> Media | None:
    if not _HTML.match(text[:_HEAD]):
        return None
    content_type = "application/xhtml+xml" if _XML.match(text[:_HEAD]) else "text/html"
    return Media(format=Format.HTML, content_type=content_type)


def _specification(text: str) -> Media | None:
    """Return YAML if `text` names its specification in the first column and begins as a YAML mapping does."""
    lines = (line for line in islice(text[:_HEAD].splitlines(), _FIRST_LINES) if line.strip())
    first = next((line for line in lines if not line.startswith(("#", "---", "%"))), "")
    found = _SPECIFICATION.search(text) if _YAML_KEY.match(first) else None
    if not found:
        return None
    return Media(format=Format.YAML, content_type="application/yaml", dialect=recognise({found[1]: found[2]}))


def _by_name(filename: str) -> Media | None:
    known = SUFFIXES.get(_suffix(filename))
    return Media(format=known[0], content_type=known[1]) if known else None


def _by_declaration(media_type: str) -> Media | None:
    if known := DECLARED.get(media_type):
        return Media(format=known[0], content_type=known[1])
    if media_type.endswith(("+json", "+yaml")):
        format_ = Format(media_type[-4:])
        return Media(format=format_, content_type=f"application/{format_}")
    if (media_type.startswith("text/") and media_type != "text/plain") or media_type.endswith("xml"):
        return Media(format=Format.TEXT, content_type=media_type)
    return None


def _broken_json(hint: Media | None, filename: str, text: str) -> Media | None:
    """Return JSON if `text` means to be JSON and is not, so that the reader can say where it breaks."""
    if hint is None and not _JSON.match(text):
        return None
    return _json_media(Dialect.CONNDEV if _is_conndev_name(filename) else Dialect.PLAIN)


def _guess(text: str) -> Media:
    format_ = next((format_ for format_, mark in _MARKS if mark.search(text)), Format.TEXT)
    return Media(format=format_, content_type=_CONTENT_TYPES[format_])


def _is_conndev_name(filename: str) -> bool:
    name = _last(filename).lower()
    return name.endswith(".conndev") or (name.startswith("conndev_") and name.endswith(".json"))


def _suffix(filename: str) -> str:
    name = _last(filename)
    return name.rsplit(".", 1)[1].lower() if "." in name else ""


def _last(filename: str) -> str:
    return filename.replace("\\", "/").rsplit("/", 1)[-1]
