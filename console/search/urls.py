"""Addresses of the search from anywhere."""

from django.urls import URLPattern, path

from console.search import go, palette

urlpatterns: list[URLPattern] = [
    path("palette/", palette.palette, name="palette"),
    path("go/", go.go, name="go"),
]
