"""Every address of Roadstead, on one page."""

from __future__ import annotations

from django.urls import path

from roadstead.web.api import api
from roadstead.web.views import (
    alerts,
    answers,
    arrivals,
    cleared,
    list_settings,
    lists,
    messages,
    registers,
    sheets,
    signing,
    versions,
)

urlpatterns = [
    path("", registers.home, name="home"),
    path("sign-in", signing.SignIn.as_view(), name="sign-in"),
    path("sign-out", signing.SignOut.as_view(), name="sign-out"),
    path("arrivals", arrivals.arrivals, name="arrivals"),
    path("voyages/<int:pk>", arrivals.voyage, name="voyage"),
    path("voyages/<int:pk>/versions", versions.voyage_versions, name="versions"),
    path("voyages/<int:pk>/versions/<int:one>/<int:other>", versions.compare_versions, name="version-compare"),
    path("voyages/<int:pk>/travellers/<int:traveller>", versions.traveller_history, name="traveller-history"),
    path("voyages/<int:pk>/bookings/<int:booking>", versions.booking, name="booking"),
    path("alerts", alerts.queue, name="queue"),
    path("alerts/<int:pk>", alerts.alert, name="alert"),
    path("alerts/<int:pk>/act", alerts.act, name="act"),
    path("cleared", cleared.cleared, name="cleared"),
    path("cleared/not-raised", cleared.kept_back, name="kept-back"),
    path("cleared/<int:pk>", cleared.pair, name="pair"),
    path("cleared/<int:pk>/act", cleared.pair_act, name="pair-act"),
    path("messages", messages.inbox, name="inbox"),
    path("messages/<str:receipt>", messages.message, name="message"),
    path("messages/<str:receipt>/repair", messages.repair_message, name="repair"),
    path("messages/<str:receipt>/retry", messages.retry_message, name="retry"),
    path("messages/<str:receipt>/answers", answers.answers, name="answers"),
    path("file", messages.submit, name="submit"),
    path("sheets", sheets.sheets, name="sheets"),
    path("sheets/<str:kind>-<str:language>.<str:form>", sheets.sheet, name="sheet"),
    path("lists", lists.lists, name="lists"),
    path("lists/load", lists.load, name="load-list"),
    path("lists/<int:pk>", list_settings.watch_list, name="list"),
    path("lists/<int:pk>/propose", list_settings.propose_settings, name="propose"),
    path("lists/proposals/<int:pk>", list_settings.decide_settings, name="decide-proposal"),
    path("audit", registers.audit, name="audit"),
    path("people", registers.people, name="people"),
    path("people/<int:pk>/switch", registers.switch_account, name="switch-account"),
    path("people/carriers/<str:code>/token", registers.issue_token, name="issue-token"),
    path("healthy", registers.healthy, name="healthy"),
    path("api/v1/", api.urls),
]
