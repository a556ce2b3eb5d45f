"""Pieces of text on paper as lines, whatever the order in which they were placed."""

from __future__ import annotations

from shared.compiler.reading.pdf_lines import Piece, page_texts
from shared.compiler.reading.printed_pages import printed_markdown

BODY = 10.0


def typed(text: str, y: float, x: float = 50) -> Piece:
    return Piece(text, x, y, BODY, typed=True)


def test_lines_stand_where_they_stand_on_the_paper() -> None:
    (text,) = page_texts(
        [
            [
                typed("GET /users", 680),
                typed("{", 640),
                typed('"id": 1', 628, 62),
                typed("}", 616),
                Piece("List users", 50, 720, 18),
                Piece("Every one of them, ", 50, 700, BODY),
                Piece("sorted", 146, 700, BODY, strong=True),
                Piece("\u2022", 50, 590, BODY),
                Piece("\u25e6", 60, 578, BODY),
                Piece("name", 60, 590, BODY, typed=True),
                Piece("(required) The name", 86, 590, BODY),
                Piece("of the user", 70, 578, BODY),
            ]
        ]
    )

    assert [line for line in text.split("\n") if line] == [
        "# List users",
        "Every one of them, **sorted**",
        "```", "GET /users", "{", '  "id": 1', "}", "```",
        "- `name` (required) The name",
        "  - of the user",
    ]  # fmt: skip


def test_what_stands_on_most_pages_is_left_out() -> None:
    pages = [
        [Piece("Acme API", 50, 800, BODY), Piece(f"Text {'abc'[n]}", 50, 700, BODY), Piece(f"{n + 1}", 300, 20, BODY)]
        for n in range(3)
    ]

    assert page_texts(pages) == ["Text a", "Text b", "Text c"]
    assert page_texts(pages[:2])[0].startswith("Acme API")


def test_code_goes_on_over_the_end_of_a_page_and_of_a_line() -> None:
    text = '```\n{\n  "url": "https://acme.example/a/\n      b",\n```\n\n--- Page 2 ---\n```\n  "id": 1\n}\n```'

    assert printed_markdown(text).split("\n") == [
        "```", "{", '  "url": "https://acme.example/a/b",', '  "id": 1', "}", "```",
    ]  # fmt: skip


def test_words_below_the_heads_of_columns_are_cells() -> None:
    text = (
        "Attribute Type Required Description\nid integer yes The number\nThe roles that\n"
        "roles array of strings no somebody has, and\nnothing else\nlast_name (optional) string no\n# Next\nand so on"
    )

    assert printed_markdown(text).split("\n") == [
        "",
        "| Attribute | Type | Required | Description |",
        "| id | integer | yes | The number |",
        "| roles | array of strings | no | somebody has, and |",
        "| last_name (optional) | string | no |  |",
        "",
        "# Next",
        "and so on",
    ]


def test_a_sentence_is_no_head_of_a_table() -> None:
    for sentence in ("Parameters", "The name is required", "Name your values", "Description Type"):
        assert printed_markdown(sentence) == sentence
