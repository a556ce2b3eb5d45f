"""The run itself: every operation the connector offers, tried once, in the order of the model."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.verification.conformance.bench import Bench
from shared.compiler.verification.conformance.reads import read_trials
from shared.compiler.verification.conformance.relations import relation_trials
from shared.compiler.verification.conformance.trials import Failed, Trial, tried
from shared.compiler.verification.conformance.writes import write_trials
from shared.compiler.verification.evaluation.values import Thrown
from shared.compiler.verification.framework.connector import LoadedConnector
from shared.compiler.verification.http import Request
from shared.compiler.verification.runtime.authenticating import Half, authenticated
from shared.compiler.verification.runtime.requests import Specification
from shared.compiler.verification.target.credentials import accepts, configuration
from shared.compiler.verification.target.server import Target


def conformance(model: ConnectorModel, connector: LoadedConnector) -> tuple[Trial, ...]:
    """
    Return the trial of every operation that `connector` offers of what `model` documents.

    The application is simulated from the model alone, with sixty objects of each class. Pure and bounded: every
    operation has its share of steps and requests.
    """
    bench = Bench(model, connector, Target(model))
    return tuple(_trials(bench))


def _trials(bench: Bench) -> Iterator[Trial]:
    if bench.model.authentications:
        yield _authentication(bench)
    for documented in bench.model.object_classes:
        declared = bench.declared(documented)
        if declared is not None and documented.protocol == "rest":
            yield from read_trials(bench, documented, declared)
            yield from write_trials(bench, documented, declared)
            bench.target.population.reset(documented.name)
    for relation in bench.model.relations:
        yield from relation_trials(bench, relation)


def _authentication(bench: Bench) -> Trial:
    """Try the documented ways in their order; where none gets in, the rest is tried at an application open to all."""

    def enter() -> None:
        if any(accepted(bench, way) for way in bench.model.authentications):
            return
        bench.configuration = {}
        bench.target.open_to_all = True
        message = "no documented way to authenticate lets the connector in"
        raise Failed(message)

    return tried("authentication", "authentication", "", enter, lambda _: ("RUN006", ""))


def accepted(bench: Bench, way: Authentication) -> bool:
    """Return True when the application lets the connector in, configured for `way`; the bench stays configured so."""
    bench.configuration = configuration(way)
    return all(accepts((way,), _probe(bench, half)) for half in _halves(bench.model))


def _halves(model: ConnectorModel) -> tuple[Half, ...]:
    """Return the halves of the framework that talk to the application."""
    protocols = {it.protocol for it in model.object_classes}
    return ("scim",) if protocols == {"scim"} else ("rest", "scim") if "scim" in protocols else ("rest",)


def _probe(bench: Bench, half: Half) -> Request:
    """Return a request with the credentials the connector puts into each of one half."""
    specification = Specification("probe")
    try:
        framework = bench.framework()
        authenticated(framework.interpreter, bench.connector, specification, bench.configuration, half)
    except Thrown:
        return Request("GET", "/probe")
    return specification.finished()
