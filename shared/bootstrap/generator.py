"""The generator's resources and scripts, each service built once per process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.bootstrap.asking import answers, wording
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once
from shared.bootstrap.records import artefact_records, document_records, session_records
from shared.bootstrap.services import code, intake, jobs, readings, stages

if TYPE_CHECKING:
    from shared.services.artefacts import Artefacts
    from shared.services.classes import Classes
    from shared.services.digester import Digester
    from shared.services.generation import Generation
    from shared.services.importing import Importing
    from shared.services.scripts import Scripts


@once
def artefacts() -> Artefacts:
    """Return the resources that jobs make."""
    from shared.services.artefacts import Artefacts

    return Artefacts(jobs=jobs())


@once
def classes() -> Classes:
    """Return the object classes of every session."""
    from shared.services.classes import Classes

    return Classes(records=session_records(), documents=document_records(), artefacts=artefacts())


@once
def digester() -> Digester:
    """Return the digester's resources."""
    from shared.services.digester import Digester

    return Digester(artefacts=artefacts(), documents=document_records(), readings=readings(), classes=classes())


@once
def scripts() -> Scripts:
    """Return the scripts of every session."""
    from shared.records.results import ResultRecords
    from shared.services.mending import Mending
    from shared.services.repair import Repair
    from shared.services.scripts import Scripts

    return Scripts(
        artefacts=artefacts(),
        stages=stages(),
        documents=document_records(),
        readings=readings(),
        results=ResultRecords(engines().items),
        classes=classes(),
        code=code(),
        mending=Mending(code=code(), repair=Repair(), wording=wording()),
    )


@once
def importing() -> Importing:
    """Return what brings documents back."""
    from shared.services.importing import Importing

    return Importing(intake=intake())


@once
def generation() -> Generation:
    """Return what generates connectors."""
    from shared.adapters.codec import JsonModels
    from shared.services.generation import Generation

    return Generation(
        stages=stages(),
        artefacts=artefact_records(),
        models=JsonModels(),
        code=code(),
        scripts=scripts(),
        answers=answers(),
    )
