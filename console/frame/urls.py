"""Addresses of the way in and out."""

from django.urls import URLPattern, path

from console.frame import session

urlpatterns: list[URLPattern] = [
    path("login/", session.login, name="login"),
    path("logout/", session.logout, name="logout"),
    path("theme/", session.choose_theme, name="theme"),
]
