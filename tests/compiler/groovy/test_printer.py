"""How trees are printed: quotes, escapes, precedence, line length."""

from __future__ import annotations

import pytest

from shared.compiler.writing.groovy.expressions import (
    FALSE,
    NULL,
    TRUE,
    Binary,
    Conditional,
    Expression,
    Index,
    Invoke,
    ListOf,
    MapOf,
    Member,
    Name,
    New,
    Not,
    Number,
    Text,
)
from shared.compiler.writing.groovy.printer import render
from shared.compiler.writing.groovy.syntax import (
    Assign,
    Block,
    Command,
    Comment,
    Define,
    DefineClosure,
    Do,
    For,
    If,
    Import,
    Return,
    Throw,
    Try,
    While,
)

_A, _B, _C = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        (Text('it\'s $5 \\ "x"\n\t\r'), "'it\\'s $5 \\\\ \"x\"\\n\\t\\r'"),
        (Text("é€\U0001f600\x00"), "'\\u00e9\\u20ac\\ud83d\\ude00\\u0000'"),
        (Text("\\u0041"), "'\\\\u0041'"),
        (Binary(Binary(_A, "-", Number(1)), "*", _B), "(a - 1) * b"),
        (Binary(_A, "-", Binary(_B, "-", _C)), "a - (b - c)"),
        (Binary(Binary(_A, "+", _B), "+", _C), "a + b + c"),
        (Binary(Binary(_A, "==", NULL), "||", Not(Binary(_B, "<", _C))), "a == null || !(b < c)"),
        (Binary(Conditional(_A, _B, _C), "&&", TRUE), "(a ? b : c) && true"),
        (Conditional(_A, Conditional(_B, TRUE, FALSE), _C), "a ? (b ? true : false) : c"),
        (Invoke(Binary(_A, "+", _B), "trim"), "(a + b).trim()"),
        (Member(Invoke(_A, "get", (Text("x"),), safe=True), "y", safe=True), "a?.get('x')?.y"),
        (Index(Invoke(None, "list", (_A, _B)), 0), "list(a, b)[0]"),
        (ListOf((_A, Number(2))), "[a, 2]"),
        (MapOf(()), "[:]"),
        (MapOf((("k", _A), ("l", _B))), "['k': a, 'l': b]"),
        (New("a.B", (Text("c"),)), "new a.B('c')"),
    ],
)
def test_expression(expression: Expression, printed: str) -> None:
    assert render((Do(expression),)) == f"{printed}\n"


def test_statements() -> None:
    script = (
        Import("a.B"),
        Import("a.C"),
        Define("x"),
        Try((Assign("x", _A),), "Failure", (Throw(New("B")),)),
        Comment("says\n why \u20ac"),
        Block(
            "outer",
            (Text("t"), _A),
            (
                Block("inner", (), (Return(_A),), ("p", "q")),
                DefineClosure("run", ("it",), (Do(_B),)),
                If(_A, (Define("y", _B),)),
                For("z", _C, (While(TRUE, (Do(_A),)),)),
                Command("single"),
            ),
        ),
    )

    assert render(script) == (
        "import a.B\n"
        "import a.C\n"
        "\n"
        "def x\n"
        "try {\n"
        "    x = a\n"
        "} catch (Failure ignored) {\n"
        "    throw new B()\n"
        "}\n"
        "\n"
        "// says why \\u20ac\n"
        "outer('t', a) {\n"
        "    inner { p, q ->\n"
        "        return a\n"
        "    }\n"
        "    def run = { it ->\n"
        "        b\n"
        "    }\n"
        "    if (a) {\n"
        "        def y = b\n"
        "    }\n"
        "    for (z in c) {\n"
        "        while (true) {\n"
        "            a\n"
        "        }\n"
        "    }\n"
        "    single()\n"
        "}\n"
    )


def test_breaks_long_commands_after_a_comma() -> None:
    names = tuple(Text("x" * 30) for _ in range(4))
    quoted = f"'{'x' * 30}'"

    assert render((Command("take", names),)) == f"take {quoted}, {quoted}, {quoted},\n    {quoted}\n"
