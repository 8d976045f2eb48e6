"""Addresses of the console, gathered from its rooms."""

from django.urls import URLPattern

from console.rooms import ROOMS

app_name = "console"
urlpatterns: list[URLPattern] = [address for room in ROOMS for address in room.addresses]
