"""All that the console's pages do, for programs: JSON over HTTP, described at /api/openapi.json."""
