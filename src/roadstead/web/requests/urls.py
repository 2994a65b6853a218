"""URLs of requests between states."""

from __future__ import annotations

from django.urls import path

from roadstead.web.requests import (
    guest_pages,
    new_request,
    request_files,
    request_guest,
    request_list,
    request_page,
    response_times,
    surrender_case,
    surrender_pdf,
)

urlpatterns = [
    path("requests", request_list.requests, name="requests"),
    path("response-times", response_times.response_times, name="response-times"),
    path("requests/new", new_request.new_request, name="new-request"),
    path("requests/drafts/<int:pk>/delete", new_request.delete_draft, name="delete-draft"),
    path("requests/<str:reference>", request_page.request_page, name="request"),
    path("requests/<str:reference>/case", surrender_case.surrender_case, name="surrender-case"),
    path("requests/<str:reference>/record", surrender_pdf.surrender_pdf, name="surrender-pdf"),
    path("requests/<str:reference>/export", request_files.request_export, name="request-export"),
    path("requests/<str:reference>/act", request_page.request_act, name="request-act"),
    path("requests/<str:reference>/files", request_files.add_request_file, name="add-request-file"),
    path("requests/<str:reference>/files/<int:file>", request_files.request_file, name="request-file"),
    path("requests/<str:reference>/guest", request_guest.request_guest, name="request-guest"),
    path("guest/link/<str:secret>", guest_pages.guest_link, name="guest-link"),
    path("guest", guest_pages.guest, name="guest"),
    path("guest/act", guest_pages.guest_act, name="guest-act"),
    path("guest/files", guest_pages.add_guest_file, name="add-guest-file"),
    path("guest/files/<int:file>", guest_pages.guest_file, name="guest-file"),
    path("guest/leave", guest_pages.leave, name="guest-leave"),
]
