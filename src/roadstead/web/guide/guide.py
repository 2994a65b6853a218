"""Pages of the guide. They hold no data of anybody and are open to everybody."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from roadstead.web.guide import markdown


@require_safe
def guide_page(request: HttpRequest, page: str) -> HttpResponse:
    """Show a page of the guide. The text is English in every language of the pages."""
    if page not in markdown.pages():
        raise Http404(page)
    text = markdown.render(
        page, lambda name: reverse("guide", args=[name]), lambda name: reverse("guide-picture", args=[name])
    )
    title = next(iter(markdown.headings(page).values()))
    return render(request, "guide.html", {"text": mark_safe(text), "title": title})  # noqa: S308 our own documents


@require_safe
def picture(request: HttpRequest, picture: str) -> FileResponse:
    """Send a picture of the guide."""
    path = markdown.folder() / "pictures" / f"{picture}.webp"
    if not path.is_file():
        raise Http404(picture)
    return FileResponse(path.open("rb"), content_type="image/webp")
