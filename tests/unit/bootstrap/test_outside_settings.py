"""What the environment may say about the world outside."""

from __future__ import annotations

import re
from collections.abc import Mapping

import boto3
import pytest
from moto import mock_aws

from shared.adapters.brave import BraveSearch
from shared.adapters.metasearch import Metasearch
from shared.adapters.secrets import read_secret
from shared.bootstrap.model_settings import ModelSettings, Secret
from shared.bootstrap.models_outside import opened
from shared.bootstrap.outside import Outside
from shared.bootstrap.outside_settings import OutsideSettings, read_outside
from shared.domain.web.limits import CrawlLimits
from shared.kernel.errors import Unavailable


def test_an_environment_that_says_nothing_searches_everywhere_and_asks_no_model() -> None:
    settings = read_outside({})

    assert settings == OutsideSettings()
    assert Outside(settings).language_model is None
    assert isinstance(Outside(settings).web_search, Metasearch)


def test_everything_can_be_said() -> None:
    environment = {
        "SEARCH_PROVIDERS": "web, site",
        "SEARCH_KEY": "b",
        "SCRAPE_RENDERER": "chromium",
        "SCRAPE_BROWSER": "/usr/bin/chromium",
        "SCRAPE_PAGES": "9000",
        "SCRAPE_DEPTH": "2",
        "SCRAPE_MEGABYTES": "3",
        "SCRAPE_MINUTES": "4",
        "SCRAPE_DELAY_MILLISECONDS": "0",
        "LANGUAGE_MODEL_PROVIDER": "openai",
        "LANGUAGE_MODEL_ID": "m",
        "LANGUAGE_MODEL_SECRET_ARN": "arn",
        "LANGUAGE_MODEL_URL": "https://models.example/v1",
        "LANGUAGE_MODEL_CA_FILE": "ca.pem",
        "LANGUAGE_MODEL_MANNER": "schema",
        "LANGUAGE_MODEL_SECONDS": "5",
        "LANGUAGE_MODEL_RETRIES": "6",
        "LANGUAGE_MODEL_CALLS": "7",
        "LANGUAGE_MODEL_TOKENS": "8",
        "LANGUAGE_MODEL_CONCURRENCY": "9",
    }
    settings = read_outside(environment)

    assert settings == OutsideSettings(
        providers=("web", "site"), search_key=Secret(value="b"), renderer="chromium", browser="/usr/bin/chromium",
        limits=CrawlLimits(pages=9000, depth=2, megabytes=3, minutes=4, delay=0.0, waiting=18_000),
        model=ModelSettings(
            provider="openai", name="m", key=Secret(arn="arn"), url="https://models.example/v1", ca_file="ca.pem",
            manner="schema", seconds=5, retries=6, calls=7, tokens=8, concurrency=9,
        ),
    )  # fmt: skip
    assert isinstance(Outside(settings).web_search, BraveSearch)
    assert "value" not in repr(settings.search_key)


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"SEARCH_PROVIDERS": "catalogue,google"}, "SEARCH_PROVIDERS lists some of catalogue, site, web"),
        ({"SCRAPE_RENDERER": "netscape"}, "SCRAPE_RENDERER is one of none, chromium"),
        ({"SCRAPE_PAGES": "0"}, "SCRAPE_PAGES is a number from 1 to 20000"),
        ({"SCRAPE_PAGES": "many", "SCRAPE_DEPTH": "-1"}, "SCRAPE_PAGES is .*; SCRAPE_DEPTH is a number from 1 to 50"),
        ({"SCRAPE_DELAY_MILLISECONDS": "1e3"}, "SCRAPE_DELAY_MILLISECONDS is a number from 0 to 60000"),
        ({"LANGUAGE_MODEL_PROVIDER": "oracle"}, "LANGUAGE_MODEL_PROVIDER is one of none, bedrock, openai"),
        ({"LANGUAGE_MODEL_PROVIDER": "bedrock"}, "LANGUAGE_MODEL_ID is missing"),
        ({"LANGUAGE_MODEL_MANNER": "x"}, "LANGUAGE_MODEL_MANNER is one of tools, schema"),
        ({"LANGUAGE_MODEL_CALLS": "0"}, "LANGUAGE_MODEL_CALLS is a number from 1 to 10000"),
    ],
)
def test_what_it_may_not_say_is_named(environment: Mapping[str, str], why: str) -> None:
    with pytest.raises(RuntimeError, match=re.compile(f"environment variables are wrong: {why}")):
        read_outside(environment)


class TestSecrets:
    @pytest.fixture(autouse=True)
    def _account(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        read_secret.cache_clear()

    def test_are_read_where_they_lie_when_they_are_needed(self) -> None:
        session = boto3.session.Session(region_name="eu-west-1")
        with mock_aws():
            secret = session.client("secretsmanager").create_secret(Name="k", SecretString=" one\n")["ARN"]
            session.client("ssm").put_parameter(Name="/k", Value="two", Type="SecureString")
            parameter = session.client("ssm").get_parameter(Name="/k")["Parameter"]["ARN"]

            found = [opened(Secret(arn=arn))() for arn in (secret, parameter)]
        assert (found, opened(Secret(value="three"))(), opened(Secret())()) == (["one", "two"], "three", "")

    def test_that_are_not_there_make_what_needs_them_unavailable(self) -> None:
        arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:none"
        with mock_aws(), pytest.raises(Unavailable, match="could not be read"):
            read_secret(arn)
