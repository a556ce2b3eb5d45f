"""Values as YAML text that YAML 1.1 and 1.2 readers understand alike."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import yaml

# Plain scalars that are numbers to YAML 1.2 (section 10.3.2) and texts to the library's YAML 1.1; a text like that
# must be quoted.
_CORE_NUMBER: Final = re.compile(
    r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+)$"
)
_WIDEST: Final = 1_000_000


class _Dumper(yaml.CSafeDumper):
    """The library's dumper, without anchors: a part of a document must stand alone."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401 - the library's signature
        del data
        return True


_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _CORE_NUMBER, list("-+.0123456789"))


def yaml_text(value: object) -> str:
    """Return `value` as block YAML, keys in their order; JSON, which is YAML too, for what the dumper refuses."""
    try:
        return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDEST)
    except (yaml.YAMLError, UnicodeEncodeError, RecursionError):
        return json.dumps(value, indent=2, default=str)
