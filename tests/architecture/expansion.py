"""The template after AWS's serverless transform: what CloudFormation really makes."""

from __future__ import annotations

from typing import Any, Final

import boto3
from samtranslator.parser.parser import Parser  # type: ignore[import-untyped]
from samtranslator.translator.translator import Translator  # type: ignore[import-untyped]

REGION: Final = "eu-west-1"
_CODE = ("CodeUri", "ContentUri", "DefinitionUri")


def expanded(document: dict[str, Any]) -> dict[str, Any]:
    """Return the template with its serverless resources expanded; code is expected in S3."""
    # The template names AWS's managed policies by their ARN only, so none has to be looked up.
    translator = Translator({}, Parser(), boto_session=boto3.session.Session(region_name=REGION))
    answer: dict[str, Any] = translator.translate(document, parameter_values={})
    return answer


def as_if_uploaded(document: dict[str, Any]) -> dict[str, Any]:
    """Return the template with every local path replaced by an address in S3, as `sam package` does."""
    for resource in document["Resources"].values():
        properties = resource.get("Properties", {})
        for name in _CODE:
            if name in properties:
                properties[name] = f"s3://artefacts/{properties[name]}"
    return document
