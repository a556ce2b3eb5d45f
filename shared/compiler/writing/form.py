"""In which form a connector is written; every form says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

ScriptFormat = Literal["groovy", "yaml"]
Layout = Literal["separate", "merged"]
ManifestFormat = Literal["yaml", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """
    The form of a connector's files.

    `format` is the language of the scripts; what YAML cannot say is written in Groovy all the same, because the
    framework reads both side by side. `layout` says where the ConnId mapping goes: into a script of its own under the
    wizard's first file names, or merged into the native schema, as later wizards have it; in YAML a table is always one
    document. `manifest` is the language of the manifest.
    """

    format: ScriptFormat = "groovy"
    layout: Layout = "separate"
    manifest: ManifestFormat = "yaml"


DEFAULT: Final = Form()
FORMATS: Final[tuple[ScriptFormat, ...]] = get_args(ScriptFormat)
LAYOUTS: Final[tuple[Layout, ...]] = get_args(Layout)
MANIFESTS: Final[tuple[ManifestFormat, ...]] = get_args(ManifestFormat)
