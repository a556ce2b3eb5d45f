"""A state machine's JSON read into a task's command, and its result written back."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json

Command = TypeVar("Command")

_ENGINE_PREFIX: Final = "AWS_STEP_FUNCTIONS_"
"""Step Functions ties a child execution to its parent through such keys of the input; no task reads them."""

_PLAIN: Final = (str, int, bool, float)


def decoded(kind: type[Command], event: Mapping[str, Json]) -> Command:
    """
    Return the command of dataclass `kind` that `event` holds: field `session_id` is the member `sessionId`.

    Fields may be plain values, values with a `decode` class method, dataclasses, mappings of JSON, tuples of one
    of these, or one of these or None.

    Raises:
        Invalid: a member is missing, unknown, or of another type.
    """
    hints = get_type_hints(kind)
    members = {camel_case(field.name): field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    given = {key: value for key, value in event.items() if not key.startswith(_ENGINE_PREFIX)}
    unknown = sorted(given.keys() - members.keys())
    missing = sorted(key for key, field in members.items() if key not in given and _is_required(field))
    if unknown or missing:
        message = f"{kind.__name__}: missing {missing}, unknown {unknown}"
        raise Invalid(message, code="bad_command")
    return kind(**{members[key].name: _value(hints[members[key].name], value, key) for key, value in given.items()})


def encoded(result: object) -> Json:
    """Return `result` as JSON: dataclasses by their `encode` method or their camelCase members, tuples as lists."""
    if hasattr(result, "encode") and not isinstance(result, str):
        answer: Json = result.encode()
        return answer
    if dataclasses.is_dataclass(result):
        return {camel_case(field.name): encoded(getattr(result, field.name)) for field in dataclasses.fields(result)}
    if isinstance(result, Mapping):
        return {key: encoded(value) for key, value in result.items()}
    if isinstance(result, (tuple, list)):
        return [encoded(value) for value in result]
    if result is None or isinstance(result, _PLAIN):
        return result
    message = f"a task cannot answer a {type(result).__name__}"
    raise TypeError(message)


def camel_case(name: str) -> str:
    """Return the JSON member of a field: `session_id` becomes `sessionId`."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _value(kind: Any, value: Json, at: str) -> object:  # noqa: ANN401 - a type expression has no type
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        [inner] = [argument for argument in get_args(kind) if argument is not type(None)]
        return None if value is None else _value(inner, value, at)
    if origin is tuple and isinstance(value, list):
        return tuple(_value(get_args(kind)[0], element, f"{at}[{place}]") for place, element in enumerate(value))
    if hasattr(kind, "decode") and kind is not str:
        return kind.decode(value)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and isinstance(value, dict):
        return decoded(kind, value)
    return _checked(origin or kind, value, at)


def _checked(kind: Any, value: Json, at: str) -> Json:  # noqa: ANN401 - a type expression has no type
    named = getattr(kind, "__supertype__", kind)
    expected = dict if isinstance(named, type) and issubclass(named, Mapping) else named
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        message = f"{at} is a {type(value).__name__}, not a {expected.__name__}"
        raise Invalid(message, code="bad_command")
    return value
