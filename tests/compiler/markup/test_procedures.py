"""References of remote procedures: one address, many names."""

from __future__ import annotations

from shared.compiler.backends.evaluation import lower
from shared.compiler.pipeline import Document, digest
from tests.compiler.markup.pages import answered, page, requests, sent


def _procedure(name: str, params: str, result: str, listed: str = "") -> str:
    request = f'```json\n{{"jsonrpc": "2.0", "method": "{name}", "id": 1, "params": {params}}}\n```\n'
    answer = f'```json\n{{"jsonrpc": "2.0", "id": 1, "result": {result}}}\n```\n'
    shown = f"Request example:\n\n{request}\nResponse example:\n\n{answer}\n"
    return f"{name}\n-------------\n\n- Parameters:\n{listed}\n{shown}"


PAGE = "".join(
    [
        "API endpoint\n------------\n\nURL: `https://YOUR_SERVER/rpc.php`\n\n",
        _procedure("getAllTeams", "{}", '[{"id": "7", "name": "Red", "external_id": "12", "is_open": "1"}]'),
        _procedure("getMyTeams", "{}", "[]"),
        _procedure(
            "getTeam", '{"team_id": 7}', '{"id": "7", "name": "Red"}', "    - **team_id** (integer, required)\n"
        ),
        _procedure("getTeamByName", '{"name": "Red"}', '{"id": "7"}', "    - **name** (string, required)\n"),
        _procedure(
            "createTeam",
            '["Red"]',
            "7",
            "    - **name** (string, required)\n    - **external_id** (string, optional)\n",
        ),
        _procedure(
            "updateTeam", "[]", "true", "    - **team_id** (integer, required)\n    - **name** (string, optional)\n"
        ),
        _procedure("removeTeam", "[7]", "true", "    - **team_id** (integer, required)\n"),
        _procedure("getAllUsers", "{}", '[{"id": "1", "username": "ada"}]'),
        _procedure("removeUser", "[1]", "true", "    - **user_id** (integer, required)\n"),
        _procedure(
            "addTeamUser",
            "[7, 1]",
            "true",
            "    - **team_id** (integer, required)\n    - **user_id** (integer, required)\n",
        ),
    ]
)


def test_each_procedure_is_a_request_at_the_one_address() -> None:
    found = page(PAGE)

    assert requests(found)[:3] == ["POST /#getAllTeams", "POST /#getMyTeams", "POST /#getTeam"]
    assert [base.uri for base in found.application.base_urls] == ["https://YOUR_SERVER/rpc.php"]


def test_numbers_shown_as_text_are_numbers_where_the_page_says_so() -> None:
    found = page(PAGE)

    assert answered(found, "POST /#getAllTeams") == {
        "result": [{"id": "integer", "name": "string", "external_id": "string", "is_open": "boolean"}]
    }
    assert sent(found, "POST /#createTeam") == {"name*": "string", "external_id": "string"}
    assert answered(found, "POST /#createTeam") is None


def test_classes_and_relations_of_procedures() -> None:
    found = lower(digest([Document(name="page.md", data=PAGE.encode())]).model)
    teams = next(each for each in found["objectClasses"] if each["name"] == "Team")

    assert teams["endpoints"] == {
        "list": "RPC getAllTeams",
        "get": "RPC getTeam",
        "create": "RPC createTeam",
        "update": "RPC updateTeam",
        "delete": "RPC removeTeam",
    }
    assert teams["paging"]["responsePath"] == "result"
    assert found["relations"] == [{"subject": "User", "object": "Team", "via": "RPC addTeamUser"}]


def test_a_procedure_that_gets_many_lists_them() -> None:
    text = _procedure("user.get", '{"limit": 2}', '[{"userid": "1", "username": "ada"}]') + _procedure(
        "user.create", '{"username": "eve"}', '{"userids": ["2"]}'
    )

    [users] = lower(digest([Document(name="page.md", data=text.encode())]).model)["objectClasses"]
    assert users["endpoints"] == {"list": "RPC user.get", "create": "RPC user.create"}
    assert [each["name"] for each in users["attributes"]] == ["userid", "username"]
