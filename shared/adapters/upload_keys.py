"""Object keys that say where an upload lies."""

from shared.domain.upload_place import object_key, place_of, uploads_prefix

__all__ = ["object_key", "place_of", "uploads_prefix"]
