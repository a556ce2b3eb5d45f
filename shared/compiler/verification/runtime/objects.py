"""Objects and filters as scripts and midPoint see them."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.compiler.verification.evaluation.values import Invocation, NoSuchMember


@dataclass(slots=True, eq=False)
class ConnectorObject:
    """One object: its class and the values of its attributes, by the names midPoint sees; UID and name included."""

    object_class: str
    values: dict[str, list[object]] = field(default_factory=dict)

    @property
    def uid(self) -> str:
        """The identifier."""
        return str(self.values.get("__UID__", [""])[0])

    @property
    def name(self) -> str:
        """The name."""
        return str(self.values.get("__NAME__", [""])[0])

    def get(self, name: str) -> object:
        """Return `uid` or `name`, the objects that hold them."""
        match name:
            case "uid":
                return Key("uidValue", self.uid)
            case "name":
                return Key("nameValue", self.name)
            case "value":
                return self
            case _:
                raise NoSuchMember(name)

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the identifier, the name or an attribute."""
        match name, invocation.arguments:
            case "getUid", ():
                return self.get("uid")
            case "getName", ():
                return self.get("name")
            case "getAttributeByName", (str(wanted),):
                values = self.values.get(wanted)
                return None if values is None else {"name": wanted, "value": values}
            case "addAttribute", (str(wanted), value):
                self.values[wanted] = list(value) if isinstance(value, list) else [value]
                return self
            case _:
                raise NoSuchMember(name)


@dataclass(frozen=True, slots=True)
class Key:
    """A Uid or Name: its value is a property of its own name."""

    property: str
    value: str

    def get(self, name: str) -> object:
        """Return the value."""
        if name in {self.property, "value"}:
            return self.value if name == self.property else [self.value]
        raise NoSuchMember(name)

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the value."""
        if name == f"get{self.property[0].upper()}{self.property[1:]}" and not invocation.arguments:
            return self.value
        raise NoSuchMember(name)

    def __str__(self) -> str:
        return f"Attribute: {{Name=__UID__, Value=[{self.value}]}}"


@dataclass(frozen=True, slots=True)
class ObjectReference:
    """A reference to another object, whose identifier and perhaps name are known."""

    object_class: str
    target: ConnectorObject

    def get(self, name: str) -> object:
        """Return the object referred to."""
        if name == "value":
            return self.target
        raise NoSuchMember(name)

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the object referred to."""
        if name in {"getValue", "getReferencedValue"} and not invocation.arguments:
            return self.target
        raise NoSuchMember(name)


@dataclass(frozen=True, slots=True)
class Filter:
    """Equality or containment of one value; `attribute` is the name requests know."""

    attribute: str
    operator: str
    value: object

    def get(self, name: str) -> object:
        """Return the attribute with its value, or what ConnId's filters have."""
        match name:
            case "attribute":
                return {"name": self.attribute, "value": [self.value]}
            case "value":
                return self.value
            case "name":
                return self.attribute
            case _:
                raise NoSuchMember(name)

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the attribute with its value."""
        if name.startswith("get") and not invocation.arguments:
            return self.get(name[3:4].lower() + name[4:])
        raise NoSuchMember(name)


@dataclass(frozen=True, slots=True)
class FilterStart:
    """`attributeFilter(name)`, before it says how to compare."""

    attribute: str

    def get(self, name: str) -> object:
        """Raise NoSuchMember: it has methods only."""
        raise NoSuchMember(name)

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the filter."""
        if name not in {"eq", "contains"} or len(invocation.arguments) != 1:
            raise NoSuchMember(name)
        value = invocation.arguments[0]
        wrapped = ObjectReference(value.object_class, value) if isinstance(value, ConnectorObject) else value
        return Filter(self.attribute, name, wrapped)
