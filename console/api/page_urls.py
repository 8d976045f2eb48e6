"""Addresses of the API's page."""

from django.urls import URLPattern, path

from console.api import docs_page

urlpatterns: list[URLPattern] = [
    path("api/docs", docs_page.api_docs, name="api_docs"),
]
