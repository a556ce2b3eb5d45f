"""Names, versions and base addresses of an OpenAPI 3.x document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from shared.compiler.model.connector import Application, BaseUrl
from shared.compiler.reading.http_messages import text
from shared.kernel.diagnostics import Location

_Json = Mapping[str, Any]


def application(root: _Json, document: str) -> Application:
    """Return what `info` and `servers` say about the application."""
    info = root.get("info")
    info = info if isinstance(info, Mapping) else {}
    return Application(
        name=text(info, "title"),
        api_version=text(info, "version"),
        description=text(info, "description"),
        protocols=("rest",),
        base_urls=_base_urls(root.get("servers"), document),
        source=(Location(document, "/info" if info else ""),),
    )


def _base_urls(servers: object, document: str) -> tuple[BaseUrl, ...]:
    listed = servers if isinstance(servers, list) else []
    found = {
        server["url"]: _base_url(server, Location(document, f"/servers/{i}"))
        for i, server in enumerate(listed)
        if isinstance(server, Mapping) and text(server, "url")
    }
    return tuple(found.values())


def _base_url(server: _Json, at: Location) -> BaseUrl:
    variables = server.get("variables")
    known = variables if isinstance(variables, Mapping) else {}
    uri = re.sub(r"\{([^{}]+)\}", lambda match: _only_value(match, known.get(match.group(1))), server["url"])
    return BaseUrl(uri=uri.strip(), dynamic="{" in uri or "://" not in uri, source=(at,))


def _only_value(match: re.Match[str], variable: object) -> str:
    """Return the value of a variable that has only one, else the variable as it stands: it is the customer's own."""
    values = variable.get("enum") if isinstance(variable, Mapping) else None
    return values[0] if isinstance(values, list) and len(values) == 1 and isinstance(values[0], str) else match.group(0)
