"""Addresses of the console: those of each of its rooms."""

from django.urls import URLPattern

from console.rooms import ROOMS

app_name = "console"
urlpatterns: list[URLPattern] = [address for room in ROOMS for address in room.addresses]
