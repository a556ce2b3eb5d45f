"""Paths in one spelling: `/users/:id`, `/users/<id>`, `/users/(int:id)` and `/users/ID` are `/users/{id}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from shared.compiler.reading.words import singular, words

_SCHEME: Final = re.compile(r"https?://[^/?#\s]*", re.IGNORECASE)
_HOST_VARIABLE: Final = re.compile(
    r"(?:\{\{[^{}/]+\}\}|\$\{?[A-Z_][A-Z0-9_]*\}?|<[^<>/]+>|\{[^{}/]+\}|\[[^\[\]/]+\])(?=/)"
)
_FORMS: Final = (
    re.compile(r"\{\{([^{}/]+)\}\}"),
    re.compile(r"\$\{([^{}/]+)\}"),
    re.compile(r"<(?:[a-z]+:)?([^<>/]+)>"),
    re.compile(r"\((?:[a-z]+:)?([A-Za-z][\w -]*)\)"),
    re.compile(r"\[:?([A-Za-z][\w -]*)\]"),
    re.compile(r"%([A-Za-z]\w*)%"),
    re.compile(r"(?:(?<=^)|(?<=[.,]))[:$]([A-Za-z_][\w-]*)"),
)
_SHOUTED: Final = re.compile(r"[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*")
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_TOKEN: Final = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[0-9A-Za-z]{16,}|[a-z]{2,6}_(?=\w*\d)\w{6,}")
_OPTIONAL: Final = re.compile(r"\(\.:?\w+\)|\.\[format\]|\.:format|\.\{format\}")
_OWN: Final = frozenset([":me", ":self", ":myself", "@me", "@self"])
"""Segments that stand for the caller, and for no value."""
_MAX_SEGMENTS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A path with its parameters in braces; `base` is the address before it, `query` what stood after it."""

    path: str
    base: str = ""
    query: tuple[tuple[str, str], ...] = ()
    concrete: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return the names of the path's parameters, in order."""
        return tuple(re.findall(r"\{([^{}]+)\}", self.path))

    @property
    def segments(self) -> tuple[str, ...]:
        """Return the path's parts, without slashes."""
        return tuple(part for part in self.path.split("/") if part)


def template(target: str) -> Template:
    """Return the path of `target`, a path or an address, with all its parameters as `{name}`; values become names."""
    base, rest = _split(target.partition("#")[0])
    path, _, query = rest.partition("?")
    path = _OPTIONAL.sub("", path)
    segments: list[str] = []
    concrete = False
    for segment in path.split("/")[:_MAX_SEGMENTS]:
        spelled = _distinct(_braced(segment), segments)
        value = _is_value(spelled)
        segments += [f"{{{_name_after(segments)}}}" if value else spelled] if spelled else []
        concrete = concrete or value
    return Template(path="/" + "/".join(segments), base=base, query=_query(query), concrete=concrete)


def _split(target: str) -> tuple[str, str]:
    found = _SCHEME.match(target) or _HOST_VARIABLE.match(target)
    if not found:
        return "", target
    return found[0] if found[0].lower().startswith("http") else "", target[found.end() :]


def _braced(segment: str) -> str:
    if segment.lower() in _OWN:
        return segment[1:]
    for form in _FORMS:
        segment = form.sub(lambda found: "{" + _name(found[1]) + "}", segment)
    if segment.startswith("{") or "{" in segment:
        return re.sub(r"\{([^{}]*)\}", lambda found: "{" + _name(found[1]) + "}", segment)
    return "{" + segment.lower() + "}" if _SHOUTED.fullmatch(segment) and len(segment) > 1 else segment


def _distinct(segment: str, before: list[str]) -> str:
    """Return a parameter whose name is taken with that of the thing it selects: `/groups/{name}/users/{user_name}`."""
    last = words(before[-1]) if before else ()
    taken = segment in before and segment.startswith("{") and segment.endswith("}") and last
    return f"{{{singular(last[-1])}_{segment[1:]}" if taken else segment


def _name(text: str) -> str:
    return re.sub(r"[^\w.-]+", "_", text.strip().lstrip(":$+")) or "id"


def _is_value(segment: str) -> bool:
    plain = segment.partition(".")[0]
    return plain.isdecimal() or bool(_UUID.fullmatch(segment)) or bool(_TOKEN.fullmatch(segment)) or "@" in segment[1:]


def _name_after(segments: list[str]) -> str:
    """Return what the value after `segments` may be called: `id`, or `group_id` where one is taken."""
    taken = {segment for segment in segments if segment.startswith("{")}
    last = words(segments[-1]) if segments else ()
    return "id" if "{id}" not in taken or not last else f"{singular(last[-1])}_id"


def _query(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition("=") for part in re.split(r"&(?:amp;)?", text) if part)
    return tuple((name, unquote(value)) for name, _, value in pairs if re.fullmatch(r"[\w.\[\]$-]{1,60}", name))


def fits(concrete: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """Return whether the segments of an address are those of the template `pattern` with its parameters filled in."""
    return len(concrete) == len(pattern) and all(
        "{" in wanted or wanted.lower() == given.lower() for given, wanted in zip(concrete, pattern, strict=True)
    )
