"""Apps of others as this project configures them."""

from django.contrib.admin.apps import AdminConfig


class AuditedAdmin(AdminConfig):
    """Django admin, on the site that audits."""

    default_site = "jobmanager.admin_audit.site.AuditedSite"
