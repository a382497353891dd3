"""The staff page: drafts judged as they are written, the guideline to look things up in, and its state.

``make_app`` builds it from what ``Settings`` brings in; ``serve`` answers on one address until told to end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guideline.web.settings import Limits, Settings

if TYPE_CHECKING:
    from guideline.web.app import make_app
    from guideline.web.serving import serve

__all__ = ["Limits", "Settings", "make_app", "serve"]


def __getattr__(name: str) -> object:
    """Import Starlette and uvicorn only for those who serve."""
    if name == "make_app":
        from guideline.web.app import make_app

        return make_app
    if name == "serve":
        from guideline.web.serving import serve

        return serve
    raise AttributeError(name)
