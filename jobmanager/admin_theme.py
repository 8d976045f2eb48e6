"""Gives Django admin the console's names, icon and blue.

Settings read it, so it imports no models.
"""

from django.http import HttpRequest
from django.templatetags.static import static

# Lightness, chroma and hue (OKLCH) of one blue from its palest to its darkest step.
_STEPS = {
    50: "97% .014 262",
    100: "93.5% .032 262",
    200: "88.5% .06 262",
    300: "81% .105 262",
    400: "71% .155 262",
    500: "61% .19 262",
    600: "50.5% .2 262",
    700: "46% .19 262",
    800: "40% .16 262",
    900: "35% .13 262",
    950: "27% .09 262",
}


def _icon(request: HttpRequest) -> str:
    return static("console/favicon.svg")


UNFOLD = {
    "SITE_TITLE": "Job Manager data",
    "SITE_HEADER": "Job Manager",
    "SITE_SUBHEADER": "Data",
    "SITE_SYMBOL": "deployed_code",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _icon}],
    "SHOW_BACK_BUTTON": True,
    "ENVIRONMENT": "jobmanager.admin_site.clock",
    "SIDEBAR": {"show_search": True, "navigation": "jobmanager.admin_site.navigation"},
    "COLORS": {"primary": {str(step): f"oklch({colour})" for step, colour in _STEPS.items()}},
}
