"""Makes the tables, the login and the shop of a trial."""

from pathlib import Path

from django.contrib.auth.models import User
from django.core.management import call_command

from integrations import onboarding
from jobmanager.embedded import local_secret
from jobs.audit import Actor
from oms.models import Shop

LOGIN = "demo"
SHOP_DOMAIN = "demo-store.myshopify.com"


def database() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def login(var: Path) -> tuple[User, str]:
    """The trial's operator and the password, made once and kept in var/secrets/demo_password."""
    password = local_secret(var, "demo_password")
    user, _ = User.objects.get_or_create(username=LOGIN, defaults={"is_staff": True, "is_superuser": True})
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return user, password


def webhooks(shop: Shop, actor: Actor) -> None:
    """Every topic that can be subscribed, at the first start; what an operator switched off stays off."""
    from integrations.models import WebhookSubscription
    from webhooks.services import subscribe
    from webhooks.topics import TOPICS

    known = set(WebhookSubscription.objects.filter(shop=shop).values_list("topic", flat=True))
    wanted = set(WebhookSubscription.objects.filter(shop=shop, wanted=True).values_list("topic", flat=True))
    for topic in TOPICS:
        if topic.by_api and (topic.name in wanted or topic.name not in known):
            subscribe(shop, topic.name, actor)


def schedules(shop: Shop, actor: Actor) -> None:
    """Every job that proposes a schedule runs by it, from the first start on; what an operator chose stays."""
    from jobs import registry
    from jobs.models import Schedule
    from jobs.services.switch_job import switch_on

    known = set(Schedule.objects.filter(shop=shop).values_list("key", flat=True))
    for job in registry.all_jobs():
        if job.default is not None and job.key not in known:
            switch_on(job.key, shop, actor)


def sandbox_shop(url: str) -> Shop:
    """The sandbox store's shop, connected and asked. These are the sandbox's own public test credentials, no secret.

    Connected again at each start, as its port may change; what an operator changed on the shop stays.
    """
    opened_by = onboarding.Credentials("shpat_sandbox", "sandbox-key", "sandbox-secret")
    connection = onboarding.connect(SHOP_DOMAIN, opened_by, base_url=url, store_name="Demo store")
    onboarding.verify(connection)
    return connection.shop
