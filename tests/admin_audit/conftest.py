"""A browser of somebody who may edit everything."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.admin_audit.cases import PASSWORD


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", "root@example.com", PASSWORD))
    return client
