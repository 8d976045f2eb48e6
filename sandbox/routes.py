"""Joins the addresses of every room into one table."""

from sandbox.access import oauth
from sandbox.bulk import storage
from sandbox.control import routes as control
from sandbox.graphql import endpoint
from sandbox.http.router import Routes
from sandbox.pages import routes as pages

ROUTES = Routes(oauth.ROUTES, endpoint.ROUTES, storage.ROUTES, control.ROUTES, pages.ROUTES)
