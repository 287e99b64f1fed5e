"""Address of the search page."""

from django.urls import path

from postroom.web.search import page

urlpatterns = [path("", page.search, name="search")]
