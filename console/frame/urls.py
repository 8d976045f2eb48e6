"""Addresses of login, logout and theme."""

from django.urls import URLPattern, path

from console.frame import session

urlpatterns: list[URLPattern] = [
    path("login/", session.login, name="login"),
    path("logout/", session.logout, name="logout"),
    path("theme/", session.choose_theme, name="theme"),
]
