"""Requests, parameters and answers that GitBook pages write in tags (docs.gitbook.com, API blocks of both editors)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_NAME: Final = re.compile(r"\s*(?P<name>(?:swagger|api-method)[a-z-]*)\b(?P<rest>.*)", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"([A-Za-z]\w*)=(?:\"([^\"]*)\"|([^\s\"]+))")
_LABELS: Final = {
    "api-method-path-parameters": "**Path parameters:**",
    "api-method-query-parameters": "**Query parameters:**",
    "api-method-body-parameters": "**Body parameters:**",
    "api-method-headers": "**Headers:**",
}


def interface_tag(inside: str) -> str:
    """Return the line of Markdown that says what the tag says, "" when it says nothing."""
    found = _NAME.fullmatch(inside)
    told = {key: quoted or bare for key, quoted, bare in _ATTRIBUTE.findall(found["rest"])} if found else {}
    name = found["name"] if found else ""
    if name in {"swagger", "api-method"}:
        return _request(told)
    if name in {"swagger-parameter", "api-method-parameter"}:
        return _parameter(told)
    if name in {"swagger-response", "api-method-response-example"}:
        return f"**Response {told.get('status') or told.get('httpCode', '')}:**"
    return _LABELS.get(name, "")


def _request(told: Mapping[str, str]) -> str:
    address = told.get("baseUrl", "") or told.get("host", "")
    return f"###### {told.get('method', '').upper()} {address}{told.get('path', '')}"


def _parameter(told: Mapping[str, str]) -> str:
    need = "required" if told.get("required", "").lower() == "true" else "optional"
    asides = (told.get("type", ""), told.get("in", ""), need)
    return f"- `{told.get('name', '')}` ({', '.join(each for each in asides if each)})"
