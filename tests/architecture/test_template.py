"""What the template gives to whom, after AWS's transform."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from shared.cli import origins
from shared.domain.session import Session
from shared.kernel.identifiers import SessionId
from shared.records import keys, state_keys
from tests.architecture.artefacts import ROOT, functions
from tests.architecture.permissions import RESOURCES, UNBOUND, listed, of_type, rights, statements, text
from tests.e2e.routes import targets

PIPELINES: Final = ROOT / "functions" / "pipelines"

KINDS: Final = (
    *("SESSION#*", "INDEX#*", "CONTENT#*", "EVENTS#*", "JOBS#*", "TOLD#*", "FILES#*", "SCOPE#*"),
    *("FAMILY#*", "FAMILIES#*"),
)
OTHERS: Final = ("CACHE#*", "ONCE#*", "SIGNING#*", "COMMIT#*")
KEYS: Final = {"dynamodb:GetItem KEYS"}
READING: Final = {
    "dynamodb:GetItem SESSION#*",
    *(f"dynamodb:{verb} {kind}" for verb in ("GetItem", "Query") for kind in ("CONTENT#*", "JOBS#*")),
    "s3:GetObject blobs/*",
    "s3:ListBucket",
}
SPILLING: Final = {"s3:PutObject blobs/*"}
REPORTING: Final = READING | SPILLING | {"dynamodb:PutItem JOBS#*"}
KEEPING: Final = (
    READING
    | SPILLING
    | {"s3:DeleteObject blobs/*", "s3:DeleteObjectVersion blobs/*", "s3:ListBucketVersions blobs/*"}
    | {"dynamodb:Query FAMILY#*", "dynamodb:Query FAMILIES#*", "dynamodb:DeleteItem FAMILY#*"}
)
CHANGING: Final = KEEPING | {
    "dynamodb:UpdateItem SESSION#*",
    "dynamodb:UpdateItem FAMILY#*",
    "dynamodb:UpdateItem CONTENT#*",
    "dynamodb:PutItem CONTENT#*",
    "dynamodb:PutItem EVENTS#*",
    "dynamodb:PutItem JOBS#*",
    "dynamodb:PutItem FAMILY#*",
    "dynamodb:DeleteItem CONTENT#*",
    "dynamodb:ConditionCheckItem CONTENT#*",
}
REMEMBERING: Final = {"dynamodb:GetItem CACHE#*", "dynamodb:PutItem CACHE#*"}
REMOVING_UPLOADS: Final = {
    "s3:DeleteObject uploads/*",
    "s3:DeleteObjectVersion uploads/*",
    "s3:ListBucketVersions uploads/*",
}
REMOVING_SESSIONS: Final = REMOVING_UPLOADS | {
    *(f"dynamodb:DeleteItem {kind}" for kind in KINDS if kind != "SCOPE#*"),
    *(f"dynamodb:Query {kind}" for kind in ("EVENTS#*", "TOLD#*", "FILES#*")),
}
ANSWERING: Final = {"dynamodb:PutItem CONTENT#*"}
STAGES: Final = ("Discovery", "Scrape", "Digester", "Codegen")
TASKS: Final = [name for name, one in functions(ROOT).items() if one["Handler"].startswith("functions.pipelines.")]

# Amazon's own, which every function and state machine with logs and traces has.
MANAGED: Final = {"AWSLambdaBasicExecutionRole", "AWSXrayWriteOnlyAccess"}
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
MANAGED_LIMIT: Final = 10
# An object's key, and an execution's name, end what the statement can name.
ENDINGS: Final = re.compile(r"(/blobs|/uploads|:execution:\$\{\w+StateMachine\.Name\}:)/?\*")


ROLES: Final = sorted(of_type("AWS::IAM::Role"))


@pytest.mark.parametrize("role", ROLES)
def test_no_role_has_a_wildcard(role: str) -> None:
    managed = {
        arn.rpartition("/")[2] for arn in RESOURCES[role]["Properties"]["ManagedPolicyArns"] if isinstance(arn, str)
    }
    bound = [(policy, one) for policy, one in statements(role) if policy not in UNBOUND]
    resources = [text(resource) for _, one in bound for resource in listed(one["Resource"])]

    assert managed <= MANAGED
    assert {one["Effect"] for _, one in statements(role)} <= {"Allow"}
    assert [action for _, one in statements(role) for action in listed(one["Action"]) if "*" in action] == []
    assert [resource for resource in resources if "*" in ENDINGS.sub("", resource)] == []


def test_only_the_delivery_of_logs_is_bound_to_nothing() -> None:
    for name in UNBOUND:
        actions = {
            action for one in RESOURCES[name]["Properties"]["PolicyDocument"]["Statement"] for action in one["Action"]
        }

        assert {action.partition(":")[0] for action in actions} == {"logs"}


def started(*machines: str) -> set[str]:
    return {f"states:{verb}Execution {machine}" for verb in ("Start", "Describe") for machine in machines}


def test_every_function_may_do_what_it_needs_and_no_more() -> None:
    keeping = ("ScrapeFetch", "CodegenVerify")
    changing = ("JobsBegin", "DigesterPublish", "CodegenPublish")
    finding = ("DiscoveryPublish", "ScrapePublish")
    expected = {
        "Sessions": KEYS
        | CHANGING
        | REMOVING_SESSIONS
        | {"dynamodb:PutItem SESSION#*", "dynamodb:PutItem INDEX#*", "dynamodb:PutItem FAMILIES#*"},
        "AgentSessions": KEYS
        | CHANGING
        | REMOVING_SESSIONS
        | {f"dynamodb:PutItem {kind}" for kind in KINDS}
        | {"dynamodb:GetItem EVENTS#*", "dynamodb:GetItem FILES#*", "dynamodb:Query INDEX#*"}
        | {"dynamodb:BatchGetItem SESSION#*", "dynamodb:BatchGetItem SCOPE#*"}
        | {"dynamodb:ConditionCheckItem SESSION#*"},
        "Documentation": KEYS | CHANGING | {"s3:PutObject uploads/*"},
        "Codegen": KEYS | CHANGING | REMEMBERING | started("Connector", "Codegen"),
        "Digester": KEYS | CHANGING | REMEMBERING | started("Digester"),
        "DigesterRead": KEEPING | REMEMBERING | ANSWERING,
        "CodegenGenerate": KEEPING | REMEMBERING | ANSWERING,
        "Discovery": KEYS | CHANGING | REMEMBERING | started("Discovery"),
        "Scrape": KEYS | CHANGING | REMEMBERING | started("Scrape"),
        "Workspaces": KEYS
        | CHANGING
        | REMOVING_SESSIONS
        | {f"dynamodb:PutItem {kind}" for kind in ("SESSION#*", "INDEX#*", "FAMILIES#*", "ONCE#*", "SIGNING#*")}
        | {"dynamodb:GetItem FAMILY#*", "dynamodb:GetItem SIGNING#*", "dynamodb:BatchGetItem SESSION#*"}
        | {"dynamodb:BatchGetItem CONTENT#*"}
        | {"dynamodb:Query INDEX#*", "dynamodb:DeleteItem ONCE#*", "dynamodb:ConditionCheckItem SESSION#*"}
        | {"dynamodb:UpdateItem ONCE#*"}
        | {f"dynamodb:{verb} COMMIT#*" for verb in ("GetItem", "PutItem")},
        "OnSchedule": READING
        | REMOVING_SESSIONS
        | {f"dynamodb:Query {kind}" for kind in ("FAMILY#*", "FAMILIES#*", "INDEX#*")}
        | {f"dynamodb:GetItem {kind}" for kind in ("FAMILY#*", "FAMILIES#*", "COMMIT#*", "SCOPE#*", "EVENTS#*")}
        | {"dynamodb:BatchGetItem SESSION#*", "dynamodb:UpdateItem SESSION#*", "dynamodb:PutItem INDEX#*"}
        | {"s3:DeleteObject blobs/*", "s3:DeleteObjectVersion blobs/*", "s3:ListBucketVersions blobs/*"},
        "OnDocumentationUploaded": CHANGING | REMOVING_UPLOADS | {"s3:GetObject uploads/*", "sqs:SendMessage"},
        "JobsSucceed": REPORTING,
        "JobsFail": REPORTING,
        "DiscoverySearch": KEEPING | REPORTING | ANSWERING,
        "ScrapePlan": KEEPING | REPORTING | ANSWERING,
        "DigesterAwaitDocuments": REPORTING | {"s3:GetObject uploads/*"},
        **dict.fromkeys(keeping, KEEPING),
        **dict.fromkeys(changing, CHANGING),
        **dict.fromkeys(finding, CHANGING | REMEMBERING),
    }

    assert {name.removesuffix("Function"): rights(f"{name}Role") for name in functions(ROOT)} == expected


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_do_with_records_depends_on_their_partition(role: str) -> None:
    for _, one in statements(role):
        if not any(action.startswith("dynamodb:") for action in listed(one["Action"])):
            continue
        [(operator, condition)] = one["Condition"].items()
        [(key, partitions)] = condition.items()

        assert (one["Resource"], key) == ({"Fn::GetAtt": ["Table", "Arn"]}, "dynamodb:LeadingKeys")
        if partitions == "KEYS":
            assert (operator, one["Action"]) == ("ForAllValues:StringEquals", "dynamodb:GetItem")
        else:
            assert operator == "ForAllValues:StringLike"
            assert set(listed(partitions)) <= {*KINDS, *OTHERS}


def test_partitions_have_the_names_by_which_roles_know_them() -> None:
    born = datetime(2026, 6, 17, tzinfo=UTC)
    session = Session(id=SessionId("KEYS#*"), tenant="t", owner="o", life="l", space="s", created=born, updated=born)
    partitions = (
        keys.head(session.id).partition,
        keys.owner_index("KEYS", "KEYS"),
        keys.content_partition(session),
        keys.events_partition(session),
        keys.jobs_partition(session),
        keys.told_partition(session),
        keys.session_artifacts(session),
        keys.app_scope("KEYS", "KEYS").partition,
        state_keys.family_partition(session.space),
        state_keys.member(session.space, "S", session.id).partition,
    )

    indexes = (keys.app_index("KEYS", "KEYS"), keys.apps_index("KEYS", "KEYS"))
    files = keys.user_artifacts("KEYS", "KEYS", "KEYS")

    assert [[kind for kind in KINDS if fnmatchcase(one, kind)] for one in partitions] == [[kind] for kind in KINDS]
    assert all(fnmatchcase(one, "INDEX#*") for one in indexes)
    assert fnmatchcase(files, "FILES#*")
    assert keys.user_scope("KEYS", "KEYS", "KEYS").partition == keys.app_scope("KEYS", "KEYS").partition
    assert fnmatchcase(keys.result("t", "hash").partition, "CACHE#*")
    assert [kind for kind in (*KINDS, *OTHERS) if fnmatchcase(keys.API_KEYS, kind)] == []
    assert keys.API_KEYS == "KEYS"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_no_more_policies_than_a_new_account_allows(role: str) -> None:
    attached = [one for one in of_type("AWS::IAM::ManagedPolicy").values() if {"Ref": role} in one.get("Roles", ())]

    assert len(RESOURCES[role]["Properties"]["ManagedPolicyArns"]) + len(attached) <= MANAGED_LIMIT


@pytest.mark.parametrize("stage", STAGES)
def test_a_state_machine_may_call_its_own_tasks(stage: str) -> None:
    tasks = {name.removesuffix("Function") for name in TASKS if name.startswith((stage, "JobsBegin", "JobsFail"))}

    assert rights(f"{stage}StateMachineRole") == {f"lambda:InvokeFunction {task}" for task in tasks}


def test_the_connector_machine_may_run_the_stages() -> None:
    expected = {f"lambda:InvokeFunction Jobs{task}" for task in ("Begin", "Succeed", "Fail")}
    expected |= {f"states:{verb}Execution {stage}" for verb in ("Start", "Describe", "Stop") for stage in STAGES}
    expected |= {"events:PutTargets", "events:PutRule", "events:DescribeRule"}

    assert rights("ConnectorStateMachineRole") == expected


@pytest.mark.parametrize("machine", [*STAGES, "Connector"])
def test_a_state_machine_is_given_what_its_definition_names(machine: str) -> None:
    definition = (PIPELINES / f"{machine.lower()}.asl.yaml").read_text(encoding="utf-8")
    properties = RESOURCES[f"{machine}StateMachine"]["Properties"]
    logging = properties["LoggingConfiguration"]

    assert set(properties["DefinitionSubstitutions"]) == set(re.findall(r"\$\{(\w+)\}", definition))
    assert (properties["StateMachineType"], properties["TracingConfiguration"]) == ("STANDARD", {"Enabled": True})
    assert (logging["Level"], logging["IncludeExecutionData"]) == ("ERROR", False)


def test_a_task_may_take_as_long_as_its_state_waits() -> None:
    waits = dict(waiting_times())

    assert {name: functions(ROOT)[name].get("Timeout", 60) for name in waits} == waits


def waiting_times() -> Iterator[tuple[str, int]]:
    for path in sorted(PIPELINES.glob("*.asl.yaml")):
        definition = yaml.safe_load(path.read_text(encoding="utf-8"))
        states = list(definition["States"].values())
        states += [one for state in states for one in state.get("ItemProcessor", {}).get("States", {}).values()]
        for state in states:
            if state.get("Resource", "").endswith("lambda:invoke"):
                yield state["Parameters"]["FunctionName"].strip("${}").removesuffix("Arn"), state["TimeoutSeconds"]


def test_a_request_ends_before_the_gateway_gives_up() -> None:
    behind_http = {function for _, function in targets(paths())}

    assert {functions(ROOT)[name]["Timeout"] for name in behind_http} == {29}
    assert behind_http == set(functions(ROOT)) - set(TASKS) - {"OnDocumentationUploadedFunction", "OnScheduleFunction"}


def paths() -> dict[str, Any]:
    found: dict[str, Any] = RESOURCES["HttpApi"]["Properties"]["Body"]["paths"]
    return found


def test_every_path_has_its_function() -> None:
    session = "/api/v1/session/{sessionId}"

    assert dict(targets(paths())) == {
        "ANY /health": "SessionsFunction",
        "ANY /ready": "SessionsFunction",
        "ANY /api/v1/session": "SessionsFunction",
        f"ANY {session}": "SessionsFunction",
        f"ANY {session}/jobs": "SessionsFunction",
        f"ANY {session}/documentation": "DocumentationFunction",
        f"ANY {session}/documentation/{{proxy+}}": "DocumentationFunction",
        f"ANY {session}/connector": "CodegenFunction",
        f"ANY {session}/connector/{{proxy+}}": "CodegenFunction",
        "ANY /api/v1/discovery/{proxy+}": "DiscoveryFunction",
        "ANY /api/v1/scrape/{proxy+}": "ScrapeFunction",
        "ANY /api/v1/digester/{proxy+}": "DigesterFunction",
        "ANY /api/v1/codegen/{proxy+}": "CodegenFunction",
        "ANY /v1/{proxy+}": "WorkspacesFunction",
        "ANY /apps/{proxy+}": "AgentSessionsFunction",
        "ANY /list-apps": "AgentSessionsFunction",
        "ANY /api/apps/{proxy+}": "AgentSessionsFunction",
        "ANY /api/list-apps": "AgentSessionsFunction",
        "OPTIONS /{proxy+}": "SessionsFunction",
    }


def test_with_tokens_only_health_readiness_and_preflight_are_open() -> None:
    guard = {"Fn::If": ["UsesTokens", [{"Token": []}], {"Ref": "AWS::NoValue"}]}
    operations = {path: operation for path, methods in paths().items() for operation in methods.values()}

    assert {path for path, operation in operations.items() if "security" not in operation} == {
        "/health",
        "/ready",
        "/{proxy+}",
    }
    assert [one["security"] for one in operations.values() if "security" in one] == [guard] * (len(operations) - 3)


def test_every_log_ends_in_a_group_that_forgets() -> None:
    groups = of_type("AWS::Logs::LogGroup")
    machines = {f"{name}LogGroup" for name in of_type("AWS::StepFunctions::StateMachine")}
    lambdas = {one["LoggingConfig"]["LogGroup"]["Ref"] for one in of_type("AWS::Lambda::Function").values()}

    assert lambdas | machines | {"HttpApiLogGroup"} == set(groups)
    assert [one["RetentionInDays"] for one in groups.values()] == [{"Ref": "LogRetentionDays"}] * len(groups)


def test_every_function_is_traced_and_has_its_own_settings() -> None:
    for name, one in of_type("AWS::Lambda::Function").items():
        variables = one["Environment"]["Variables"]
        machines = {key for key in variables if key.endswith("_MACHINE_ARN")}
        needed = {right.split()[1] for right in rights(f"{name}Role") if right.startswith("states:Start")}

        assert one["TracingConfig"] == {"Mode": "Active"}
        assert machines == {f"{machine.upper()}_MACHINE_ARN" for machine in needed}, name


def test_the_bucket_is_closed() -> None:
    bucket = RESOURCES["Bucket"]["Properties"]
    [denial] = RESOURCES["BucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert (denial["Effect"], denial["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_records_survive_a_mistake() -> None:
    table = RESOURCES["Table"]["Properties"]

    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["IsProduction", True, False]}
    assert table["SSESpecification"] == {"SSEEnabled": True}


def test_the_functions_install_what_the_lock_says() -> None:
    uv = Path(sys.executable).with_name("uv")
    flags = re.search(r"^LAMBDA_EXPORT := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert flags is not None
    line = [str(uv), "export", "--offline", *flags[1].split()]
    exported = subprocess.run(line, cwd=ROOT, capture_output=True, check=True)  # noqa: S603 - our own tool

    assert exported.stdout == (ROOT / "shared" / "requirements.txt").read_bytes(), "run `make lock`"


ASKING: Final = [
    {"Ref": f"{task}FunctionRole"}
    for task in ("DigesterRead", "DiscoverySearch", "ScrapePlan", "CodegenGenerate", "Workspaces")
]
REACHING: Final = {"Ref": "SessionsFunctionRole"}


@pytest.mark.parametrize(
    ("name", "condition", "roles", "arn"),
    [
        ("SearchSecretPolicy", "HasSearchKey", ASKING[1:2], "SearchSecretArn"),
        ("LanguageModelSecretPolicy", "HasModelKey", [*ASKING, REACHING], "LanguageModelSecretArn"),
    ],
)
def test_only_who_uses_a_key_reads_it(name: str, condition: str, roles: list[dict[str, str]], arn: str) -> None:
    policy = RESOURCES[name]
    [statement] = policy["Properties"]["PolicyDocument"]["Statement"]

    assert (policy["Condition"], policy["Properties"]["Roles"]) == (condition, roles)
    assert (statement["Resource"], statement["Action"]) == (
        {"Ref": arn},
        ["secretsmanager:GetSecretValue", "ssm:GetParameter"],
    )


def test_only_the_model_that_was_named_is_invoked() -> None:
    policy = RESOURCES["LanguageModelPolicy"]
    [statement] = policy["Properties"]["PolicyDocument"]["Statement"]
    one = "arn:${AWS::Partition}:bedrock:${AWS::Region}::foundation-model/${LanguageModelId}"

    assert (policy["Condition"], policy["Properties"]["Roles"]) == ("UsesBedrock", ASKING)
    assert statement["Action"] == "bedrock:InvokeModel"
    assert statement["Resource"] == {
        "Fn::If": ["NamesModelArns", {"Fn::Split": [",", {"Ref": "LanguageModelArns"}]}, {"Fn::Sub": one}]
    }


def test_who_looks_whether_the_model_answers_lists_models_and_invokes_none() -> None:
    policy = RESOURCES["ModelListPolicy"]
    [statement] = policy["Properties"]["PolicyDocument"]["Statement"]
    told = functions(ROOT)["SessionsFunction"]["Environment"]["Variables"]

    assert (policy["Condition"], policy["Properties"]["Roles"]) == ("UsesBedrock", [REACHING])
    assert (statement["Action"], statement["Resource"]) == ("bedrock:ListFoundationModels", "*")
    assert {"LANGUAGE_MODEL_PROVIDER", "LANGUAGE_MODEL_ID", "LANGUAGE_MODEL_SECRET_ARN"} <= told.keys()


def test_the_gateway_lets_in_the_pages_that_the_embedded_server_would() -> None:
    [_, cors, _] = RESOURCES["HttpApi"]["Properties"]["Body"]["x-amazon-apigateway-cors"]["Fn::If"]

    assert {name: value for name, value in cors.items() if name != "allowOrigins"} == {
        "allowMethods": list(origins.METHODS),
        "allowHeaders": list(origins.ALLOWED_HEADERS),
        "exposeHeaders": list(origins.EXPOSED_HEADERS),
        "maxAge": origins.MAX_AGE_SECONDS,
    }


def test_a_deployment_has_no_browser_and_does_not_pretend_to() -> None:
    variables = {name for one in functions(ROOT).values() for name in one.get("Environment", {}).get("Variables", {})}
    installed = (ROOT / "shared" / "requirements.txt").read_text(encoding="utf-8")

    assert {"SCRAPE_PAGES"} <= variables
    assert not {"SCRAPE_RENDERER", "SCRAPE_BROWSER"} & variables
    assert "playwright" not in installed


@pytest.mark.parametrize("stage", ["Discovery", "Scrape"])
def test_who_finds_what_was_found_lately_is_set_up_as_who_kept_it(stage: str) -> None:
    told = [
        {name: value for name, value in functions(ROOT)[f"{stage}{task}Function"]["Environment"]["Variables"].items()
         if name.startswith(("SEARCH_PROV", "SCRAPE_", "LANGUAGE_MODEL_")) and not name.endswith("_ARN")}
        for task in ("", "Publish")
    ]  # fmt: skip

    assert told[0] == told[1]
    assert {"LANGUAGE_MODEL_PROVIDER", "LANGUAGE_MODEL_ID"} <= told[0].keys()
