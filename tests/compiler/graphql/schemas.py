"""A small invented schema in both notations, and the way from it to a model."""

from __future__ import annotations

import json

from graphql import build_schema, introspection_from_schema

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Anything, Complex, Reference, Scalar
from shared.compiler.pipeline import Digest, Document, digest
from tests.compiler.documents import Value

ACME = '''\
"""A person."""
type User implements Node {
  id: ID!
  login: String!
  email: Email
  role: Role!
  createdAt: DateTime!
  "Where they belong."
  groups(first: Int, after: String): GroupConnection!
  manager: User
  address: Address
  tags: [String!]!
}
interface Node { id: ID! }
scalar DateTime
scalar Email
scalar Blob
enum Role { ADMIN MEMBER }
type Address { street: String at: Int }
type GroupConnection { edges: [GroupEdge] pageInfo: PageInfo! totalCount: Int! }
type GroupEdge { node: Group cursor: String! }
type PageInfo { endCursor: String hasNextPage: Boolean! }
type Group { id: ID! name: String! members: [User!]! picture(size: Int!): Blob }
input CreateUserInput { login: String! email: Email password: String! managerId: ID role: Role! = MEMBER }
input UpdateUserInput { id: ID! email: Email }
type UserPayload { user: User errors: [UserError!]! }
type UserError { message: String! path: [String!] }
type UserConnection { nodes: [User] pageInfo: PageInfo! }
type Query {
  user(id: ID!): User
  users(first: Int, after: String): UserConnection!
  groups: [Group!]!
  version: String
}
type Mutation {
  createUser(input: CreateUserInput!): UserPayload
  updateUser(input: UpdateUserInput!): UserPayload
  deleteUser(id: ID!): Boolean
  addUserToGroup(userId: ID!, groupId: ID!): Group
  groupCreate(name: String!): Group
  ping: String
}
'''
INTROSPECTED: Value = introspection_from_schema(build_schema(ACME))


def digested(text: str, name: str = "acme.graphql") -> Digest:
    return digest([Document(name=name, data=text.encode())])


def introspected(root: Value) -> Digest:
    return digest([Document(name="acme.json", data=json.dumps(root).encode())])


def fields(each: ObjectClass) -> dict[str, tuple[str, str]]:
    """Return type and flags of each attribute: `*` many, `!` required, `c` creatable, `u` updatable, `r` readable."""
    return {a.name: (_type(a.type) + "*" * a.multivalued, _flags(a)) for a in each.attributes}


def _type(kind: Value) -> str:
    match kind:
        case Scalar(json_type=json_type, format=format_, values=values):
            return f"{json_type} {format_ or '|'.join(values)}".strip()
        case Reference(object_class=target, member=member):
            return f"{target}.{member}"
        case Complex(attributes=inner):
            return f"({' '.join(a.name for a in inner)})"
        case Anything():
            return "anything"
    raise AssertionError(kind)


def _flags(attribute: Value) -> str:
    flags = (
        ("!", attribute.required),
        ("c", attribute.creatable),
        ("u", attribute.updatable),
        ("r", attribute.readable),
    )
    return "".join(mark for mark, is_set in flags if is_set)
