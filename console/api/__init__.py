"""The HTTP API: programs do here what people do on pages.

JSON over HTTP, described at /api/openapi.json.
"""
