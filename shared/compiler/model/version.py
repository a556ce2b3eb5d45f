"""The version of the stored model."""

from typing import Final

MODEL_VERSION: Final = 1
