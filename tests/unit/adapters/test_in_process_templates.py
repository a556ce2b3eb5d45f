from __future__ import annotations

import pytest

from shared.adapters.in_process.faults import BadDefinition, StateError
from shared.adapters.in_process.templates import Template
from shared.kernel.hashing import Json

DATA: Json = {"name": "x", "n": 2, "list": [1], "json": '{"a":[1]}', "true": True}


def test_members_that_end_in_dollar_are_filled_in() -> None:
    template = Template.parse({"a": "$.name", "b.$": "$.name", "c": [{"d.$": "$$.Execution.Name"}], "e.$": "$"})

    assert template.render({"name": "x"}, {"Execution": {"Name": "job"}}) == {
        "a": "$.name",
        "b": "x",
        "c": [{"d": "job"}],
        "e": {"name": "x"},
    }


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("States.Format('a {} and {}', $.name, $.n)", "a x and 2"),
        ("States.Format('{}', $.list)", "[1]"),
        ("States.Format('{}{}', true, null)", "truenull"),
        (r"States.Format('it\'s \{\} {}', -1.5)", "it's {} -1.5"),
        ("States.Format('none')", "none"),
        ("States.StringToJson($.json)", {"a": [1]}),
        ("States.JsonToString($.list)", "[1]"),
        ("States.MathAdd($.n, -3)", -1),
        ("States.MathAdd( States.MathAdd(1,1) , 1 )", 3),
        ("States.Format('{}', $$.Execution.Name)", "job"),
    ],
)
def test_functions(call: str, value: Json) -> None:
    assert Template.parse({"v.$": call}).render(DATA, {"Execution": {"Name": "job"}}) == {"v": value}


@pytest.mark.parametrize(
    "call",
    [
        "States.Format('{}')",
        "States.Format($.n, 1)",
        "States.StringToJson('{')",
        "States.StringToJson($.n)",
        "States.MathAdd(1, 'x')",
        "States.MathAdd(1, $.true)",
        "States.MathAdd(1)",
    ],
)
def test_a_function_refuses_what_it_cannot_take(call: str) -> None:
    with pytest.raises(StateError, match=r"^States\.IntrinsicFailure: States\.\w+ cannot take these arguments$"):
        Template.parse({"v.$": call}).render(DATA, {})


def test_a_path_that_matches_nothing_fails_the_state() -> None:
    with pytest.raises(StateError, match=r"^States\.ParameterPathFailure: \$\.gone matches nothing$"):
        Template.parse({"v.$": "$.gone"}).render(DATA, {})


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("name", "is not a reference path"),
        ("$.a[*]", "is not a reference path"),
        (1, "where a path or an intrinsic function belongs"),
        ("States.UUID()", "States.UUID is not supported"),
        ("States.MathAdd(1, 2", "lacks a comma or a parenthesis"),
        ("States.MathAdd(1 2)", "lacks a comma or a parenthesis"),
        ("States.MathAdd(1, 2,)", "cannot read"),
        ("States.MathAdd(1, 2) x", "is not one call"),
        ("States.MathAdd(1, ?)", "cannot read"),
        ("States.MathAdd(" * 11 + "1" + ",1)" * 11, "cannot read"),
    ],
)
def test_an_expression_that_cannot_be_read_is_refused(expression: Json, message: str) -> None:
    with pytest.raises(BadDefinition, match=message):
        Template.parse({"v.$": expression})


def test_constants_of_a_template_can_be_read_before_it_is_rendered() -> None:
    template = Template.parse({"FunctionName": "f", "Payload.$": "$"})

    assert template.members == {"FunctionName", "Payload"}
    assert [template.constant(name) for name in ("FunctionName", "Payload")] == ["f", None]
