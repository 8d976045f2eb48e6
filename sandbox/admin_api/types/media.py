"""Resolves the pictures of products."""

from typing import Any

from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import Image, make_gid

RESOLVERS = Resolvers()


@RESOLVERS.field("MediaImage", "alt")
def alt(image: Image, ctx: Context) -> str | None:
    return image.alt_text


@RESOLVERS.field("MediaImage", "mediaContentType")
def media_content_type(image: Image, ctx: Context) -> str:
    return "IMAGE"


@RESOLVERS.field("MediaImage", "status")
def status(image: Image, ctx: Context) -> str:
    return "READY"


@RESOLVERS.field("MediaImage", "image")
def picture(image: Image, ctx: Context) -> Image:
    return image


@RESOLVERS.field("MediaImage", "preview")
def preview(image: Image, ctx: Context) -> dict[str, Any]:
    return {"image": image, "status": "READY"}


@RESOLVERS.field("Image", "id")
def image_id(image: Image, ctx: Context) -> str:
    return make_gid("ImageSource", image.id)


@RESOLVERS.field("Image", "url")
def url(image: Image, ctx: Context, transform: dict[str, Any] | None = None) -> str:
    """Gives the file as it is; Shopify may ignore other sizes."""
    return image.url
