"""The formats documents come in, and the suffixes and media types that name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.compiler.reading.dialects import Dialect


class Format(StrEnum):
    """How a document is written down."""

    JSON = "json"
    YAML = "yaml"
    HTML = "html"
    MARKDOWN = "markdown"
    SQL = "sql"
    TEXT = "text"
    PDF = "pdf"
    DOCX = "docx"
    ZIP = "zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What a document is; `charset` is what the sender declared, and "" when it did not."""

    format: Format
    content_type: str
    dialect: Dialect = Dialect.PLAIN
    charset: str = ""

    @property
    def parser(self) -> str:
        """Return the contract's word for the parser: json, yaml, html, text, pdf, docx or zip."""
        return "text" if self.format in (Format.MARKDOWN, Format.SQL) else self.format.value


SUFFIXES: Final[Mapping[str, tuple[Format, str]]] = {
    "json": (Format.JSON, "application/json"),
    "conndev": (Format.JSON, "application/json"),
    "yaml": (Format.YAML, "application/yaml"),
    "yml": (Format.YAML, "application/yaml"),
    "html": (Format.HTML, "text/html"),
    "htm": (Format.HTML, "text/html"),
    "xhtml": (Format.HTML, "application/xhtml+xml"),
    "md": (Format.MARKDOWN, "text/markdown"),
    "markdown": (Format.MARKDOWN, "text/markdown"),
    "sql": (Format.SQL, "application/sql"),
    "ddl": (Format.SQL, "application/sql"),
    "adoc": (Format.TEXT, "text/asciidoc"),
    "asciidoc": (Format.TEXT, "text/asciidoc"),
    "asc": (Format.TEXT, "text/asciidoc"),
    "rst": (Format.TEXT, "text/x-rst"),
    "csv": (Format.TEXT, "text/csv"),
    "graphql": (Format.TEXT, "application/graphql"),
    "gql": (Format.TEXT, "application/graphql"),
    "xml": (Format.TEXT, "application/xml"),
    "wsdl": (Format.TEXT, "application/xml"),
    "xsd": (Format.TEXT, "application/xml"),
    "txt": (Format.TEXT, "text/plain"),
    "log": (Format.TEXT, "text/plain"),
    "openapi": (Format.TEXT, "text/plain"),
}
PAGES: Final = frozenset(["html", "htm", "xhtml", "md", "markdown", "adoc", "asciidoc", "asc", "rst"])
"""The suffixes of documents that are written for people."""
DECLARED: Final[Mapping[str, tuple[Format, str]]] = {
    "application/json": (Format.JSON, "application/json"),
    "text/json": (Format.JSON, "application/json"),
    "application/yaml": (Format.YAML, "application/yaml"),
    "application/x-yaml": (Format.YAML, "application/yaml"),
    "application/vnd.yaml": (Format.YAML, "application/yaml"),
    "text/yaml": (Format.YAML, "application/yaml"),
    "text/x-yaml": (Format.YAML, "application/yaml"),
    "text/html": (Format.HTML, "text/html"),
    "application/xhtml+xml": (Format.HTML, "application/xhtml+xml"),
    "text/markdown": (Format.MARKDOWN, "text/markdown"),
    "text/x-markdown": (Format.MARKDOWN, "text/markdown"),
    "application/sql": (Format.SQL, "application/sql"),
    "application/x-sql": (Format.SQL, "application/sql"),
    "text/sql": (Format.SQL, "application/sql"),
    "application/csv": (Format.TEXT, "text/csv"),
}


def is_page_name(name: str) -> bool:
    """Return whether a document of that name says that it is written for people."""
    return name.rsplit(".", 1)[-1].lower() in PAGES
