"""What enters a state and what leaves it: InputPath, ResultSelector, ResultPath, OutputPath."""

from __future__ import annotations

from shared.adapters.in_process.effects import Effect, Moved, Succeeded
from shared.adapters.in_process.faults import RESULT_PATH, RUNTIME, StateError, within_limit
from shared.adapters.in_process.paths import ReferencePath, Unmatched
from shared.adapters.in_process.states import Onward, Pass, Producing
from shared.adapters.in_process.templates import Template
from shared.kernel.hashing import Json


def selected(path: ReferencePath | None, data: Json, context: Json) -> Json:
    """
    Return the part of the data that a path names; a path of null names an empty object.

    Raises:
        StateError: it names nothing, which no Catch answers.
    """
    if path is None:
        return {}
    try:
        return path.read(data, context)
    except Unmatched as error:
        raise StateError(RUNTIME, str(error)) from error


def rendered(template: Template | None, data: Json, context: Json) -> Json:
    """Return what the template makes of the data, or the data itself when there is none; both within the limit."""
    return within_limit(data if template is None else template.render(data, context))


def placed(path: ReferencePath | None, data: Json, result: Json) -> Json:
    """
    Return the data with the result in its place; a path of null drops the result.

    Raises:
        StateError: the data has no such place.
    """
    if path is None:
        return data
    try:
        return path.write(data, result)
    except Unmatched as error:
        raise StateError(RESULT_PATH, str(error)) from error


def completed(state: Producing | Pass, data: Json, result: Json, context: Json) -> Effect:
    """Return what follows when a state has its result."""
    if isinstance(state, Producing):
        result = rendered(state.result_selector, within_limit(result), context)
    return passed_on(state, placed(state.result_path, data, result), context)


def passed_on(state: Onward, data: Json, context: Json) -> Effect:
    """Return what follows when a state's data are settled."""
    output = within_limit(selected(state.output_path, data, context))
    return Succeeded(output) if state.next is None else Moved(state.next, output)
