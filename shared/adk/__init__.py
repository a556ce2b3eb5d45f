"""Sessions for agents written with google-adk, on the records that all interfaces share."""

from __future__ import annotations

from shared.adk.session_service import SessionService

__all__ = ["SessionService"]
