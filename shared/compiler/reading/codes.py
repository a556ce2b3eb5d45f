"""Every diagnostic code of the readers and passes, and what it means; codes are never reused or renumbered."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shared.kernel.diagnostics import Diagnostic, Location, Severity

DOC_UNREADABLE: Final = "DOC001"
DOC_DUPLICATE_KEY: Final = "DOC002"
DOC_UNRECOGNISED: Final = "DOC003"
DOC_MORE_THAN_ONE: Final = "DOC004"
REF_DANGLING: Final = "OAS001"
REF_EXTERNAL: Final = "OAS002"
REF_CYCLE: Final = "OAS003"
SCHEMA_TOO_DEEP: Final = "OAS004"
SCHEMA_MALFORMED: Final = "OAS005"
PATHS_MISSING: Final = "OAS006"
OPERATION_MALFORMED: Final = "OAS007"
SECURITY_UNKNOWN: Final = "OAS008"
PARAMETER_MALFORMED: Final = "OAS009"
TOO_MANY_ENDPOINTS: Final = "OAS010"
METHOD_UNKNOWN: Final = "OAS011"
OPERATION_ID_TAKEN: Final = "OAS012"
SQL_STATEMENT_BROKEN: Final = "SQL001"
SQL_TABLE_MALFORMED: Final = "SQL002"
SQL_TYPE_UNKNOWN: Final = "SQL003"
SQL_TABLE_UNKNOWN: Final = "SQL004"
SQL_TOO_MUCH: Final = "SQL005"
SQL_NO_TABLE: Final = "SQL006"
SQL_KEYS_CONCLUDED: Final = "SQL007"
SCIM_NOTHING_DEFINED: Final = "SCIM001"
SCIM_MALFORMED: Final = "SCIM002"
SCIM_ENDPOINT_ASSUMED: Final = "SCIM003"
SCIM_EXTENSION_UNUSED: Final = "SCIM004"
SCIM_SCHEMA_MISSING: Final = "SCIM005"
EXPORT_UNKNOWN: Final = "CND001"
EXPORT_MALFORMED: Final = "CND002"
PAGE_WITHOUT_REQUESTS: Final = "PRO001"
PAGE_TOO_LONG: Final = "PRO002"
INCLUSION_MISSING: Final = "PRO003"
POSTMAN_NO_REQUEST: Final = "PMN001"
POSTMAN_MALFORMED: Final = "PMN002"
GRAPHQL_BROKEN: Final = "GQL001"
GRAPHQL_UNUSABLE: Final = "GQL002"
GRAPHQL_NO_TYPE: Final = "GQL003"
INFERENCE_DROPPED: Final = "LLM001"
INFERENCE_UNAVAILABLE: Final = "LLM002"
INFERENCE_LIMITED: Final = "LLM003"
INFERENCE_UNFOUNDED: Final = "LLM004"
NO_IDENTITY_CLASS: Final = "MOD001"
NO_IDENTIFIER: Final = "MOD002"
DANGEROUS_DELETE: Final = "MOD003"
RENAMED_CLASS: Final = "MOD004"
NO_AUTHENTICATION: Final = "MOD005"
NO_LIST: Final = "MOD006"
CONTRADICTION: Final = "MOD007"
RELATION_DANGLING: Final = "MOD008"
NESTED_TOO_MUCH: Final = "MOD009"

MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        DOC_UNREADABLE: "The document is empty, broken, too large, too deep or not text; nothing was read from it.",
        DOC_DUPLICATE_KEY: "A mapping names a key twice; the last value counts.",
        DOC_UNRECOGNISED: "No reader knows this kind of document; nothing was read from it.",
        DOC_MORE_THAN_ONE: "The file holds several YAML documents; only the first was read.",
        REF_DANGLING: "A reference points at nothing; the place it was meant for is treated as undescribed.",
        REF_EXTERNAL: "A reference points outside the document; the place it was meant for is treated as undescribed.",
        REF_CYCLE: "References lead in a circle and never reach a value; the place is treated as undescribed.",
        SCHEMA_TOO_DEEP: "A schema is nested deeper than we follow; what lies below is treated as undescribed.",
        SCHEMA_MALFORMED: "Something that is no schema stands where a schema belongs; it is treated as undescribed.",
        PATHS_MISSING: "The document declares no paths, so it offers no operation.",
        OPERATION_MALFORMED: "Something that is no operation stands where an operation belongs; it was left out.",
        SECURITY_UNKNOWN: "A security scheme is of a kind we do not know; it was kept as `other`.",
        PARAMETER_MALFORMED: "A parameter has no name or place; it was left out.",
        TOO_MANY_ENDPOINTS: "The documents declare more operations than we read; the rest was left out.",
        METHOD_UNKNOWN: "An operation has a method that connectors do not send, such as QUERY; it was left out.",
        OPERATION_ID_TAKEN: "Two operations have one operationId; both were read, and are told apart by their paths.",
        SQL_STATEMENT_BROKEN: "A statement about a table cannot be read whole; what is broken was left out.",
        SQL_TABLE_MALFORMED: "Something that is no table, column or key stands where one belongs; it was left out.",
        SQL_TYPE_UNKNOWN: "A column has a type that no database we know has; its values are treated as undescribed.",
        SQL_TABLE_UNKNOWN: "A statement or a foreign key is about a table that the document does not describe.",
        SQL_TOO_MUCH: "The document says more about tables than we read; the rest was left out.",
        SQL_NO_TABLE: "The document describes no table.",
        SQL_KEYS_CONCLUDED: "The database declares no foreign key; names of columns told which tables belong together.",
        SCIM_NOTHING_DEFINED: "The SCIM document holds no schema, resource type or configuration of a service.",
        SCIM_MALFORMED: "A part of a SCIM definition lacks what it must have, or has an unknown type.",
        SCIM_ENDPOINT_ASSUMED: "No resource type says where resources of this schema are; the usual place is assumed.",
        SCIM_EXTENSION_UNUSED: "A schema extends resources that no document describes; its attributes were left out.",
        SCIM_SCHEMA_MISSING: "A resource type names a schema that no document holds; those attributes are unknown.",
        EXPORT_UNKNOWN: "A document of a connector's export is of no kind we know; nothing was read from it.",
        EXPORT_MALFORMED: "A part of a connector's export lacks what it must have; it was left out.",
        PAGE_WITHOUT_REQUESTS: "The page shows no request and describes no object.",
        PAGE_TOO_LONG: "The page has more paragraphs, tables and the like than we read; the rest was left out.",
        INCLUSION_MISSING: "The page takes in another one that did not come along; that part of it is missing.",
        POSTMAN_NO_REQUEST: "The collection holds no request that could be read.",
        POSTMAN_MALFORMED: "Something that is no folder or request stands where one belongs; it was left out.",
        GRAPHQL_BROKEN: "A definition of the GraphQL schema cannot be read; it was left out.",
        GRAPHQL_UNUSABLE: "A REST connector cannot send GraphQL; such operations are listed, and none is chosen.",
        GRAPHQL_NO_TYPE: "The GraphQL schema defines no type of objects.",
        INFERENCE_DROPPED: "A language model's answer did not fit what was asked, twice; it was left out.",
        INFERENCE_UNAVAILABLE: "The language model could not be asked; what is open stays open.",
        INFERENCE_LIMITED: "The job has asked the language model as often as it may; what is open stays open.",
        INFERENCE_UNFOUNDED: "A language model stated a fact that no words of the document bear out; it was left out.",
        NO_IDENTITY_CLASS: "No class that an identity team manages was found.",
        NO_IDENTIFIER: "No attribute identifies the objects of this class, so single objects cannot be addressed.",
        DANGEROUS_DELETE: "A DELETE addresses a whole collection; it was not chosen as the way to delete one object.",
        RENAMED_CLASS: "Two classes would have had one name; one of them was renamed.",
        NO_AUTHENTICATION: "The documents do not say how a client proves who it is.",
        NO_LIST: "No operation lists the objects of this class, so it cannot be imported.",
        CONTRADICTION: "Documents contradict each other; what the more trusted one says counts.",
        RELATION_DANGLING: "A declared relation names a class that no document describes; it was left out.",
        NESTED_TOO_MUCH: "A value holds more nested values than we spell out; its deepest levels were left out.",
    }
)


def finding(code: str, severity: Severity, message: str, at: Location, remedy: str = "") -> Diagnostic:
    """
    Return the diagnostic `code`, which must be one of `MEANINGS`.

    Raises:
        KeyError: the code is not documented.
    """
    MEANINGS[code]
    return Diagnostic(code=code, severity=severity, message=message, at=at, remedy=remedy)
