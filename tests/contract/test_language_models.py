"""The port `LanguageModel`: one suite for every provider, over its real wire format."""

from __future__ import annotations

import datetime as dt
import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.bootstrap.model_settings import ModelSettings, Secret
from shared.bootstrap.models_outside import language_model
from shared.kernel.errors import Invalid, TooLarge, Unavailable
from shared.kernel.hashing import Json
from shared.kernel.prompts import Correction, Prompt
from shared.ports.language_model import REACH_SECONDS, LanguageModel, Reply
from tests.fakes.models import TOKENS, ModelServer, Say, Script, speaking

PROMPT = Prompt(
    name="report",
    version=3,
    system="Be brief.",
    user="What is there?",
    schema={"type": "object", "properties": {"names": {"type": "array", "items": {"type": "string"}}},
            "required": ["names"], "additionalProperties": False},
    tokens=77,
)  # fmt: skip
VALUE: dict[str, Json] = {"names": ["ann", "bob"]}
FITTING = Say(value=VALUE)
LATER = Say(status=429)


@dataclass(frozen=True)
class Provider:
    settings: ModelSettings

    @contextmanager
    def serving(self, script: Script | list[Say], **but: int) -> Iterator[tuple[LanguageModel, ModelServer]]:
        with speaking(script) as server:
            url = f"{server.url}/v1" if self.settings.provider == "openai" else server.url
            model = language_model(replace(self.settings, url=url, **but))  # type: ignore[arg-type]
            assert model is not None
            yield model, server


KEY = Secret(value="s3cret")
PROVIDERS = {
    "bedrock": ModelSettings(provider="bedrock", name="maker.model-v1:0", seconds=2, retries=0),
    "openai, by tools": ModelSettings(provider="openai", name="maker-1", key=KEY, seconds=2, retries=0),
    "openai, by schema": ModelSettings(
        provider="openai", name="maker-1", key=KEY, seconds=2, retries=0, manner="schema"
    ),
}


@pytest.fixture(autouse=True)
def _account(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "tests",
        "AWS_SECRET_ACCESS_KEY": "tests",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(name="provider", params=PROVIDERS)
def _provider(request: pytest.FixtureRequest) -> Provider:
    return Provider(PROVIDERS[request.param])


def test_an_answer_comes_with_what_it_took(provider: Provider) -> None:
    with provider.serving([FITTING]) as (model, server):
        reply = model.complete(PROMPT)

    assert reply == Reply(value=VALUE, tokens_in=TOKENS[0], tokens_out=TOKENS[1])
    assert model.model == f"{provider.settings.provider}/{provider.settings.name}"
    [body] = server.asked
    text = json.dumps(body)
    assert all(each in text for each in ("Be brief.", "What is there?", '"names"', "77", '"report"'))


def test_an_answer_that_did_not_do_goes_back_with_what_was_wrong(provider: Provider) -> None:
    correction = Correction(reply={"names": [1]}, problems=("names[0] is not of type string",))
    with provider.serving([FITTING]) as (model, server):
        assert model.complete(PROMPT, (correction,)).value == VALUE

    roles = [message["role"] for message in server.asked[0]["messages"] if message["role"] != "system"]
    assert roles == ["user", "assistant", "user"]
    assert "names[0] is not of type string" in json.dumps(server.asked[0]["messages"][-1])


@pytest.mark.parametrize(
    "say",
    [
        Say(text="I would rather not."),
        Say(text=""),
        Say(value=[1]),
        Say(value="x"),
        Say(value=None),
        Say(raw=b"{}"),
        Say(raw=b"[]"),
        Say(raw=b"<html>"),
        Say(raw=b'{"choices": [], "output": {}}'),
        Say(raw=b'{"choices": 5, "output": 5}'),
        Say(raw=b'{"choices": ["x"], "output": {"message": {"content": ["x"]}}}'),
        Say(raw=b'{"choices": [{"message": null}], "output": {"message": null}}'),
    ],
)
def test_what_is_no_object_cannot_be_read(provider: Provider, say: Say) -> None:
    with provider.serving([say]) as (model, _), pytest.raises(Invalid, match="not the object") as refusal:
        model.complete(PROMPT)

    assert refusal.value.code == "model_reply_unreadable"


@pytest.mark.parametrize("say", [Say(value=VALUE, cut=True), Say(value={"names": ["x" * 600_000]})])
def test_what_is_too_long_is_told_apart(provider: Provider, say: Say) -> None:
    with provider.serving([say]) as (model, _), pytest.raises(TooLarge) as refusal:
        model.complete(PROMPT)

    assert refusal.value.code == "model_reply_too_large"


@pytest.mark.parametrize("status", [400, 403])
def test_a_question_that_is_refused_is_not_asked_again(provider: Provider, status: int) -> None:
    with (
        provider.serving([Say(status=status)], retries=2) as (model, server),
        pytest.raises(Invalid, match="refuses the question") as refusal,
    ):
        model.complete(PROMPT)

    assert (refusal.value.code, len(server.asked)) == ("model_refused", 1)
    assert "s3cret" not in str(refusal.value)


@pytest.mark.parametrize("say", [LATER, Say(status=503), Say(status=500)])
def test_who_asks_to_come_back_is_asked_again_and_then_given_up(provider: Provider, say: Say) -> None:
    soon = replace(say, headers={"retry-after-ms": "10"})
    with provider.serving([soon, FITTING], retries=1) as (model, server):
        assert model.complete(PROMPT).value == VALUE
        assert len(server.asked) == 2

    with provider.serving([soon]) as (model, _), pytest.raises(Unavailable, match="come back later"):
        model.complete(PROMPT)


def test_who_is_too_slow_is_given_up(provider: Provider) -> None:
    with (
        provider.serving([Say(value=VALUE, seconds=3)], seconds=1) as (model, _),
        pytest.raises(Unavailable, match="could not be reached"),
    ):
        model.complete(PROMPT)


def test_nobody_there_is_unavailable(provider: Provider) -> None:
    with provider.serving([]) as (model, _):
        pass

    with pytest.raises(Unavailable, match="could not be reached"):
        model.complete(PROMPT)


@pytest.fixture(name="authority", scope="module")
def _authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that no system trusts, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "models of our own")])
    day = dt.timedelta(days=1)
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 - a certificate is valid on a real day
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("authority") / "both.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + secret)
    return path


def test_an_authority_of_ones_own_is_trusted_where_it_is_named(provider: Provider, authority: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(authority)
    with speaking([FITTING], tls) as server:
        url = f"{server.url}/v1" if provider.settings.provider == "openai" else server.url
        trusting = language_model(replace(provider.settings, url=url, ca_file=str(authority)))
        careful = language_model(replace(provider.settings, url=url))
        assert trusting is not None
        assert careful is not None
        value = trusting.complete(PROMPT).value
        with pytest.raises(Unavailable, match="could not be reached"):
            careful.complete(PROMPT)

    assert (value, len(server.asked)) == (VALUE, 1)


class TestWireFormats:
    def test_bedrock_is_asked_for_the_use_of_one_tool(self) -> None:
        with Provider(PROVIDERS["bedrock"]).serving([FITTING]) as (model, server):
            model.complete(PROMPT)

        assert server.paths == ["/model/maker.model-v1:0/converse"]
        assert server.asked == [
            {
                "system": [{"text": "Be brief."}],
                "messages": [{"role": "user", "content": [{"text": "What is there?"}]}],
                "inferenceConfig": {"maxTokens": 77, "temperature": 0.0},
                "toolConfig": {
                    "tools": [
                        {
                            "toolSpec": {
                                "name": "report",
                                "description": "Report what was found.",
                                "inputSchema": {"json": PROMPT.schema},
                            }
                        }
                    ],
                    "toolChoice": {"tool": {"name": "report"}},
                },
            }
        ]

    @pytest.mark.parametrize("manner", ["tools", "schema"])
    def test_chat_completions_are_asked_with_the_key_and_the_schema(self, manner: str) -> None:
        with Provider(PROVIDERS[f"openai, by {manner}"]).serving([FITTING]) as (model, server):
            model.complete(PROMPT)

        [body], [headers] = server.asked, server.headers
        form = {name: body.pop(name) for name in ("tools", "tool_choice", "response_format") if name in body}
        assert server.paths == ["/v1/chat/completions"]
        assert {name.lower(): value for name, value in headers.items()}["authorization"] == "Bearer s3cret"
        assert body == {
            "model": "maker-1",
            "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is there?"}],
            "max_tokens": 77,
            "temperature": 0,
        }
        assert json.dumps(PROMPT.schema) in json.dumps(form)
        assert form.keys() == ({"tools", "tool_choice"} if manner == "tools" else {"response_format"})

    def test_a_text_in_a_fence_is_read_too(self) -> None:
        fenced = Say(text=f"```json\n{json.dumps(VALUE)}\n```")
        with Provider(PROVIDERS["openai, by schema"]).serving([fenced]) as (model, _):
            assert model.complete(PROMPT).value == VALUE


def test_a_provider_that_is_there_lists_its_models(provider: Provider) -> None:
    path = "/foundation-models" if provider.settings.provider == "bedrock" else "/v1/models"
    with provider.serving([Say()]) as (model, server):
        model.reach()

    assert (server.paths, server.asked) == ([path], [])


@pytest.mark.parametrize(
    ("say", "kind"),
    [
        (Say(status=403), Invalid),
        (Say(raw=b"<html>"), Invalid),
        (Say(raw=b"[]"), Invalid),
        (Say(status=503), Unavailable),
        (Say(seconds=REACH_SECONDS + 0.5), Unavailable),
    ],
    ids=["refuses", "no JSON", "no list", "later", "slow"],
)
def test_a_provider_that_does_not_list_them_is_asked_once(provider: Provider, say: Say, kind: type[Exception]) -> None:
    with provider.serving([say], retries=2, seconds=60) as (model, server), pytest.raises(kind):
        model.reach()

    assert len(server.paths) == 1
