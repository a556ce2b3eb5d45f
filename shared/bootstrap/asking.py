"""The services that ask a language model, each built once per process; there are none where no model is configured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.bootstrap.engines import engines
from shared.bootstrap.once import once

if TYPE_CHECKING:
    from shared.ports.language_model import LanguageModel
    from shared.records.answers import AnswerRecords
    from shared.services.asking import Asking
    from shared.services.inference import Inference
    from shared.services.wording import Wording


@once
def answers() -> AnswerRecords:
    """Return what was answered before, and for which job."""
    from shared.records.answers import AnswerRecords

    return AnswerRecords(engines().items, engines().blobs)


@once
def asking() -> Asking | None:
    """Return what asks the language model, if one is configured."""
    return _asking(engines().outside.language_model)


def _asking(model: LanguageModel | None) -> Asking | None:
    if model is None:
        return None
    from shared.services.asking import Asking

    return Asking(language_model=model, records=answers(), limits=engines().outside.asking_limits)


@once
def inference() -> Inference | None:
    """Return what concludes facts from prose, if there is a language model to ask."""
    asked = asking()
    if asked is None:
        return None
    from shared.services.inference import Inference

    return Inference(asking=asked)


@once
def wording() -> Wording:
    """Return what words and mends, with a language model if there is one."""
    from shared.services.wording import Wording

    return Wording(asking=asking())


@once
def hurried_wording() -> Wording:
    """Return the same for an answer that somebody waits for: a model that is slow is none."""
    from shared.services.wording import Wording

    return Wording(asking=_asking(engines().outside.hurried_model))
