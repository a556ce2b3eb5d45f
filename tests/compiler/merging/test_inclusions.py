"""Pages that take in other pages of the same upload."""

from __future__ import annotations

from itertools import permutations

from shared.compiler.backends.evaluation import lower
from shared.compiler.pipeline import Digest, Document, digest

BOOK = "= Acme REST API\n\n== Users\n\ninclude::users/list.adoc[]\n\ninclude::users/create.adoc[leveloffset=+1]\n"
LIST = "=== List\n\nGET /users\n\n[source,json]\n----\ninclude::../samples/users.json[]\n----\n"
CREATE = '== Create\n\nPOST /users\n\n[cols="2*"]\n|===\n|Parameter |Required\n\n|login |yes\n|===\n'
FILES = {
    "book.adoc": BOOK,
    "users/list.adoc": LIST,
    "users/create.adoc": CREATE,
    "samples/users.json": '[{"id": 1, "login": "ada"}]',
}


def read(files: dict[str, str]) -> Digest:
    return digest([Document(name=name, data=text.encode()) for name, text in files.items()])


def told(found: Digest) -> list[str]:
    return [f"{each.code} {each.at.document}" for each in found.diagnostics]


def test_a_page_stands_with_what_it_takes_in() -> None:
    found = read(FILES)
    (user,) = lower(found.model)["objectClasses"]

    assert user["endpoints"] == {"list": "GET /users", "create": "POST /users"}
    assert [(each["name"], each["required"]) for each in user["attributes"]] == [("id", False), ("login", True)]
    assert not [code for code in told(found) if code.startswith(("DOC", "PRO"))]


def test_the_order_of_the_files_says_nothing() -> None:
    models = {repr(read(dict(files))) for files in permutations(FILES.items())}

    assert len(models) == 1


def test_restructured_text_takes_in_pages_and_samples() -> None:
    found = read(
        {
            "index.rst": ".. include:: users.inc\n",
            "users.inc": "List users\n==========\n\n.. rest_method:: GET /users\n\nResponse\n--------\n\n"
            ".. literalinclude:: users.json\n   :language: javascript\n",
            "users.json": '[{"id": 1,\n  "login": "ada"}]',
        }
    )
    (user,) = found.model.object_classes

    assert [each.name for each in user.attributes] == ["id", "login"]
    assert not [code for code in told(found) if code.startswith("DOC")]


def test_what_did_not_come_along_costs_one_finding() -> None:
    found = read({name: text for name, text in FILES.items() if name != "users/create.adoc"})

    assert "PRO003 book.adoc" in told(found)


def test_pages_in_a_circle_are_read_all_the_same() -> None:
    found = read({"a.adoc": "== A\n\nGET /users\n\ninclude::b.adoc[]\n", "b.adoc": "== B\n\ninclude::a.adoc[]\n"})

    assert [each.name for each in found.model.object_classes] == ["User"]


def test_a_page_that_takes_itself_in_many_times_stays_small() -> None:
    bomb = {f"{n}.adoc": f"include::{n + 1}.adoc[]\n" * 40 for n in range(6)} | {"6.adoc": "text\n" * 9}

    assert read(bomb).model.object_classes == ()
