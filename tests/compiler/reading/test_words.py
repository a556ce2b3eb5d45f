"""Words, plurals and the ladders of schema names."""

from __future__ import annotations

import pytest

from shared.compiler.reading.ladders import stem, stem_name
from shared.compiler.reading.token_prefixes import token_prefix
from shared.compiler.reading.words import is_plural, noun, words


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("userGroups", ("user", "groups")),
        ("user_groups", ("user", "groups")),
        ("LDAPGroup", ("ldap", "group")),
        ("usergroups", ("user", "groups")),
        ("X-API-Key", ("x", "api", "key")),
    ],
)
def test_words(identifier: str, expected: tuple[str, ...]) -> None:
    assert words(identifier) == expected


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("people", "person"), ("identities", "identity"), ("addresses", "address"), ("statuses", "status"),
        ("companies", "company"), ("boxes", "box"), ("orgs", "organization"), ("aliases", "alias"), ("class", "class"),
        ("children", "child"), ("responses", "response"), ("branches", "branch"), ("sms", "sms"), ("keys", "key"),
    ],
)  # fmt: skip
def test_singulars(plural: str, singular: str) -> None:
    assert noun(plural) == (singular,)


def test_plurals_are_known() -> None:
    assert [is_plural(word) for word in ("users", "user", "status", "people", "")] == [True, False, False, True, False]


@pytest.mark.parametrize(
    ("schema_name", "expected"),
    [
        ("User", ("user",)), ("UserResponse", ("user",)), ("UserResponseDto", ("user",)),
        ("CreateUserOption", ("user",)),
        ("PatchedUserRequest", ("user",)), ("api.v1.UserRepresentation", ("user",)), ("UserCompact", ("user",)),
        ("ProjectMemberEntity", ("project", "member")), ("UserLoginStep", ("user", "login", "step")),
        ("UserType", ("user", "type")), ("Page_User_", ("user",)), ("Response", ()), ("InlineResponse200", ()),
        ("PagedUserList", ("user",)), ("OrganizationMemberships", ("organization", "membership")), ("users", ("user",)),
    ],
)  # fmt: skip
def test_stems(schema_name: str, expected: tuple[str, ...]) -> None:
    assert stem(schema_name) == expected


@pytest.mark.parametrize(
    ("schema_name", "expected"),
    [("XMLRoleResponse", "XMLRole"), ("user_dto", "User"), ("rest_subteam", "SubTeam"), ("People", "Person")],
)
def test_stems_keep_the_documented_case(schema_name: str, expected: str) -> None:
    assert stem_name(schema_name) == expected


@pytest.mark.parametrize(
    ("description", "prefix"),
    [
        ("Send `Authorization: token YOUR_TOKEN`.", "token"),
        ('Tokens must be prepended with "token" and a space.', "token"),
        ("Use 'ApiToken {key}' as value.", "ApiToken"),
        ("Send your key in this header.", ""),
    ],
)
def test_prefixes_of_tokens(description: str, prefix: str) -> None:
    assert token_prefix(description) == prefix
