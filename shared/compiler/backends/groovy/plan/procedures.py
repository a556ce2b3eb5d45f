"""Calls that are no requests for a resource: the framework has no way to wrap what it sends, or to unwrap an answer."""

from __future__ import annotations

from shared.compiler.model.operation import Operation


def procedure_of(operation: Operation) -> str:
    """
    Return the protocol that `operation` is a call of, or "" for an ordinary request.

    A JSON-RPC 2.0 call is made at the base address (the model's paths `/#name`); a GraphQL answer is inside `data` and
    the name of the field that was asked for (GraphQL specification, section 7.1).
    """
    if operation.path.startswith("/#"):
        return "JSON-RPC"
    named = bool(operation.operation_id) and operation.answer_path[:2] == ("data", operation.operation_id)
    return "GraphQL" if operation.method == "POST" and named else ""
