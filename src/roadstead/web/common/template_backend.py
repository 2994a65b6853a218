"""Django's templates, in which no view can replace the context of the frame.

A view's context silently overrides a context processor's: one that used the name of the menu lost the menu.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates, Template

RESERVED: Final = frozenset({"frame", "user", "messages"})  # from the context processors


class FrameReplaced(Exception):
    """A view's context has a name that belongs to the frame: rename it there."""


class GuardedTemplate(Template):
    def render(self, context: Mapping[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        taken = RESERVED & set(context or {})
        if taken:
            raise FrameReplaced(f"the context of a view must not hold {', '.join(sorted(taken))}")
        return super().render(dict(context) if context is not None else None, request)


class GuardedTemplates(DjangoTemplates):
    def from_string(self, template_code: str) -> Template:
        return GuardedTemplate(super().from_string(template_code).template, self)

    def get_template(self, template_name: str) -> Template:
        return GuardedTemplate(super().get_template(template_name).template, self)
