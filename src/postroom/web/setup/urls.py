"""Addresses of the first visit."""

from django.urls import path

from postroom.ground.first_visit import ROUTE
from postroom.web.setup import views

urlpatterns = [
    path(ROUTE, views.set_up, name="set_up"),
    path("first-steps/", views.first_steps, name="first_steps"),
]
