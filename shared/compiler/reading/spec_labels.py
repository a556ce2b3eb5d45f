"""What a part of an OpenAPI or Swagger document is about: tags, endpoints, one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from shared.compiler.reading.pieces import enumeration, tag_list
from shared.compiler.reading.words import is_plural, noun

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_MOST_VERBS: Final = 12
_UPDATES: Final = ("put", "patch")
_SECRETS: Final = frozenset({"login", "logout", "token", "auth", "oauth", "oauth2", "authentication", "authorize"})


class _Operation(NamedTuple):
    method: str
    path: str
    tags: tuple[str, ...]


def count_endpoints(part: Mapping[str, Any]) -> int:
    """Return how many operations (method and path) `part` declares."""
    return sum(1 for _ in _operations(part))


def labels(part: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the tags of `part`: the kinds of facts in it, its operations' tags, what its paths and schemas name."""
    operations = tuple(_operations(part))
    named = [tag for operation in operations for tag in operation.tags]
    things = [thing for operation in operations for thing in _things(operation.path)]
    secret = _security(part) or any(_SECRETS & set(operation.path.lower().split("/")) for operation in operations)
    kinds = ["endpoints"] * bool(operations) + ["schema"] * bool(_schemas(part)) + ["authentication"] * bool(secret)
    return tag_list([*kinds, *named, *things, *(_last(name) for name in _schemas(part))])


def summary(part: Mapping[str, Any]) -> str:
    """Return one sentence: what can be done with what, or which schemas there are, or what the document describes."""
    operations = tuple(_operations(part))
    if operations:
        named = [tag for operation in operations for tag in operation.tags]
        subjects = named or [thing for operation in operations for thing in _things(operation.path)] or ["Root"]
        verbs = dict.fromkeys(_verb(operation) for operation in operations)
        return f"{enumeration(subjects).removesuffix(' API')} API: {', '.join(list(verbs)[:_MOST_VERBS])}"
    if schemas := _schemas(part):
        return f"Schemas: {enumeration(schemas)}"
    return f"{_title(part)}: overview{', security schemes' * _security(part)}"


def path_group(path: str, item: object) -> str:
    """Return what keeps path items together: the first tag of their operations, or the first thing the path names."""
    tags = [tag for operation in _operations({"paths": {path: item}}) for tag in operation.tags]
    return next(iter([*tags, *_things(path)]), "")


def _operations(part: Mapping[str, Any]) -> Iterator[_Operation]:
    for path, item in _mapping(part.get("paths")).items():
        for method in (each for each in _METHODS if each in _mapping(item)):
            operation = _mapping(item[method])
            tags = operation.get("tags")
            named = tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
            yield _Operation(method, str(path), named)


def _things(path: str) -> list[str]:
    """Return the singular names of the collections in `path`, or else of its last fixed segment."""
    static = [segment for segment in path.split("/") if segment and "{" not in segment]
    collections = [segment for segment in static if is_plural(segment)] or static[-1:]
    return ["".join(noun(segment)) for segment in collections]


def _verb(operation: _Operation) -> str:
    last = operation.path.rstrip("/").rsplit("/", 1)[-1]
    on_one = last.endswith("}")
    if operation.method == "get":
        return "list" if not on_one and is_plural(last) else "get"
    if operation.method == "post":
        return "create" if on_one or is_plural(last) else last.replace("_", " ").replace("-", " ").lower() or "create"
    return "update" if operation.method in _UPDATES else operation.method


def _schemas(part: Mapping[str, Any]) -> tuple[str, ...]:
    components = _mapping(part.get("components"))
    return tuple(str(name) for name in (*_mapping(components.get("schemas")), *_mapping(part.get("definitions"))))


def _security(part: Mapping[str, Any]) -> bool:
    return bool(_mapping(part.get("components")).get("securitySchemes") or part.get("securityDefinitions"))


def _title(part: Mapping[str, Any]) -> str:
    info = _mapping(part.get("info"))
    return " ".join(str(info[key]) for key in ("title", "version") if info.get(key)) or "Specification"


def _last(name: str) -> str:
    return name.rsplit(".", 1)[-1]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
