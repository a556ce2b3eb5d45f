"""Operations of Swagger 2.0: bodies are parameters, media types stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shared.compiler.model.fragment import Body, Endpoint
from shared.compiler.model.operation import Parameter, Placement
from shared.compiler.model.schema import Member, Schema
from shared.compiler.reading.examples import schema_of, telling_example
from shared.compiler.reading.http_messages import best_media_type, is_public, parameter_type, successes, text, texts
from shared.compiler.reading.json_schema import Schemas
from shared.compiler.reading.path_items import Declared
from shared.compiler.reading.pointers import References
from shared.compiler.reading.schema_words import described
from shared.kernel.diagnostics import Location

_PLACES: Final[Mapping[str, Placement]] = {"path": "path", "query": "query", "header": "header"}
_Json = Mapping[str, Any]


class Paths:
    """Reads operations; what the document's root says holds for operations that say nothing themselves."""

    def __init__(self, root: _Json, schemas: Schemas, references: References, document: str) -> None:
        self._root = root
        self._schemas = schemas
        self._references = references
        self._document = document

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
            request=self._request(declared),
            answer=answer,
            answer_headers=headers,
            success=tuple(dict.fromkeys(status for status, _ in answered)),
            deprecated=node.get("deprecated") is True,
            public=is_public(node.get("security", self._root.get("security"))),
            source=Location(self._document, declared.pointer),
        )

    def _parameters(self, declared: Declared) -> tuple[Parameter, ...]:
        return tuple(
            self._parameter(node, pointer, _PLACES[node["in"]])
            for node, pointer in declared.parameters
            if node["in"] in _PLACES
        )

    def _parameter(self, node: _Json, pointer: str, placement: Placement) -> Parameter:
        schema = self._schemas.read(_value_schema(node), pointer)
        return Parameter(
            name=node["name"],
            placement=placement,
            required=node.get("required") is True or placement == "path",
            type=parameter_type(schema),
            default=schema.default,
            minimum=schema.minimum,
            maximum=schema.maximum,
            description=described(node),
            source=(Location(self._document, pointer),),
        )

    def _media_type(self, node: _Json, word: str) -> str:
        return best_media_type(texts(node.get(word, self._root.get(word))))

    def _request(self, declared: Declared) -> Body | None:
        for node, pointer in declared.parameters:
            if node["in"] == "body":
                schema = self._schemas.read(node.get("schema", True), f"{pointer}/schema")
                return Body(content_type=self._media_type(declared.node, "consumes"), schema=schema)
        return self._form(declared)

    def _form(self, declared: Declared) -> Body | None:
        members = tuple(
            Member(
                name=node["name"],
                schema=self._schemas.read(_value_schema(node), pointer),
                required=node.get("required") is True,
            )
            for node, pointer in declared.parameters
            if node["in"] == "formData"
        )
        if not members:
            return None
        schema = Schema(kind="object", members=members, source=Location(self._document, declared.pointer))
        content_type = self._media_type(declared.node, "consumes") or "application/x-www-form-urlencoded"
        return Body(content_type=content_type, schema=schema)

    def _answer(
        self, node: _Json, at: str, answered: tuple[tuple[int, str], ...]
    ) -> tuple[Body | None, tuple[str, ...]]:
        for _, key in answered:
            response, pointer = self._references.follow(node["responses"][key], f"{at}/responses/{key}")
            schema = self._answered(response, pointer) if isinstance(response, Mapping) else None
            if schema is not None:
                headers = response.get("headers")
                body = Body(content_type=self._media_type(node, "produces"), schema=schema)
                return body, tuple(headers) if isinstance(headers, Mapping) else ()
        return None, ()

    def _answered(self, response: _Json, pointer: str) -> Schema | None:
        if (example := telling_example(response)) is not None:
            return self._schemas.read(schema_of(example), f"{pointer}/examples")
        return self._schemas.read(response["schema"], f"{pointer}/schema") if "schema" in response else None


def _value_schema(node: _Json) -> _Json:
    """Return the schema words of a parameter that is no body; its `required` is about the parameter, not the value."""
    return {key: value for key, value in node.items() if key not in {"required", "in", "name"}}
