"""
The HTTP API's routes as resources of their own.

The emulator ignores the OpenAPI document of an `AWS::ApiGatewayV2::Api`, from which AWS makes the routes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_METHODS = {"x-amazon-apigateway-any-method": "ANY", "options": "OPTIONS"}
_FUNCTION = re.compile(r"\$\{(\w+)Function\.Arn\}")


def with_routes(template: Mapping[str, Any], api: str = "HttpApi") -> dict[str, Any]:
    """Return the template with a route and an integration for every operation in the document of its API."""
    resources = dict(template["Resources"])
    properties = dict(resources[api]["Properties"])
    paths = properties.pop("Body")["paths"]
    resources[api] = {
        **resources[api],
        "Properties": {**properties, "Name": {"Ref": "AWS::StackName"}, "ProtocolType": "HTTP"},
    }
    for number, (route, target) in enumerate(targets(paths)):
        resources[f"Integration{number}"] = _integration(api, target)
        resources[f"Route{number}"] = _route(api, route, f"Integration{number}")
    return {**template, "Resources": resources}


def targets(paths: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Return every route, as in `ANY /health`, with the logical id of the function behind it."""
    for path, operations in paths.items():
        for method, operation in operations.items():
            uri = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
            [group] = _FUNCTION.findall(uri)
            yield f"{_METHODS[method]} {path}", f"{group}Function"


def _integration(api: str, function: str) -> dict[str, Any]:
    properties = {
        "ApiId": {"Ref": api},
        "IntegrationType": "AWS_PROXY",
        "IntegrationUri": {"Fn::GetAtt": [function, "Arn"]},
        "PayloadFormatVersion": "2.0",
    }
    return {"Type": "AWS::ApiGatewayV2::Integration", "Properties": properties}


def _route(api: str, route: str, integration: str) -> dict[str, Any]:
    target = {"Fn::Sub": f"integrations/${{{integration}}}"}
    return {
        "Type": "AWS::ApiGatewayV2::Route",
        "Properties": {"ApiId": {"Ref": api}, "RouteKey": route, "Target": target},
    }
