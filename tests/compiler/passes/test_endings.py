"""Verbs that stand in for the plain operations, and where pages start."""

from __future__ import annotations

import pytest

from tests.compiler.documents import (
    NUMBER,
    TEXT,
    Json,
    accepts,
    an_object,
    an_openapi,
    answers,
    crud,
    endpoints,
    many,
    model_of,
    ref,
    the,
)

THING = an_object("name", id=TEXT, name=TEXT)


def procedures(thing: str, *verbs: str) -> Json:
    name = thing.capitalize()
    body = {"post": {**accepts(an_object(id=TEXT, name=TEXT)), **answers()}}
    return an_openapi(
        {
            f"/{thing}s.list": {"get": answers(an_object(**{f"{thing}s": many(ref(name))}))},
            f"/{thing}s.create": body,
            **{f"/{thing}s.{verb}": body for verb in verbs},
        },
        {name: THING},
    )


@pytest.mark.parametrize("verb", ["archive", "disable", "deactivate", "revoke"])
def test_what_nothing_deletes_is_put_away(verb: str) -> None:
    assert endpoints(the(model_of(procedures("group", verb)), "Group"))["delete"] == f"POST /groups.{verb}"


def test_deleting_is_better_than_putting_away() -> None:
    found = the(model_of(procedures("group", "archive", "delete")), "Group")

    assert endpoints(found)["delete"] == "POST /groups.delete"


def test_disabling_a_person_is_not_deleting() -> None:
    assert "delete" not in endpoints(the(model_of(procedures("user", "disable")), "User"))


@pytest.mark.parametrize(("verbs", "chosen"), [(("rename",), "rename"), (("rename", "update"), "update")])
def test_renaming_is_the_last_way_to_update(verbs: tuple[str, ...], chosen: str) -> None:
    assert endpoints(the(model_of(procedures("group", *verbs)), "Group"))["update"] == f"POST /groups.{chosen}"


def test_setting_the_teams_of_something_updates_no_team() -> None:
    root = procedures("team")
    root["paths"]["/rooms.setTeams"] = {"post": {**accepts(an_object(room=TEXT, teams=many(TEXT))), **answers()}}

    assert "update" not in endpoints(the(model_of(root), "Team"))


@pytest.mark.parametrize(
    ("parameter", "first"),
    [
        ({"name": "page"}, 1),
        ({"name": "page", "description": "Page number, starting at 0."}, 0),
        ({"name": "page", "description": "A zero-based page index."}, 0),
        ({"name": "page", "schema": {"type": "integer", "default": 0}}, 0),
        ({"name": "offset"}, 0),
        ({"name": "offset", "schema": {"type": "integer", "default": 25}}, 0),
        ({"name": "start", "description": "1-based index of the first entry."}, 1),
        ({"name": "start", "schema": {"type": "integer", "default": 1}}, 1),
    ],
)
def test_where_pages_start(parameter: Json, first: int) -> None:
    given = {"in": "query", "schema": NUMBER, **parameter}
    paths = crud("/users", ref("User"))
    paths["/users"]["get"] = {**answers(many(ref("User"))), "parameters": [given]}

    listing = the(model_of(an_openapi(paths, {"User": THING})), "User").operation("list")
    assert listing is not None
    assert (listing.paging.position, listing.paging.first) == (given["name"], first)


def test_lists_of_the_standard_for_identities_start_at_one() -> None:
    body = an_object(totalResults=NUMBER, Resources=many(ref("User")))
    paths = crud("/Users", ref("User"))
    paths["/Users"]["get"] = {**answers(body), "parameters": [{"name": "startIndex", "in": "query", "schema": NUMBER}]}

    listing = the(model_of(an_openapi(paths, {"User": THING})), "User").operation("list")
    assert listing is not None
    assert (listing.paging.style, listing.paging.first) == ("scim", 1)


def test_the_only_list_beside_the_place_in_it_is_the_list() -> None:
    page = an_object(next_cursor=TEXT)
    body = an_object(ok={"type": "boolean"}, people=many(ref("User")), response_metadata=page)
    paths = crud("/users", ref("User"))
    paths["/users"]["get"] = answers(body)

    listing = the(model_of(an_openapi(paths, {"User": THING})), "User").operation("list")
    assert listing is not None
    assert listing.answer_path == ("people",)


def test_a_procedure_that_finds_by_something_is_the_lesser_list() -> None:
    needed = {"parameters": [{"name": "owner", "in": "query", "required": True, "schema": TEXT}]}
    root = an_openapi(
        {
            "/getGroupsByOwner": {"get": answers(many(ref("Group")))},
            "/getGroups": {"get": {**answers(many(ref("Group"))), **needed}},
        },
        {"Group": THING},
    )

    assert endpoints(the(model_of(root), "Group"))["list"] == "GET /getGroups"
