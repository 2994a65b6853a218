"""URLs of examinations."""

from __future__ import annotations

from django.urls import path

from roadstead.web.examinations import detained, examination_list, photos, result, select, selection

urlpatterns = [
    path("voyages/<int:pk>/select", select.select_goods, name="select-goods"),
    path("examinations", examination_list.examination_list, name="examinations"),
    path("examinations/<int:pk>", selection.selection, name="selection"),
    path("examinations/<int:pk>/act", selection.selection_act, name="selection-act"),
    path("examinations/<int:pk>/result", result.examination_result, name="examination-result"),
    path("examinations/<int:pk>/photos", photos.add_examination_photo, name="add-photo"),
    path("examinations/<int:pk>/photos/<int:photo>", photos.examination_photo, name="examination-photo"),
    path("detained", detained.detained_goods, name="detained-goods"),
]
