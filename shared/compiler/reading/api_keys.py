"""Keys that OpenAPI of any version declares as a way to authenticate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.compiler.model.authentication import Authentication
from shared.compiler.reading.http_messages import text
from shared.compiler.reading.token_prefixes import token_prefix
from shared.kernel.diagnostics import Location


def api_key(name: str, node: Mapping[str, Any], at: Location) -> Authentication:
    """Return the way to authenticate of a Security Scheme Object of the type `apiKey`, whose place is a known one."""
    described = text(node, "description")
    parameter = text(node, "name")
    prefix = token_prefix(described) if parameter.lower() == "authorization" else ""
    return Authentication(
        kind="apiKey",
        name=name,
        description=described,
        placement=node["in"],
        parameter=parameter,
        prefix=prefix,
        quirks=f"The key follows the word {prefix!r}." if prefix else "",
        source=(at,),
    )
