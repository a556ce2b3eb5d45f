"""The command line as a person uses it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from shared.bootstrap.keys import access_of_folder
from shared.cli.main import main
from shared.domain.principal import Credentials
from shared.domain.workspace import SCOPES

EXAMPLE = Path(__file__).parents[2] / "events" / "example" / "openapi.yaml"


def test_generate_prints_a_report_and_leaves_the_bundle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(
        ["generate", str(EXAMPLE), "--app", "Bramble Gate", "--out", str(tmp_path), "--into", str(tmp_path / "files")]
    )

    told = capsys.readouterr().out
    assert code == 0
    for expected in (
        "User",
        "identified by id, named by username",
        "GET    /users",
        "User/properties/username",
        "bearer",
    ):
        assert expected in told
    bundle = zipfile.ZipFile(tmp_path / "bramble-gate-connector.zip")
    assert {name: bundle.read(name) for name in bundle.namelist()} == {
        str(file.relative_to(tmp_path / "files")): file.read_bytes() for file in (tmp_path / "files").iterdir()
    }


def test_generate_takes_a_form_and_fills_a_template_jar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    template = tmp_path / "generic.jar"
    with zipfile.ZipFile(template, "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nConnectorBundle-Name: generic\r\n\r\n")
    before = template.read_bytes()
    form = ["--format", "yaml", "--layout", "merged", "--manifest", "json"]

    code = main(
        ["generate", str(EXAMPLE), "--app", "b", "--out", str(tmp_path), *form, "--template-jar", str(template)]
    )

    told = capsys.readouterr().out
    assert (code, template.read_bytes()) == (0, before)
    assert told.endswith(f"{tmp_path}/b-connector.zip\n{tmp_path}/b-connector.jar\n")
    with zipfile.ZipFile(tmp_path / "b-connector.jar") as made, zipfile.ZipFile(tmp_path / "b-connector.zip") as files:
        assert made.read("META-INF/MANIFEST.MF").endswith(b"ConnectorBundle-Name: b-connector\r\n\r\n")
        assert made.namelist() == ["META-INF/MANIFEST.MF", *files.namelist()]
        assert {"connector.manifest.json", "User.search.all.op.yaml", "User.native.schema.groovy"} < set(
            files.namelist()
        )
        assert not [it for it in files.namelist() if ".connid." in it]


def test_a_template_that_is_no_jar_is_refused_before_anything_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"

    code = main(["generate", str(EXAMPLE), "--app", "b", "--out", str(out), "--template-jar", str(EXAMPLE)])

    assert (code, out.exists()) == (1, False)
    assert capsys.readouterr().err == "connectorsmith: the template jar cannot be used: it is not a jar\n"


def test_the_template_jar_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    template = tmp_path / "b-connector.jar"
    with zipfile.ZipFile(template, "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nConnectorBundle-Name: generic\r\n\r\n")
    before = template.read_bytes()

    code = main(["generate", str(EXAMPLE), "--app", "b", "--out", str(tmp_path), "--template-jar", str(template)])

    assert (code, template.read_bytes(), [it.name for it in tmp_path.iterdir()]) == (1, before, [template.name])
    assert "is the template jar; choose another folder with --out" in capsys.readouterr().err


def test_generating_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for run in ("one", "two"):
        main(["generate", str(EXAMPLE), "--app", "b", "--out", str(tmp_path / run)])

    first, second = ((tmp_path / run / "b-connector.zip").read_bytes() for run in ("one", "two"))
    assert first == second


def test_a_document_that_cannot_be_read_is_named_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"openapi": "3.1.0", ')

    code = main(["generate", str(broken), "--app", "b", "--out", str(tmp_path / "out")])

    assert code == 1
    assert "broken.json: the document is not readable" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_documents_without_an_object_class_give_no_connector(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    poem = tmp_path / "poem.txt"
    poem.write_text("The hills are grey, the road is long.\n")

    code = main(["generate", str(poem), "--app", "b", "--out", str(tmp_path / "out")])

    assert (code, (tmp_path / "out").exists()) == (1, False)
    nothing = "connectorsmith: there is nothing to connect: no object class of confidence high got a script\n"
    assert capsys.readouterr().err.endswith(nothing)


def test_a_folder_never_gets_a_second_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "files", tmp_path / "out"
    main(["generate", str(EXAMPLE), "--app", "b", "--out", str(tmp_path), "--into", str(folder)])
    before = {it.name: it.read_bytes() for it in folder.iterdir()}
    capsys.readouterr()

    code = main(
        ["generate", str(EXAMPLE), "--app", "b", "--out", str(out), "--into", str(folder), "--manifest", "json"]
    )

    assert (code, out.exists()) == (1, False)
    assert {it.name: it.read_bytes() for it in folder.iterdir()} == before
    assert capsys.readouterr().err == (
        f"connectorsmith: {folder}/connector.manifest.yaml is there already, and a bundle with two manifests does not"
        " load; remove it\n"
    )


def test_a_refused_document_beside_a_good_one_is_all_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.yaml"
    empty.touch()

    code = main(["generate", str(EXAMPLE), str(empty), "--app", "b", "--out", str(tmp_path / "out")])

    assert (code, capsys.readouterr().err) == (1, "connectorsmith: empty.yaml is empty\n")


def test_a_private_address_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["generate", "http://169.254.169.254/openapi.json", "--app", "b", "--out", str(tmp_path / "out")])

    assert code == 1
    assert "scrape: http://169.254.169.254/openapi.json" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["digest"], ["generate", "--app", "x"]])
def test_a_file_that_is_not_there_is_said_so(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code = main([*command, "no-such-file.yaml"])

    assert (code, capsys.readouterr().err) == (1, "connectorsmith: there is no file no-such-file.yaml\n")


def test_a_template_jar_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jar = str(tmp_path / "gone.jar")

    code = main(["generate", str(EXAMPLE), "--app", "b", "--out", str(tmp_path / "out"), "--template-jar", jar])

    assert (code, capsys.readouterr().err) == (1, f"connectorsmith: {jar}: No such file or directory\n")


def test_a_key_may_be_for_every_scope_that_a_session_asks_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = [part for scope in SCOPES for part in ("--scope", scope)]

    main(["keys", "create", "--subject", "ann", "--data", str(tmp_path), *wanted])

    with access_of_folder(tmp_path) as access:
        principal = access.principal(Credentials(keys=(capsys.readouterr().out.strip(),)))
    assert principal.scopes == set(SCOPES)


def test_digest_prints_the_model_with_its_version(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code = main(["digest", str(EXAMPLE)])

    stored = json.loads(capfdbinary.readouterr().out)
    assert (code, stored["version"]) == (0, 1)
    assert {entry["name"] for entry in stored["model"]["object_classes"]} >= {"User", "Group", "Role", "Membership"}


def test_digest_takes_a_folder(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "notes.json").write_text("{")
    (tmp_path / "api.yaml").write_bytes(EXAMPLE.read_bytes())

    code = main(["digest", str(tmp_path), "--format", "evaluation"])

    found = json.loads(capfdbinary.readouterr().out)
    assert code == 0
    assert {entry["name"] for entry in found["objectClasses"]} >= {"User", "Group", "Role"}


def test_digest_of_nothing_readable_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.json").write_text("{")

    code = main(["digest", str(tmp_path / "broken.json")])

    assert code == 1
    assert "broken.json" in capsys.readouterr().err


def test_a_key_is_made_used_listed_and_revoked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(tmp_path)]
    assert main(["keys", "create", "--subject", "ann", "--tenant", "acme", "--label", "wizard", *data]) == 0
    secret = capsys.readouterr().out.strip()

    with access_of_folder(tmp_path) as access:
        principal = access.principal(Credentials(keys=(secret,)))
    assert (principal.tenant, principal.subject) == ("acme", "ann")

    main(["keys", "list", *data])
    listed = capsys.readouterr().out
    assert ("acme/ann" in listed, "wizard" in listed, secret in listed) == (True, True, False)

    main(["keys", "revoke", listed.split()[0], *data])
    main(["keys", "list", *data])
    assert "revoked" in capsys.readouterr().out
    with access_of_folder(tmp_path) as access, pytest.raises(Exception, match="the API key is not valid"):
        access.principal(Credentials(keys=(secret,)))


def test_the_secret_itself_is_kept_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["keys", "create", "--subject", "ann", "--data", str(tmp_path)])
    secret = capsys.readouterr().out.strip().encode()

    assert not [file for file in tmp_path.rglob("*") if file.is_file() and secret in file.read_bytes()]


def test_an_open_server_listens_on_loopback_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["serve", "--host", "0.0.0.0", "--port", "0", "--authentication", "none", "--data", str(tmp_path)])  # noqa: S104

    assert code == 1
    assert "only a loopback address may be served" in capsys.readouterr().err
