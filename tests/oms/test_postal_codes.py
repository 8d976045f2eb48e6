import pytest
from django.core.management import call_command

from oms.models import PostalCode

pytestmark = pytest.mark.django_db


def test_load_is_complete_and_repeatable(capsys):
    call_command("load_postal_codes")
    first = int(capsys.readouterr().out.split()[0])
    assert first == PostalCode.objects.count() > 40_000
    san_francisco = PostalCode.objects.get(country="US", code="94107")
    assert (round(san_francisco.latitude), round(san_francisco.longitude)) == (38, -122)
    assert not PostalCode.objects.filter(latitude=0, longitude=0).exists()

    PostalCode.objects.filter(code="94107").update(latitude=1)
    call_command("load_postal_codes")
    assert capsys.readouterr().out.startswith("1 ")
    assert PostalCode.objects.get(code="94107") == san_francisco
    assert PostalCode.objects.count() == first
