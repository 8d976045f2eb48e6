"""Where each address leads."""

from django.contrib import admin
from django.urls import include, path

from console.api.probes import healthz, metrics_page
from jobmanager.admin_site import admin_login
from webhooks.views import misdirected

urlpatterns = [
    path("admin/login/", admin_login),
    path("admin/", admin.site.urls),
    path("hooks/shopify/", misdirected, name="webhook_receiver"),
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics_page, name="metrics"),
    path("api/", include("console.api.urls")),
    path("", include("console.urls")),
]

handler400 = "console.frame.errors.bad_request"
handler403 = "console.frame.errors.forbidden"
handler404 = "console.frame.errors.not_found"
handler500 = "console.frame.errors.server_error"
