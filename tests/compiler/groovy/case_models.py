"""The golden cases: one model for each trap of the framework."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.operation import Filter, Operation, Paging
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Anything, Attribute, Complex, Reference, Scalar
from tests.compiler.groovy.models import (
    SOURCE,
    attribute,
    crud,
    model,
    object_class,
    operation,
    parameter,
    read_only,
    scalar,
    text,
)
from tests.compiler.groovy.target_models import DATABASES, INTERFACES

_TOKENS = "https://acme.example/oauth/token"
CASES: dict[str, Callable[[], ConnectorModel]] = {**DATABASES, **INTERFACES}


def case(build: Callable[[], ConnectorModel]) -> Callable[[], ConnectorModel]:
    CASES[build.__name__] = build
    return build


def listed(paging: Paging, **but: Any) -> ConnectorModel:  # noqa: ANN401 - the fields of the value built
    """Return a model whose one class is listed in pages, in an object's `items`, and read by identifier."""
    listing = operation("list", "/users", paging=paging, answer_path=("items",), **but)
    return model(object_class("User", operations=(listing, *crud("/users", "id", "get"))))


@case
def complete() -> ConnectorModel:
    user = object_class(
        "User",
        read_only("id", scalar("integer", "int32"), description="Number the server\n assigns"),
        attribute("login", required=True),
        attribute("email", text("email")),
        attribute("active", scalar("boolean")),
        attribute("password", text("password"), readable=False),
        read_only("created", text("date-time")),
        description="A person's account",
        naming=Choice(attribute="login", reason="unique"),
        operations=(
            operation(
                "list",
                "/users",
                answer_path=("data",),
                paging=Paging(style="page", position="page", size="limit"),
                filters=(Filter(parameter="q", attribute="login", operator="contains"),),
            ),
            *crud("/users", "userId", "get", "create", "update", "delete"),
        ),
    )
    group = object_class("Group", operations=crud("/groups", "groupId", "list", "get"))
    membership = Relation(
        name="user_to_group",
        subject="user",
        subject_attribute="groups",
        object="group",
        object_attribute="members",
        kind="sub_resource",
        source=SOURCE,
        operations=(
            operation("list", "/users/{userId}/groups", parameters=(parameter("page"), parameter("limit"))),
            operation("list", "/groups/{groupId}/members"),
            operation("add_member", "/groups/{groupId}/members/{userId}"),
        ),
    )
    token = Authentication(kind="bearer", name="token", prefix="token")
    return model(user, group, relations=(membership,), authentications=(token,))


@case
def numeric_name() -> ConnectorModel:
    number = attribute("number", scalar("integer"), required=True)
    badge = object_class(
        "Badge",
        read_only("id", scalar("integer")),
        number,
        naming=Choice(attribute="number", reason="printed on it"),
        operations=crud("/badges"),
    )
    return model(badge)


@case
def one_identifier_only() -> ConnectorModel:
    return model(
        object_class(
            "Role",
            read_only("id", scalar("integer")),
            read_only("name", multivalued=True),
            naming=None,
            operations=crud("/roles", "id", "list", "get"),
        )
    )


@case
def identifier_chosen_by_the_client() -> ConnectorModel:
    user = object_class(
        "User",
        attribute("login", required=True),
        attribute("name"),
        identifier=Choice(attribute="login", reason="the path selects by it"),
        operations=crud("/users", "login"),
    )
    return model(user)


@case
def path_selects_by_another_attribute() -> ConnectorModel:
    user = object_class(
        "User",
        read_only("id", scalar("integer")),
        attribute("login", required=True),
        read_only("name"),
        operations=(*crud("/users", "login", "list", "get"), operation("delete", "/users/by-id/{id}", identifier="id")),
    )
    return model(user)


@case
def path_takes_a_name_for_a_numeric_identifier() -> ConnectorModel:
    org = parameter("org", placement="path", required=True, type=text())
    team = object_class(
        "Team",
        read_only("id", scalar("integer")),
        attribute("name", required=True),
        operations=(operation("list", "/teams"), operation("get", "/teams/{org}", identifier="org", parameters=(org,))),
    )
    user = object_class(
        "User",
        read_only("id"),
        attribute("login", required=True),
        naming=Choice(attribute="login", reason="unique"),
        operations=crud("/users", "username"),
    )
    return model(team, user)


@case
def inverted_flag() -> ConnectorModel:
    user = object_class(
        "User",
        read_only("id"),
        attribute("name", required=True),
        attribute("is-suspended", scalar("boolean")),
        attribute("locked", scalar("boolean")),
        operations=crud("/users"),
    )
    return model(user)


def _status(*words: str, **but: Any) -> Attribute:  # noqa: ANN401 - the fields of the value built
    return attribute("status", Scalar(json_type="string", values=words), **but)


@case
def status_in_words() -> ConnectorModel:
    plain = (read_only("id"), attribute("name", required=True))
    fixed = {"creatable": False, "updatable": False}
    flag = attribute("enabled", scalar("boolean"))
    return model(
        object_class("User", *plain, _status("ACTIVE", "Locked", "suspended"), operations=crud("/users")),
        object_class("Guest", *plain, _status("active", "locked"), operations=crud("/guests")),
        object_class("Bot", *plain, _status("enabled", "new", **fixed), operations=crud("/bots")),
        object_class("Task", *plain, _status("active", "done"), operations=crud("/tasks")),
        object_class("Flagged", *plain, _status("active", "locked"), flag, operations=crud("/flagged")),
    )


@case
def name_in_a_nested_value() -> ConnectorModel:
    login = attribute("login", scalar("integer"), required=True)
    user = object_class(
        "User",
        read_only("id"),
        attribute("profile", Complex(attributes=(login, attribute("email")))),
        attribute("email"),
        naming=Choice(attribute="profile.login", reason="unique"),
        operations=crud("/users"),
    )
    return model(user)


@case
def nested_values() -> ConnectorModel:
    address = Complex(attributes=(attribute("city"), attribute("position", Complex(attributes=(attribute("lat"),)))))
    user = object_class(
        "User",
        read_only("id"),
        attribute("name", required=True),
        attribute("address", address),
        attribute("phones", Complex(attributes=(attribute("value"),)), multivalued=True),
        read_only("extra", Anything()),
        read_only("givenName", path=("profile", "given/name")),
        operations=crud("/users"),
    )
    return model(user)


@case
def unusual_names() -> ConnectorModel:
    thing = object_class(
        "Thing (old)",
        read_only("id"),
        read_only("name"),
        read_only("$ref"),
        read_only("9lives"),
        read_only("first name"),
        read_only("first_name"),
        read_only("__NAME__"),
        read_only("conndev_x"),
        read_only("größe", description="Grösse in €, it's a \\ 'quote' ${not} \U0001f600"),
        description="line one\nline two",
        operations=crud("/things", "id", "list", "get"),
    )
    return model(thing)


@case
def value_types() -> ConnectorModel:
    user = object_class(
        "User",
        read_only("id", text("uuid")),
        attribute("name", required=True),
        attribute("born", text("date")),
        attribute("hired", text("date-time")),
        attribute("score", scalar("number", "float")),
        attribute("logins", scalar("integer", "int32")),
        attribute("admin", scalar("boolean")),
        attribute("tags", multivalued=True, required=True),
        read_only("avatar", text("byte")),
        read_only("notes", returned_by_default=False),
        attribute("secret", readable=False, updatable=False),
        read_only("nothing", readable=False),
        operations=crud("/users"),
    )
    return model(user)


@case
def references() -> ConnectorModel:
    group = object_class("Group", operations=crud("/groups", "id", "list", "get"))
    user = object_class(
        "User",
        read_only("id"),
        attribute("name", required=True),
        attribute("team", Reference(object_class="group", json_type="integer")),
        read_only("groups", Reference(object_class="group", carrier="object", member="id"), multivalued=True),
        read_only("owner", Reference(object_class="group")),
        read_only("lead", Reference(object_class="group", carrier="object", member="number")),
        read_only("home", Reference(object_class="Planet")),
        operations=crud("/users"),
    )
    return model(user, group)


@case
def page_from_zero() -> ConnectorModel:
    return listed(Paging(style="page", position="page", size="per_page", first=0))


@case
def offset() -> ConnectorModel:
    return listed(Paging(style="offset", position="offset", size="limit", first=0, cap=100))


@case
def offset_from_one() -> ConnectorModel:
    return listed(Paging(style="scim", position="startIndex", size="count", first=1))


@case
def page_cap_below_25() -> ConnectorModel:
    return listed(Paging(style="page", position="page", size="limit", cap=10))


@case
def offset_without_size() -> ConnectorModel:
    return listed(Paging(style="offset", position="skip", first=0))


@case
def cursor() -> ConnectorModel:
    paging = Paging(style="cursor", position="page[after]", size="limit", cap=200, next_path=("meta", "next/cursor"))
    filters = (
        Filter(parameter="name", attribute="name", operator="equals"),
        Filter(parameter="q", attribute="name", operator="contains"),
    )
    return listed(paging, filters=filters)


@case
def link_header() -> ConnectorModel:
    return listed(Paging(style="link_header", size="per_page"))


@case
def next_url() -> ConnectorModel:
    return listed(Paging(style="next_url", next_path=("links", "next")))


@case
def listed_by_post() -> ConnectorModel:
    paging = Paging(style="page", position="page", size="size", placement="body")
    return listed(paging, method="POST", parameters=(parameter("kind", required=True, default="person"),))


@case
def listed_by_post_with_a_cursor() -> ConnectorModel:
    nested = ("page.after", "page.size")
    paging = Paging(style="cursor", position=nested[0], size=nested[1], placement="body", next_path=("page", "next"))
    return listed(paging, method="POST")


@case
def listed_by_post_in_short_pages() -> ConnectorModel:
    paging = Paging(style="offset", position="from", size="size", placement="body", cap=10, first=0)
    return listed(paging, method="POST")


@case
def listed_by_post_without_pages() -> ConnectorModel:
    return listed(Paging(), method="POST")


@case
def cursor_in_headers() -> ConnectorModel:
    paging = Paging(style="cursor", position="X-Cursor", size="limit", placement="header", next_header="X-Next-Cursor")
    return listed(paging)


@case
def odata_by_number() -> ConnectorModel:
    return listed(Paging(style="odata", position="$skip", size="$top", first=0))


@case
def odata_by_link() -> ConnectorModel:
    return listed(Paging(style="odata", size="$top", next_path=("@odata.nextLink",)))


@case
def pages_inside_a_parent() -> ConnectorModel:
    organization = object_class("Organization", operations=crud("/orgs", "id", "list", "get"))
    followed = operation("list", "/orgs/{org}/keys", paging=Paging(style="link_header", size="per_page"))
    short = operation("list", "/orgs/{org}/teams", paging=Paging(style="page", position="page", size="limit", cap=10))
    return model(
        organization,
        object_class("User", operations=(followed, *crud("/keys", "id", "get"))),
        object_class("Team", operations=(short, *crud("/teams", "id", "get"))),
    )


@case
def pages_that_cannot_be_reached() -> ConnectorModel:
    return listed(Paging(style="cursor", position="cursor", size="limit"))


@case
def only_the_first_page() -> ConnectorModel:
    group = operation("list", "/groups", paging=Paging(size="$top"), parameters=(parameter("$top", default="20"),))
    role = operation("list", "/roles", method="POST", paging=Paging(size="page.size", placement="body", cap=500))
    key = operation("list", "/keys", paging=Paging(position="X-Cursor", size="limit", placement="header", cap=20_000))
    tag = operation("list", "/tags", paging=Paging(position="X-Cursor", placement="header"))
    listings = {"Group": group, "Role": role, "Key": key, "Tag": tag}
    return model(
        *(
            object_class(name, operations=(listing, *crud(f"/{name.lower()}s", "id", "get")))
            for name, listing in listings.items()
        ),
    )


@case
def list_inside_a_parent() -> ConnectorModel:
    page = Paging(style="page", position="page", size="limit")
    by_name = (Filter(parameter="name", attribute="name", operator="equals"),)
    listing = operation("list", "/orgs/{org}/users", paging=page, filters=by_name)
    user = object_class("User", operations=(listing, *crud("/users", "id", "get")))
    organization = object_class("Organization", operations=crud("/orgs", "id", "list", "get"))
    followed = Paging(style="link_header")
    key = object_class(
        "Key", operations=(operation("list", "/orgs/{org}/keys", paging=followed), *crud("/keys", "id", "get"))
    )
    return model(organization, user, key)


@case
def list_inside_two_parents() -> ConnectorModel:
    team = object_class("Team", operations=(operation("list", "/orgs/{org}/teams"), *crud("/teams", "id", "get")))
    inside = operation("list", "/orgs/{org}/teams/{team}/badges")
    return model(
        object_class("Organization", operations=crud("/orgs", "id", "list", "get")),
        team,
        object_class("Badge", operations=(inside, *crud("/badges", "id", "get"))),
    )


@case
def wrapped_answers() -> ConnectorModel:
    user = object_class(
        "User",
        operations=(
            operation("list", "/users", answer_path=("result", "users")),
            operation("get", "/users/{id}", identifier="id", answer_path=("result", "user")),
        ),
    )
    return model(user)


@case
def one_object_for_a_list() -> ConnectorModel:
    listing = operation("list", "/settings", collection="object", answer_path=("data",))
    return model(object_class("Settings", operations=(listing,)))


@case
def list_inside_what_an_attribute_holds() -> ConnectorModel:
    owner = attribute("owner", Complex(attributes=(attribute("login"),)))
    inside = operation("get", "/packages/{owner}", identifier="owner", collection="array")
    listing = operation("list", "/packages")
    return model(object_class("Package", read_only("id"), read_only("name"), owner, operations=(listing, inside)))


@case
def item_in_a_list() -> ConnectorModel:
    user = object_class(
        "User",
        operations=(
            operation("list", "/users"),
            operation("get", "/users/{id}", identifier="id", collection="array"),
            operation("update", "/users/{id}", identifier="id"),
        ),
        attributes=(read_only("id"), attribute("name")),
    )
    return model(user)


@case
def objects_by_key() -> ConnectorModel:
    user = object_class(
        "User",
        operations=(
            operation("list", "/users", collection="map", answer_path=("users",), success=(200, 204)),
            *crud("/users", "id", "get"),
        ),
    )
    return model(user)


@case
def list_of_identifiers() -> ConnectorModel:
    user = object_class(
        "User",
        operations=(
            operation("list", "/users", answer_path=("ocs", "data"), element="identifier"),
            *crud("/users", "id", "get"),
        ),
    )
    return model(user)


@case
def search_parameters() -> ConnectorModel:
    filters = (
        Filter(parameter="id", attribute="id", operator="equals"),
        Filter(parameter="name", attribute="name", operator="equals"),
        Filter(parameter="name", attribute="name", operator="equals"),
        Filter(parameter="since", attribute="created", operator="equals"),
        Filter(parameter="group", attribute="group", operator="equals"),
        Filter(parameter="unknown", attribute="unknown", operator="equals"),
    )
    user = object_class(
        "User",
        read_only("id"),
        read_only("name"),
        read_only("created", text("date-time")),
        read_only("group", Reference(object_class="Group")),
        operations=(operation("list", "/users", filters=filters), *crud("/users", "id", "get")),
        other_operations=(
            operation(
                "search",
                "/users/search",
                answer_path=("hits",),
                filters=(Filter(parameter="q", attribute="name", operator="contains"),),
            ),
        ),
    )
    return model(user, object_class("Group", operations=crud("/groups", "id", "list", "get")))


@case
def searches_beside_the_list() -> ConnectorModel:
    """Return a class with a search of each kind that cannot be used; what the last one finds, the list finds too."""
    by_name = (Filter(parameter="q", attribute="name", operator="contains"),)
    by_title = (Filter(parameter="title", attribute="title", operator="equals"),)
    same = (Filter(parameter="named", attribute="name", operator="equals"),)
    cursor = Paging(style="cursor", position="cursor", next_path=("next",))
    searches = (
        operation("search", "/users/ids", filters=by_name, element="identifier"),
        operation("search", "/users/pages", filters=by_name, paging=cursor, answer_path=("items",)),
        operation("search", "/users/anything"),
        operation("search", "/users/query", filters=by_name, method="POST"),
        operation("search", "/users/titled", filters=by_title),
        operation("search", "/users/named", filters=same, element="identifier"),
    )
    listing = operation("list", "/users", filters=(Filter(parameter="name", attribute="name", operator="equals"),))
    return model(object_class("User", operations=(listing, *crud("/users", "id", "get")), other_operations=searches))


@case
def read_through_a_filter() -> ConnectorModel:
    by_id = (Filter(parameter="user_id", attribute="id", operator="equals"),)
    attributes = (read_only("id"), attribute("name"))
    update = operation("update", "/users/{id}", identifier="id")
    listing = operation("list", "/users", filters=by_id)
    return model(object_class("User", *attributes, operations=(listing, update)))


@case
def read_through_the_query() -> ConnectorModel:
    wanted = parameter("userId", required=True, type=text())
    get = operation("get", "/user", parameters=(wanted, parameter("depth", required=True, default="1")))
    delete = operation("delete", "/user", parameters=(wanted,))
    return model(object_class("User", operations=(operation("list", "/users"), get, delete)))


@case
def list_and_item_share_a_path() -> ConnectorModel:
    get = operation("get", "/users", parameters=(parameter("id", required=True),))
    return model(object_class("User", operations=(operation("list", "/users"), get)))


@case
def read_through_the_list() -> ConnectorModel:
    return model(object_class("User", operations=(operation("list", "/users"),)))


@case
def put_only_update() -> ConnectorModel:
    put = operation("update", "/users/{id}", identifier="id", method="PUT")
    user = object_class(
        "User",
        read_only("id"),
        attribute("name"),
        operations=(*crud("/users", "id", "list", "get"), put),
    )
    return model(user)


@case
def patch_beside_put() -> ConnectorModel:
    put = operation("update", "/users/{id}", identifier="id", method="PUT")
    user = object_class(
        "User",
        read_only("id"),
        attribute("name"),
        operations=(*crud("/users", "id", "list", "get"), put),
        other_operations=(operation("update", "/users/{id}", identifier="id"),),
    )
    return model(user)


def _writing(*operations: Operation, **but: Any) -> ConnectorModel:  # noqa: ANN401 - the fields of the value built
    attributes = (read_only("id"), attribute("name", required=True, **but))
    return model(object_class("User", *attributes, operations=(*crud("/users", "id", "list", "get"), *operations)))


@case
def writes_below_a_parent() -> ConnectorModel:
    return _writing(
        operation("create", "/orgs/{org}/users"),
        operation("update", "/orgs/{org}/users/{id}", identifier="id"),
        operation("delete", "/orgs/{org}/users/{id}", identifier="id"),
    )


@case
def fixed_path_parameter() -> ConnectorModel:
    version = parameter("version", placement="path", required=True, default="v 2")
    listing = operation("list", "/{version}/users", parameters=(version,))
    get = operation("get", "/{version}/users/{id}", identifier="id", parameters=(version,))
    return model(object_class("User", operations=(listing, get)))


@case
def wrapped_writes() -> ConnectorModel:
    return _writing(
        operation("create", "/users", body_path=("user",)),
        operation("update", "/users/{id}", identifier="id", answer_path=("user",)),
    )


@case
def writes_without_an_answer() -> ConnectorModel:
    return _writing(
        operation("create", "/users", success=(201,), collection="nothing"),
        operation("update", "/users/{id}", identifier="id", success=(204,), collection="nothing"),
        operation("delete", "/users/{id}", identifier="id", success=(200,)),
    )


@case
def writes_in_another_format() -> ConnectorModel:
    return _writing(
        operation("create", "/users", request_content_type="application/x-www-form-urlencoded"),
        operation("update", "/users/{id}", identifier="id", request_content_type="application/merge-patch+json"),
    )


@case
def writes_that_need_more() -> ConnectorModel:
    return _writing(
        operation("create", "/users", parameters=(parameter("org", required=True),)),
        operation("delete", "/users/{id}", identifier="id", parameters=(parameter("force", required=True),)),
    )


@case
def other_names_in_writes() -> ConnectorModel:
    return _writing(operation("create", "/users"), create_name="username")


@case
def another_name_in_updates() -> ConnectorModel:
    nickname = attribute("nickname", update_name="nick")
    secret = attribute("password", create_name="initialPassword", update_name="newPassword", readable=False)
    taken = attribute("mail", create_name="email", update_name="email")
    switch = attribute("active", scalar("boolean"), create_name="is active", update_name="is active")
    renamed = (nickname, secret, taken, switch)
    attributes = (read_only("id"), attribute("name", required=True), attribute("email"), *renamed)
    return model(object_class("User", *attributes, operations=crud("/users")))


@case
def update_of_what_cannot_be_read() -> ConnectorModel:
    update = operation("update", "/users/{id}", identifier="id")
    get = operation("get", "/users/{id}", identifier="id", response_content_type="text/html")
    post = operation("list", "/users", method="POST")
    blocked = operation("create", "/users", method="PATCH")
    user = object_class("User", read_only("id"), attribute("name"), operations=(post, get, update, blocked))
    return model(user)


@case
def states_with_requests_of_their_own() -> ConnectorModel:
    switches = (
        operation("activate", "/users/{id}/unlock", method="POST"),
        operation("deactivate", "/users/{id}/lock", method="POST"),
    )
    attributes = (read_only("id"), attribute("name"), attribute("status"))
    return model(object_class("User", *attributes, operations=crud("/users"), other_operations=switches))


@case
def left_out_classes() -> ConnectorModel:
    return model(
        object_class("Nameless", read_only("label"), identifier=None, operations=(operation("list", "/nameless"),)),
        object_class("Unreachable"),
        object_class("Inner", embedded=True, operations=crud("/inner")),
        object_class("Base", abstract=True, operations=crud("/base")),
        object_class("User", operations=crud("/users", "id", "list", "get")),
        object_class("USER", operations=crud("/users2", "id", "list", "get")),
    )


@case
def members_by_identifier() -> ConnectorModel:
    """Inside a group are bare identifiers, inside a user a map of groups."""
    user = object_class(
        "User", read_only("login"), identifier=_login(), naming=None, operations=crud("/users", "login")
    )
    group = object_class("Group", operations=crud("/groups", "id", "list", "get"))
    of_group = operation("list", "/groups/{id}/members", element="identifier", answer_path=("users",))
    of_user = operation("list", "/users/{login}/groups", collection="map")
    membership = _between("member", operations=(of_group, of_user), kind="sub_resource")
    return model(user, group, relations=(membership,))


def _login() -> Choice:
    return Choice(attribute="login", reason="the path selects by it")


@case
def carried_relations() -> ConnectorModel:
    member = Reference(object_class="User", carrier="object", member="id")
    group = object_class(
        "Group",
        read_only("id"),
        read_only("name"),
        read_only("members", member, multivalued=True),
        read_only("ownerIds", multivalued=True),
        operations=crud("/groups", "id", "list", "get"),
    )
    user = object_class("User", operations=crud("/users", "id", "list", "get"))
    return model(
        user,
        group,
        relations=(
            _between("member of", object_attribute="members"),
            _between("owner", object_attribute="ownerIds"),
            _between("membership", kind="link_object", link_class="Membership"),
            _between("nowhere", object="planet"),
            _between("unknown"),
            _between("Member of", object_attribute="members"),
            _between("also member of", object_attribute="members"),
        ),
    )


def _between(name: str, **but: Any) -> Relation:  # noqa: ANN401 - the fields of the value built
    return Relation(**{"name": name, "subject": "user", "object": "group", "source": SOURCE, **but})


@case
def api_key_in_a_cookie() -> ConnectorModel:
    key = Authentication(kind="apiKey", name="session", placement="cookie", parameter="SID")
    return model(_plain_user(), authentications=(key,))


@case
def api_key_in_a_header() -> ConnectorModel:
    key = Authentication(kind="apiKey", name="key", placement="header", parameter="X-Key")
    return model(_plain_user(), authentications=(key,))


@case
def api_key_in_the_query_with_headers() -> ConnectorModel:
    key = Authentication(kind="apiKey", name="key", placement="query", parameter="key")
    return model(_demanding_user(), authentications=(key,))


@case
def basic_with_headers() -> ConnectorModel:
    return model(_demanding_user(), authentications=(Authentication(kind="basic", name="basic"),))


@case
def client_credentials_with_headers() -> ConnectorModel:
    flow = Authentication(kind="oauth2ClientCredentials", name="oauth", token_url=_TOKENS, scopes=("read", "write"))
    return model(_demanding_user(), authentications=(flow,))


@case
def headers_only() -> ConnectorModel:
    return model(_demanding_user(), authentications=())


@case
def unknown_authentication() -> ConnectorModel:
    ways = (Authentication(kind="ntlm", name="windows"), Authentication(kind="oauth2AuthorizationCode", name="oauth"))
    return model(_plain_user(), authentications=ways)


def _plain_user() -> ObjectClass:
    return object_class("User", operations=crud("/users", "id", "list", "get"))


def _demanding_user() -> ObjectClass:
    version = parameter("X-Api-Version", placement="header", required=True, default="2")
    return object_class(
        "User",
        operations=(
            operation(
                "list",
                "/users",
                parameters=(version,),
                response_content_type="application/vnd.acme+json; charset=utf-8",
            ),
            operation("get", "/users/{id}", identifier="id", parameters=(version, parameter("depth", required=True))),
        ),
    )
