"""`shared.compiler.reading.text`: pages, PDF and Word documents as text."""

from __future__ import annotations

import pytest

from shared.compiler.reading.media import Format, Media, sniff
from shared.compiler.reading.tables import table
from shared.compiler.reading.text import text
from shared.compiler.reading.text_limits import TextLimits
from shared.kernel.errors import ApplicationError, Invalid, TooLarge, Unsupported
from tests.unit.reading import samples

PAGE = """<!DOCTYPE html><html><head><title>T</title><style>p {}</style></head><body>
<nav><a href="/">Home</a></nav><div role="navigation">Menu</div>
<h1>Users <a class="anchor" href="#users">¶</a></h1>
<p>Users are <b>people</b> &amp; robots.<br>See <code>GET /users</code>.
<ul><li>one<li>two<ul><li>inner</li></ul></li></ul>
<ol><li>first</li><li>second</li></ol>
<pre><code class="language-json">{
  "a": "&lt;b&gt;"
}
</code></pre>
<table><thead><tr><th>Field<th>Type</thead><tr><td>name<td><p>string</p> | null<tr><td>age</td></tr></table>
<dl><dt>Term</dt><dd>Meaning</dd></dl>
<script>if (a < b) { document.write("<p>no</p>") }</script><!-- not this --><button>Copy</button>
<img src="x.png" alt="A picture"></body></html>"""


def read(name: str, data: bytes, limits: TextLimits | None = None) -> str:
    return text(name, sniff(name, "", data), data, limits)


class TestPages:
    def test_keep_what_people_read(self) -> None:
        assert read("a.html", PAGE.encode()) == (
            "# Users\n\n"
            "Users are **people** & robots.\nSee `GET /users`.\n\n"
            "- one\n\n- two\n\n  - inner\n\n"
            "1. first\n\n2. second\n\n"
            '```json\n{\n  "a": "<b>"\n}\n```\n\n'
            "| Field | Type |\n| --- | --- |\n| name | string \\| null |\n| age |\n\n"
            "Term\n\n: Meaning\n\n"
            "A picture"
        )

    def test_keep_a_fence_longer_than_what_it_fences(self) -> None:
        assert read("a.html", b"<html><pre>```\nx\n```</pre>") == "````\n```\nx\n```\n````"

    def test_flatten_a_table_in_a_table(self) -> None:
        page = b"<html><table><tr><td>a<table><tr><td>b<td>c</table></td><td>d</td></tr></table>end"

        assert read("a.html", page) == "| a b c | d |\n| --- | --- |\n\nend"

    def test_in_an_older_character_set_are_read(self) -> None:
        page = '<html><head><meta charset="iso-8859-1"></head><body>caf\xe9'.encode("latin-1")

        assert read("a.html", page) == "café"

    @pytest.mark.parametrize(
        "hostile",
        [
            "<div>" * 100_000,
            "<b>" * 100_000 + "<p>x" * 1000,
            "".join(f"<b id={n}>" for n in range(50_000)),
            "<a " + " ".join(f"a{n}=1" for n in range(100_000)),
            "<ul><li>" * 50_000,
            "<table><tr><td>" * 50_000,
            "<" * 200_000,
            "<!--" * 100_000,
            "<!-- -->" * 50_000 + "x",
            "<script>" * 100_000,
            '<a b="' * 100_000,
            "<nav>" * 100_000 + "</nav>" * 100_000,
            "&" * 300_000,
            "<table><tr>" + "<td>x" * 30_000 + "<tr><td>y" * 30_000 + "</table>",
        ],
        ids=range(14),
    )
    def test_made_to_take_for_ever_take_no_time(self, hostile: str) -> None:
        written = read("a.html", b"<html><body>start " + hostile.encode() + b"</body>")

        assert written.startswith(("start", "- start"))

    def test_of_too_many_elements_are_refused(self) -> None:
        with pytest.raises(TooLarge, match="more than 100 elements"):
            read("a.html", b"<html>" + b"<p>x" * 100, TextLimits(nodes=100))


class TestPlainText:
    def test_gets_line_feeds_and_loses_its_mark(self) -> None:
        assert read("a.md", b"\xef\xbb\xbf# A\r\nb\rc\n") == "# A\nb\nc\n"

    def test_is_bounded(self) -> None:
        with pytest.raises(TooLarge, match=r"a\.md holds more than 10 characters") as refusal:
            read("a.md", b"x" * 11, TextLimits(characters=10))

        assert refusal.value.code == "document_too_large"

    def test_of_an_archive_does_not_exist(self) -> None:
        with pytest.raises(Unsupported, match="its documents are read one by one"):
            read("a.zip", samples.zipped({"a.md": b"x"}))


class TestPdf:
    def test_is_read_page_by_page(self) -> None:
        assert read("a.pdf", samples.pdf("Users\nGET /users", "Groups")) == (
            "--- Page 1 ---\nUsers\nGET /users\n\n--- Page 2 ---\nGroups"
        )

    def test_locked_against_changes_only_is_read(self) -> None:
        assert read("a.pdf", samples.locked_pdf("")) == "--- Page 1 ---\nsecret"

    @pytest.mark.parametrize(
        ("data", "code", "message"),
        [
            (b"%PDF-1.7\nnothing", "pdf_broken", "is a broken PDF document"),
            (samples.pdf("x" * 5000)[:400], "pdf_broken", "is a broken PDF document"),
            (samples.locked_pdf("word"), "pdf_encrypted", "is protected by a password"),
            (samples.pdf("", ""), "pdf_without_text", "holds no text"),
        ],
    )
    def test_that_cannot_be_read_says_why(self, data: bytes, code: str, message: str) -> None:
        with pytest.raises(Invalid, match=rf"^a\.pdf {message}.*\.$") as refusal:
            read("a.pdf", data)

        assert refusal.value.code == code

    @pytest.mark.parametrize(
        ("limits", "what"),
        [
            (TextLimits(pages=2), "2 pages"),
            (TextLimits(characters=8), "8 characters"),
            (TextLimits(stream=60), "60 bytes of page descriptions"),
            (TextLimits(operations=5), "5 drawing operations"),
        ],
    )
    def test_is_bounded(self, limits: TextLimits, what: str) -> None:
        with pytest.raises(TooLarge, match=f"more than {what}") as refusal:
            read("a.pdf", samples.pdf("one", "two", "three"), limits)

        assert refusal.value.code == "document_too_large"

    def test_with_a_page_that_unpacks_without_end_is_refused(self) -> None:
        bomb = samples.pdf("A" * 20_000_000, packed=True)

        with pytest.raises(TooLarge, match="holds a page that is too large"):
            read("a.pdf", bomb)


class TestWord:
    def test_keeps_headings_lists_and_tables(self) -> None:
        assert read("a.docx", samples.docx()) == (
            "# Acme API\n\n## Users\n\nUsers are people.\n\n- first\n- second\n\n"
            "| Field | Type |\n| --- | --- |\n| name | string \\| null |\n\n"
            "```\nGET /users\nAccept: text/html\n```\n\nThe end."
        )

    def test_merged_cells_are_not_repeated_as_often_as_the_file_asks(self) -> None:
        body = (
            b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl><w:tr>'
            b'<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>'
            b"</w:tr></w:tbl></w:body></w:document>"
        )

        assert read("a.docx", samples.altered(samples.docx(), "word/document.xml", body)) == "| x |\n| --- |"

    def test_entities_are_not_expanded(self) -> None:
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
        body = (
            f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><w:document xmlns:w='
            '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&l11;</w:t></w:r>'
            "</w:p></w:body></w:document>"
        ).encode()

        with pytest.raises(Invalid, match="is a broken Word document"):
            read("a.docx", samples.altered(samples.docx(), "word/document.xml", body))

    @pytest.mark.parametrize(
        ("data", "error", "code", "message"),
        [
            (samples.zipped({"word/document.xml": b"<w"}), Invalid, "docx_broken", "is a broken Word document"),
            (
                samples.altered(samples.docx(), "word/document.xml", b"<a/>"),
                Invalid,
                "docx_broken",
                "is a broken Word document",
            ),
            (
                samples.altered(samples.docx(), "word/document.xml", bytes(12_000_000)),
                TooLarge,
                "archive_too_large",
                "times its packed size",
            ),
        ],
    )
    def test_that_cannot_be_read_says_why(
        self, data: bytes, error: type[ApplicationError], code: str, message: str
    ) -> None:
        with pytest.raises(error, match=message) as refusal:
            read("a.docx", data)

        assert refusal.value.code == code

    @pytest.mark.parametrize(
        ("limits", "what"), [(TextLimits(nodes=20), "20 elements"), (TextLimits(characters=9), "9 characters")]
    )
    def test_is_bounded(self, limits: TextLimits, what: str) -> None:
        with pytest.raises(TooLarge, match=f"more than {what}"):
            read("a.docx", samples.docx(), limits)


def test_a_table_without_content_is_nothing() -> None:
    assert table([["", " "], []]) == ""


def test_the_contract_knows_six_parsers() -> None:
    parsers = {format_.value: Media(format=format_, content_type="").parser for format_ in Format}

    assert parsers == {
        "json": "json",
        "yaml": "yaml",
        "html": "html",
        "markdown": "text",
        "sql": "text",
        "text": "text",
        "pdf": "pdf",
        "docx": "docx",
        "zip": "zip",
    }
