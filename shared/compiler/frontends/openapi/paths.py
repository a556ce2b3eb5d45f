"""Operations of OpenAPI 3.x: parameters, request bodies, responses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shared.compiler.model.fragment import Body, Endpoint
from shared.compiler.model.operation import Parameter, Placement
from shared.compiler.model.schema import Schema
from shared.compiler.reading.examples import schema_of, telling_example
from shared.compiler.reading.http_messages import best_media_type, is_public, parameter_type, successes, text, texts
from shared.compiler.reading.json_schema import Schemas
from shared.compiler.reading.path_items import Declared
from shared.compiler.reading.pointers import References, escape
from shared.kernel.diagnostics import Location

_PLACES: Final[Mapping[str, Placement]] = {"path": "path", "query": "query", "header": "header", "cookie": "cookie"}
_Json = Mapping[str, Any]


class Paths:
    """Reads operations; `default_security` is what holds for operations that name none."""

    def __init__(self, schemas: Schemas, references: References, document: str, *, default_security: object) -> None:
        self._schemas = schemas
        self._references = references
        self._document = document
        self._default_security = default_security

    def endpoint(self, declared: Declared) -> Endpoint:
        """Return the operation `declared` as an endpoint."""
        node = declared.node
        answered = successes(node.get("responses"))
        answer, headers = self._answer(node, declared.pointer, answered)
        return Endpoint(
            method=declared.method,
            path=declared.path,
            operation_id=text(node, "operationId"),
            summary=text(node, "summary"),
            description=text(node, "description"),
            tags=texts(node.get("tags")),
            parameters=self._parameters(declared),
            request=self._request(node, declared.pointer),
            answer=answer,
            answer_headers=headers,
            success=tuple(dict.fromkeys(status for status, _ in answered)),
            deprecated=node.get("deprecated") is True,
            public=is_public(node.get("security", self._default_security)),
            source=Location(self._document, declared.pointer),
        )

    def _parameters(self, declared: Declared) -> tuple[Parameter, ...]:
        return tuple(
            self._parameter(node, pointer, _PLACES[node["in"]])
            for node, pointer in declared.parameters
            if node["in"] in _PLACES
        )

    def _parameter(self, node: _Json, pointer: str, placement: Placement) -> Parameter:
        schema = self._parameter_schema(node, pointer)
        return Parameter(
            name=node["name"],
            placement=placement,
            required=node.get("required") is True or placement == "path",
            type=parameter_type(schema) if schema else None,
            default=schema.default if schema else "",
            maximum=schema.maximum if schema else None,
            description=text(node, "description") or (schema.description if schema else ""),
            source=(Location(self._document, pointer),),
        )

    def _parameter_schema(self, node: _Json, pointer: str) -> Schema | None:
        if "schema" in node:
            target, at = self._references.follow(node["schema"], f"{pointer}/schema")
            return self._schemas.read(target, at)
        body = self._body(node.get("content"), f"{pointer}/content")
        return body.schema if body else None

    def _request(self, node: _Json, at: str) -> Body | None:
        if "requestBody" not in node:
            return None
        body, pointer = self._references.follow(node["requestBody"], f"{at}/requestBody")
        return self._body(body.get("content"), f"{pointer}/content") if isinstance(body, Mapping) else None

    def _body(self, content: object, at: str) -> Body | None:
        if not isinstance(content, Mapping) or not content:
            return None
        media_type = best_media_type(content)
        described = content.get(media_type)
        if not isinstance(described, Mapping):
            return Body(content_type=media_type)
        place = f"{at}/{escape(media_type)}"
        if (example := telling_example(described)) is not None:
            # Better what one answer looked like than nothing at all; what is required stays unknown.
            return Body(content_type=media_type, schema=self._schemas.read(schema_of(example), f"{place}/example"))
        if "schema" not in described:
            return Body(content_type=media_type)
        return Body(content_type=media_type, schema=self._schemas.read(described["schema"], f"{place}/schema"))

    def _answer(
        self, node: _Json, at: str, answered: tuple[tuple[int, str], ...]
    ) -> tuple[Body | None, tuple[str, ...]]:
        for _, key in answered:
            response, pointer = self._references.follow(node["responses"][key], f"{at}/responses/{key}")
            if not isinstance(response, Mapping):
                continue
            headers = response.get("headers")
            names = tuple(headers) if isinstance(headers, Mapping) else ()
            if body := self._body(response.get("content"), f"{pointer}/content"):
                return body, names
        return None, ()
