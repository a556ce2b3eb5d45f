"""Small connectors as text: a class with two attributes, its requests, and whatever a test adds."""

from __future__ import annotations

from shared.compiler.verification.sources import Phase, Source

NATIVE = """\
objectClass('User') {
    attribute('id') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('login') {
        jsonType 'string'
    }
}
"""
MAPPED = """\
objectClass('User') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'login')
}
"""
LISTED = """\
objectClass('User') {
    search {
        endpoint('users') {
            responseFormat JSON_ARRAY
            singleResult()
            emptyFilterSupported true
        }
    }
}
"""
READ = """\
objectClass('User') {
    search {
        endpoint('users/{id}') {
            singleResult()
            supportedFilter(attribute('id').eq().anySingleValue()) {
                request.pathParameter('id', value)
            }
        }
    }
}
"""
USUAL = (("native", "schema", NATIVE), ("mapped", "schema", MAPPED), ("all", "operation", LISTED),
         ("read", "operation", READ))  # fmt: skip


def source(name: str, phase: Phase, text: str) -> Source:
    return Source(f"{name}.groovy", phase, text)


def usual(**instead: str) -> tuple[Source, ...]:
    """Return the usual scripts, some with another text; an empty text leaves one out."""
    phases: dict[str, Phase] = {name: "schema" if phase == "schema" else "operation" for name, phase, _ in USUAL}
    texts = {name: text for name, _, text in USUAL} | {name: it for name, it in instead.items() if name in phases}
    return tuple(source(name, phases[name], text) for name, text in texts.items() if text)


def attribute(body: str, name: str = "extra") -> Source:
    """Return a schema script that adds one attribute to the class."""
    return source("extra", "schema", f"objectClass('User') {{\n    attribute('{name}') {{\n{body}\n    }}\n}}\n")


def schema(body: str) -> Source:
    return source("extra", "schema", f"objectClass('User') {{\n{body}\n}}\n")


def search(body: str) -> Source:
    return source("extra", "operation", f"objectClass('User') {{\n    search {{\n{body}\n    }}\n}}\n")


def operation(body: str) -> Source:
    return source("extra", "operation", f"objectClass('User') {{\n{body}\n}}\n")


def update(body: str, head: str = "PATCH, 'users/{id}'") -> Source:
    return operation(f"update {{\nendpoint({head}) {{\n{body}\n}}\n}}")


def authorization(body: str) -> Source:
    return source("extra", "authorization", f"authentication {{\n    rest {{\n{body}\n    }}\n}}\n")
