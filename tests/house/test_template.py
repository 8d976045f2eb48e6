"""The databases of a parallel run are copies of one that was migrated once."""

import pytest
from django.db import connection

from tests import conftest, template

pytestmark = pytest.mark.django_db


def test_each_process_of_a_parallel_run_copies_the_template_of_that_run(request: pytest.FixtureRequest) -> None:
    run = getattr(request.config, "workerinput", {}).get("testrunuid", "")
    copied = connection.settings_dict["TEST"].get("TEMPLATE")
    with template._alone() as cursor:
        assert (copied, template._made_for(cursor)) == ((template.NAME, run) if run else (None, ""))


def test_the_suite_also_runs_where_xdist_is_switched_off() -> None:
    """A hook of a plugin that is not there ends a run of pytest, unless it says that it may be missing."""
    assert conftest.pytest_xdist_make_scheduler.pytest_impl["optionalhook"]
