"""Operations of OpenAPI 3.x: parameters, request bodies, responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from shared.compiler.model.fragment import Body, Endpoint
from shared.compiler.model.operation import Parameter, Placement
from shared.compiler.model.schema import Member, Schema
from shared.compiler.reading.examples import schema_of, telling_example
from shared.compiler.reading.http_messages import best_media_type, is_public, parameter_type, successes, text, texts
from shared.compiler.reading.json_schema import Schemas
from shared.compiler.reading.path_items import Declared
from shared.compiler.reading.pointers import References, escape
from shared.compiler.reading.schema_words import described
from shared.kernel.diagnostics import Location

_PLACES: Final[Mapping[str, Placement]] = {
    "path": "path", "query": "query", "querystring": "query", "header": "header", "cookie": "cookie",
}  # fmt: skip
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
            parameter
            for node, pointer in declared.parameters
            if node["in"] in _PLACES
            for parameter in self._parameter(node, pointer, _PLACES[node["in"]])
        )

    def _parameter(self, node: _Json, pointer: str, placement: Placement) -> Iterator[Parameter]:
        schema = self._parameter_schema(node, pointer)
        members = self._spread(node, schema) if schema and placement == "query" else ()
        if members:
            yield from (_of_member(node, each) for each in members)
            return
        yield Parameter(
            name=node["name"],
            placement=placement,
            required=node.get("required") is True or placement == "path",
            type=parameter_type(schema) if schema else None,
            default=schema.default if schema else "",
            minimum=schema.minimum if schema else None,
            maximum=schema.maximum if schema else None,
            description=described(node) or (schema.description if schema else ""),
            source=(Location(self._document, pointer),),
        )

    def _spread(self, node: _Json, schema: Schema) -> tuple[Member, ...]:
        """Return the members that a parameter which is an object sends as parameters of their own."""
        whole = node["in"] == "query" and ("content" in node or node.get("explode") is False)
        shape = self._schemas.known.get(schema.target, schema) if schema.kind == "named" else schema
        return () if whole else shape.members

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
        told, place = self._references.follow(content.get(media_type), f"{at}/{escape(media_type)}")
        schema = self._body_schema(told, place) if isinstance(told, Mapping) else None
        return Body(content_type=media_type, schema=schema)

    def _body_schema(self, told: _Json, place: str) -> Schema | None:
        if (example := telling_example(told)) is not None:
            # Better what one answer looked like than nothing at all; what is required stays unknown.
            return self._schemas.read(schema_of(example), f"{place}/example")
        if "schema" in told:
            return self._schemas.read(told["schema"], f"{place}/schema")
        if "itemSchema" in told:  # one of many that follow each other (OpenAPI 3.2)
            return self._schemas.read({"type": "array", "items": told["itemSchema"]}, f"{place}/itemSchema")
        return None

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


def _of_member(node: _Json, member: Member) -> Parameter:
    """Return one property of a parameter that is an object: `{page, size}` are `page` and `size`."""
    deep = node.get("style") == "deepObject"
    schema = member.schema
    return Parameter(
        name=f"{node['name']}[{member.name}]" if deep else member.name,
        placement="query",
        required=node.get("required") is True and member.required,
        type=parameter_type(schema),
        default=schema.default,
        minimum=schema.minimum,
        maximum=schema.maximum,
        description=schema.description,
        source=(schema.source,),
    )
