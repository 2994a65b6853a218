"""URLs of lookouts."""

from __future__ import annotations

from django.urls import path

from roadstead.web.lookouts import lookout_list, lookout_page, new_lookout

urlpatterns = [
    path("lookouts", lookout_list.lookouts, name="lookouts"),
    path("lookouts/new", new_lookout.new_lookout, name="new-lookout"),
    path("lookouts/<str:reference>", lookout_page.lookout_page, name="lookout"),
    path("lookouts/<str:reference>/act", lookout_page.lookout_act, name="lookout-act"),
    path("lookouts/<str:reference>/photo", lookout_page.lookout_picture, name="lookout-photo"),
]
