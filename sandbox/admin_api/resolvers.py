"""Joins the resolvers of the whole Admin API into one table."""

from sandbox.admin_api import mutation_resolvers, type_resolvers
from sandbox.graphql.resolvers import Resolvers

RESOLVERS = Resolvers(type_resolvers.RESOLVERS, mutation_resolvers.RESOLVERS)
