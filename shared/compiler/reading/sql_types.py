"""Column types of relational databases (ISO/IEC 9075-2, and what the common products add) as value types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from shared.compiler.model.types import Anything, AttributeType, JsonType, Scalar

_FAMILIES: Final[tuple[tuple[str, JsonType, str], ...]] = (
    (
        (
            "char character nchar bpchar varchar varchar2 nvarchar nvarchar2 varying text tinytext mediumtext longtext"
            " citext clob nclob ntext string name long xml xmltype inet cidr macaddr macaddr8 ltree tsvector tsquery"
            " point line lseg box path polygon circle geometry geography linestring multipoint multilinestring"
            " multipolygon sdo_geometry hierarchyid sysname rowid urowid regclass vector ipaddress ipv4 ipv6"
            " object_identifier varbit int4range int8range numrange tsrange tstzrange daterange"
        ),
        "string",
        "",
    ),
    ("json jsonb hstore", "string", "json"),
    ("uuid uniqueidentifier guid", "string", "uuid"),
    (
        ("bytea blob tinyblob mediumblob longblob binary varbinary image raw bfile rowversion"),
        "string",
        "binary",
    ),
    (
        (
            "timestamp timestamptz timestampltz timestampntz timestamp_ltz timestamp_ntz timestamp_tz timestamp_s"
            " timestamp_ms timestamp_ns datetime datetime2 datetimeoffset smalldatetime datetime64"
        ),
        "string",
        "date-time",
    ),
    ("date date32", "string", "date"),
    ("time timetz time_ns", "string", "time"),
    ("interval", "string", "duration"),
    (
        (
            "tinyint smallint mediumint int integer int1 int2 int3 int4 middleint utinyint usmallint umediumint uint"
            " smallserial serial serial2 serial4 year oid pls_integer binary_integer"
        ),
        "integer",
        "int32",
    ),
    ("bigint ubigint int8 bigserial serial8 int64 unsigned signed", "integer", "int64"),
    ("real float4 binary_float", "number", "float"),
    ("double float float8 binary_double udouble ufloat", "number", "double"),
    ("decimal dec numeric number udecimal fixed money smallmoney bignumeric", "number", ""),
    ("boolean bool", "boolean", ""),
)
_KNOWN: Final[Mapping[str, tuple[JsonType, str]]] = {
    name: (json_type, format_) for names, json_type, format_ in _FAMILIES for name in names.split()
}
_SERIAL: Final = frozenset(["smallserial", "serial", "bigserial", "serial2", "serial4", "serial8", "rowversion"])
_TYPE: Final = re.compile(
    r"\s*(?P<name>[A-Za-z_][\w$]*)(?P<rest>[^(\[]*)(?:\((?P<size>[^()]*)\))?(?P<after>.*)", re.DOTALL
)
_QUOTED: Final = re.compile(r"[\"`\[]([A-Za-z_][\w$]*)[\"`\]]")
_SCALES: Final = re.compile(r"(?:\d+|\*)(?:\s*,\s*0)?")
_LITERAL: Final = re.compile(r"N?'((?:[^']|'')*)'")
_MAX_LENGTH: Final = 20_000
_Typed = tuple[AttributeType, bool]


def value_type(written: str) -> _Typed | None:
    """
    Return the type of one value in a column of the type `written`, and whether it holds several; None if unknown.

    The whole first word decides: an `interval` is no integer. Types come with their parameters, `varchar(20)`,
    `decimal(10,0)`, `enum('a','b')`, `text[]`, and may be qualified, `pg_catalog.int4`.
    """
    text = _QUOTED.sub(r"\1", written[:_MAX_LENGTH]).strip()
    inner = re.fullmatch(r"(?is)array\s*[(<](.*)[)>]|(.*?)\s+array(?:\s*\[\d*\])?|(.*?)(?:\s*\[\d*\])+", text)
    if inner:
        found = value_type(next(group for group in inner.groups() if group is not None))
        return (found[0], True) if found else None
    return _plain(re.sub(r"^(?:\w+\.)+", "", text))


def _plain(text: str) -> _Typed | None:
    found = _TYPE.fullmatch(text)
    name, size = (found["name"].lower(), found["size"] or "") if found else ("", "")
    if name in {"enum", "set"}:
        values = tuple(value.replace("''", "'") for value in _LITERAL.findall(size))
        return Scalar(json_type="string", values=values), name == "set"
    if name in {"bit", "tinyint"} and (flag := _flag(name, size, f"{found['rest']}{found['after']}" if found else "")):
        return flag, False
    if name in {"variant", "sql_variant", "anydata"}:
        return Anything(), False
    if name not in _KNOWN:
        return None
    return _scalar(name, size, found["rest"] if found else ""), False


def _flag(name: str, size: str, rest: str) -> Scalar | None:
    """Return a boolean for `bit` and MySQL's `tinyint(1)`, text for more bits."""
    if name == "tinyint":
        return Scalar(json_type="boolean") if size.strip() == "1" else None
    one = size.strip() in {"", "1"} and "varying" not in rest.lower()
    return Scalar(json_type="boolean" if one else "string")


def _scalar(name: str, size: str, rest: str) -> Scalar:
    json_type, format_ = _KNOWN[name]
    if name == "long" and "raw" in rest.lower():
        format_ = "binary"
    if (json_type, format_) == ("number", "") and "money" not in name and _SCALES.fullmatch(size.strip()):
        return Scalar(json_type="integer", format=_integer_format(size))
    return Scalar(json_type=json_type, format=format_)


def _integer_format(size: str) -> str:
    precision = size.partition(",")[0].strip()
    digits = int(precision[:9]) if precision.isdecimal() else 38  # the most that Oracle keeps
    limits = ((9, "int32"), (18, "int64"))
    return next((name for most, name in limits if digits <= most), "")


def is_serial(written: str) -> bool:
    """Return whether a column of the type `written` is numbered by the database."""
    return written.strip().partition(" ")[0].partition("(")[0].lower() in _SERIAL
