"""Resolves the addresses of customers and orders."""

from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import Address

RESOLVERS = Resolvers()


@RESOLVERS.field("MailingAddress", "countryCodeV2")
def country_code(address: Address, ctx: Context) -> str:
    return address.country_code
