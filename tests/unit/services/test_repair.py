"""Scripts of a session, checked and mended one by one and class by class."""

from __future__ import annotations

import pytest

from shared.services.repair import Repair, Repaired, Rewrite, RewriteRequest, StoredScript, phase_of

_NATIVE = "objectClass('User') {\n    attribute('id') {\n        jsonType 'int'\n    }\n}\n"
_MENDED = _NATIVE.replace("'int'", "'integer'")
_UPDATE = (
    "objectClass('User') {\n    update {\n        endpoint(PATCH, 'users/{id}') {\n"
    "            supportedAttributes 'id', 'mail'\n        }\n    }\n}\n"
)
_TYPE = "java.lang.IllegalArgumentException: Unknown json schema type: int"
_ATTRIBUTE = "ConnectorException: Attribute mail not found in schema"
_YAML = """\
objectClass: User
update:   # mine
  endpoints:
    - method: PATCH
      path: users/{id}
      request:
        contentType: application/json
      supportedAttributes: [login]
"""


def _script(key: str, code: str) -> StoredScript:
    return StoredScript(operation_key=key, session_key=f"{key}Output", code=code)


class _Model:
    """A language model that proposes what it was made with, and remembers what it was asked."""

    def __init__(self, proposal: str | None) -> None:
        self.proposal = proposal
        self.asked: list[RewriteRequest] = []

    def rewrite(self, request: RewriteRequest) -> Rewrite:
        self.asked.append(request)
        return Rewrite(code=self.proposal)


@pytest.mark.parametrize(
    ("key", "phase"),
    [
        ("userNativeSchema", "schema"),
        ("userConnid", "schema"),
        ("membershipCode", "schema"),
        ("authorization", "authorization"),
        ("userSearchAll", "operation"),
        ("userDelete", "operation"),
    ],
)
def test_a_key_says_when_its_script_runs(key: str, phase: str) -> None:
    assert phase_of(key) == phase


def test_a_script_is_refused_for_what_the_framework_rejects() -> None:
    assert Repair().refusals("userNativeSchema", _MENDED) == ()
    assert Repair().refusals("userNativeSchema", _NATIVE) == (
        "userNativeSchema.groovy#line 3 column 9: error LOD020: Unknown json schema type `int`.",
    )


@pytest.mark.parametrize("code", ["class Helper { }\n", "objectClass('User') { search { } }\n"])
def test_a_script_that_is_not_understood_is_taken(code: str) -> None:
    assert Repair().refusals("userSearchAll", code) == ()


def test_a_script_is_mended_by_rule_and_the_model_not_asked() -> None:
    model = _Model("objectClass('User') { }\n")

    found = Repair(rewriter=model).repair(_script("userNativeSchema", _NATIVE), [_TYPE])

    assert found == Repaired(
        code=_MENDED, format="groovy", changed=True, reasons=("LOD020: Unknown json schema type `int`.",)
    )
    assert model.asked == []


def test_without_messages_nothing_is_mended() -> None:
    found = Repair(rewriter=_Model("x")).repair(_script("userNativeSchema", _NATIVE), ["  "])

    assert (found.code, found.changed) == (_NATIVE, False)


def test_where_no_rule_helps_the_model_is_asked() -> None:
    model = _Model("objectClass('User') { }\n")

    found = Repair(rewriter=model).repair(_script("userNativeSchema", _MENDED), ["It is too slow"])

    assert (found.code, found.changed) == ("objectClass('User') { }\n", True)
    assert model.asked == [
        RewriteRequest(
            operation_key="userNativeSchema",
            code=_MENDED,
            messages=("It is too slow",),
            findings=("not understood: It is too slow",),
        )
    ]


def test_a_proposal_the_framework_would_reject_is_not_taken() -> None:
    found = Repair(rewriter=_Model(_NATIVE)).repair(_script("userNativeSchema", _MENDED), ["It is too slow"])

    assert (found.code, found.changed) == (_MENDED, False)
    assert "LOD020" in found.rejected


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (
            _YAML.replace("method: PATCH\n      ", ""),
            'NullPointerException: String.toUpperCase() because "name" is null',
        ),
        (_YAML.replace("method: PATCH\n      ", ""), "missing method"),
        (_YAML.replace("  endpoints", "  shiny:\n    a: 1\n\n  endpoints"), 'Unrecognized field "shiny"'),
        (_YAML.replace("- method", "- verb: x  # mine\n      method"), 'Unrecognized field "verb"'),
        (_YAML.replace("json", "xml"), "Content type was specified, but missing implementation of body method"),
    ],
)
def test_a_document_in_yaml_is_mended_by_its_lines(broken: str, message: str) -> None:
    found = Repair().repair(_script("userUpdate", broken), [message])

    assert (found.code, found.format, found.changed, found.diagnostics) == (_YAML, "yaml", True, ())


@pytest.mark.parametrize(
    ("broken", "message", "code"),
    [
        ("objectClass: User\nupdate: {endpoints: [{path: users}]}\n", "missing method", "LOD047"),
        (f"{_YAML}create: {{endpoints: []}}\n", "must declare exactly one operation", "LOD046"),
        (_YAML.replace("json", "xml"), "missing method", "LOD036"),
    ],
)
def test_what_no_line_of_a_document_shows_is_diagnosed(broken: str, message: str, code: str) -> None:
    found = Repair().repair(_script("userUpdate", broken), [message])

    assert (found.code, found.changed) == (broken, False)
    assert [code in it for it in found.diagnostics] == [True]


def test_the_scripts_of_a_class_are_fixed_together() -> None:
    found = Repair().fix([_script("userNativeSchema", _NATIVE), _script("userUpdate", _UPDATE)], [_TYPE, _ATTRIBUTE])

    assert found.answer() == {
        "scripts": [
            {
                "operationKey": "userNativeSchema",
                "sessionKey": "userNativeSchemaOutput",
                "format": "groovy",
                "code": _MENDED,
            },
            {
                "operationKey": "userUpdate",
                "sessionKey": "userUpdateOutput",
                "format": "groovy",
                "code": _UPDATE.replace(", 'mail'", ""),
            },
        ],
        "changedOperations": [
            {"operationKey": "userNativeSchema", "reason": "LOD020: Unknown json schema type `int`."},
            {"operationKey": "userUpdate", "reason": "LOD035: `User` has no attribute `mail`."},
        ],
        "rejectedScripts": [],
        "documentationEscalated": False,
        "documentationQuery": None,
        "analysis": (
            "userNativeSchema: LOD020: Unknown json schema type `int`.\n"
            "userUpdate: LOD035: `User` has no attribute `mail`."
        ),
    }


def test_a_fix_that_finds_nothing_says_so() -> None:
    found = Repair().fix([_script("userNativeSchema", _MENDED)], [_TYPE])

    assert (found.scripts, found.analysis) == ((), "Nothing in the script is what the messages complain of.")
