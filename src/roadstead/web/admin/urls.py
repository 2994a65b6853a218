"""URLs of accounts and signing in."""

from __future__ import annotations

from django.urls import path

from roadstead.web.admin import (
    health,
    invitations,
    people,
    preferences,
    qualifications,
    registration,
    second_approvals,
    self_registered,
)
from roadstead.web.admin.own_account import urlpatterns as own_account

urlpatterns = [
    path("people", people.people, name="people"),
    path("people/<int:pk>", people.person, name="person"),
    path("people/<int:pk>/switch", people.switch_account, name="switch-account"),
    path("people/<int:pk>/certify", people.certify, name="certify"),
    path("people/<int:pk>/qualifications", qualifications.record_qualification, name="record-qualification"),
    path(
        "people/<int:pk>/qualifications/<int:number>",
        qualifications.change_qualification,
        name="change-qualification",
    ),
    path("people/<int:pk>/link", people.link, name="new-link"),
    path("people/links/<int:pk>/confirm", people.confirm_link, name="confirm-link"),
    path("people/carriers/<str:code>/token", people.issue_token, name="issue-token"),
    path("people/tokens/<int:pk>/confirm", people.confirm_token, name="confirm-token"),
    path("second-approvals", second_approvals.second_approvals, name="second-approvals"),
    path("second-approvals/<int:pk>", second_approvals.second_approval, name="second-approval"),
    path("second-approvals/<str:kind>/<int:subject>", second_approvals.ask_the_centre, name="ask-the-centre"),
    path("invitations/new", invitations.new, name="invite"),
    path("invitations/<str:secret>", invitations.accept, name="accept"),
    path("register", registration.register, name="register"),
    path("register/sent", registration.registered, name="registered"),
    path("register/<str:secret>", registration.confirm, name="confirm-registration"),
    path("people/self-registered", self_registered.accounts, name="self-registered"),
    path("people/self-registered/<int:pk>", self_registered.account, name="self-registered-account"),
    path("look", preferences.save_preferences, name="look"),
    path("healthy", health.healthy, name="healthy"),
    *own_account,
]
