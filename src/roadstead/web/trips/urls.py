"""URLs of trips."""

from __future__ import annotations

from django.urls import path

from roadstead.web.trips import check, people, saved, steps, trips

urlpatterns = [
    path("trips", trips.trips, name="trips"),
    path("trips/new", trips.new_trip, name="new-trip"),
    path("trips/saved", saved.saved, name="saved"),
    path("trips/saved/people/<int:person>", saved.saved_person, name="saved-person"),
    path("trips/saved/craft/<int:craft>", saved.saved_craft, name="saved-craft"),
    path("trips/<int:pk>", trips.trip, name="trip"),
    path("trips/<int:pk>/act", trips.act, name="trip-act"),
    path("trips/<int:pk>/craft", steps.craft, name="trip-craft"),
    path("trips/<int:pk>/voyage", steps.voyage, name="trip-voyage"),
    path("trips/<int:pk>/people", people.people, name="trip-people"),
    path("trips/<int:pk>/people/new", people.new_person, name="trip-new-person"),
    path("trips/<int:pk>/people/<int:person>", people.person, name="trip-person"),
    path("trips/<int:pk>/declare/<slug:kind>", steps.declare, name="trip-declare"),
    path("trips/<int:pk>/check", check.check, name="trip-check"),
]
