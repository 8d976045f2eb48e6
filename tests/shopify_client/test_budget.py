"""The cost budget: waited for before a call, shared by all who call one shop, never a reason to fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from redis import ConnectionError as RedisConnectionError
from redis import Redis

from shopify_client import documents
from shopify_client.budget import LocalBudget, ThrottleStatus
from shopify_client.client import Client
from shopify_client.cost import Costs, estimate
from shopify_client.errors import Throttled
from shopify_client.shared_budget import SharedBudget
from tests.shopify_client.answering import Answering, data
from tests.shopify_client.conftest import DOMAIN, Time

JOB = documents.load("job")
NONE_YET = {"job": None}


def test_nothing_is_held_back_before_shopify_told_the_size(time_: Time) -> None:
    assert LocalBudget(time_.clock).take(10_000) == 0


def test_points_come_back_with_time_up_to_the_maximum(time_: Time) -> None:
    budget = LocalBudget(time_.clock)
    budget.learn(ThrottleStatus(maximum=1000, available=100, restore_rate=50))
    assert budget.take(60) == 0
    assert budget.take(60) == pytest.approx(20 / 50)
    time_.now += 0.4
    assert budget.take(60) == 0
    time_.now += 10_000
    assert budget.take(1000) == 0
    assert budget.take(1) > 0


def test_a_call_dearer_than_the_bucket_goes_when_it_is_full(time_: Time) -> None:
    budget = LocalBudget(time_.clock)
    budget.learn(ThrottleStatus(maximum=100, available=100, restore_rate=50))
    assert budget.take(900) == 0


def test_the_client_waits_instead_of_being_refused(client: Client, shopify_server: Answering, time_: Time) -> None:
    shopify_server.will(data(NONE_YET, available=2), data(NONE_YET, available=2))
    client.execute(JOB, {"id": "1"})
    assert time_.slept == []
    client.execute(JOB, {"id": "1"})
    assert time_.slept == [pytest.approx((12 - 2) / 100)]


def test_two_clients_share_one_bucket(
    make_client: Callable[..., Client], shopify_server: Answering, time_: Time, redis: Redis
) -> None:
    shopify_server.will(data({"job": None}, available=-900))
    make_client(redis=redis).execute(JOB, {"id": "1"})
    with pytest.raises(Throttled) as caught:
        make_client(redis=redis).execute(JOB, {"id": "1"})
    assert caught.value.retry_in > 5
    assert len(shopify_server.asked) == 1, "the second call was sent although the bucket was known to be empty"
    shopify_server.will(data({"job": None}))
    make_client().execute(JOB, {"id": "1"})


def test_points_taken_by_one_are_gone_for_the_other(redis: Redis, time_: Time) -> None:
    one, other = (SharedBudget(redis, DOMAIN, time_.clock) for _ in range(2))
    one.learn(ThrottleStatus(maximum=2000, available=100, restore_rate=1))
    assert one.take(70) == 0
    assert other.take(70) > 30
    assert other.take(20) == 0


def test_another_shop_has_its_own_bucket(redis: Redis, time_: Time) -> None:
    SharedBudget(redis, DOMAIN, time_.clock).learn(ThrottleStatus(maximum=2000, available=0, restore_rate=1))
    assert SharedBudget(redis, f"other-{DOMAIN}", time_.clock).take(100) == 0


def test_the_bucket_is_forgotten_after_a_while(redis: Redis, time_: Time) -> None:
    budget = SharedBudget(redis, DOMAIN, time_.clock)
    budget.learn(ThrottleStatus(maximum=2000, available=0, restore_rate=1))
    assert 0 < int(redis.ttl(budget.key)) <= 600


def test_without_redis_each_goes_by_its_own_estimate(time_: Time, redis: Redis) -> None:
    server = Stopping(redis)
    budget = SharedBudget(server, DOMAIN, time_.clock)
    server.stopped = True
    budget.learn(ThrottleStatus(maximum=1000, available=0, restore_rate=100))
    assert budget.take(200) == pytest.approx(2)
    assert server.tried == 1, "a Redis that is away is not waited for at each call"
    server.stopped = False
    time_.now += 60
    SharedBudget(redis, DOMAIN, time_.clock).learn(ThrottleStatus(maximum=1000, available=0, restore_rate=10))
    assert budget.take(200) > 15


class Stopping(Redis):
    """A connection to the real server that can be lost."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(connection_pool=redis.connection_pool)
        self.stopped = False
        self.tried = 0

    def execute_command(self, *arguments: object, **options: object) -> object:
        self.tried += 1
        if self.stopped:
            raise RedisConnectionError
        return super().execute_command(*arguments, **options)


def test_the_last_price_is_better_than_an_estimate() -> None:
    costs = Costs()
    page = documents.load("orders_since")
    small, large = {"first": 10, "lineItems": 5}, {"first": 250, "lineItems": 5}
    costs.learn(page, small, 77)
    assert costs.predict(page, {**small, "query": "status:open"}) == 77
    assert costs.predict(page, large) == estimate(page, large)


def test_estimates_follow_the_shape() -> None:
    assert estimate(JOB, {"id": "1"}) == 1
    assert estimate(documents.load("tags_add"), {}) == 10
    locations = documents.load("locations")
    # A connection: 2 + floor(2 ln n) for each n nodes, which hold one address each.
    assert estimate(locations, {"first": 1}) == 2 + 1 * 2
    assert estimate(locations, {"first": 250}) == 2 + 11 * 2
    assert estimate(locations, {"first": 0}) == 2


@pytest.mark.parametrize("name", [name for name in documents.names() if not name.startswith("bulk_")])
def test_no_document_is_near_the_limit_of_one_query(name: str) -> None:
    sizes = {"first": 50, "lineItems": 10, "variants": 25}
    assert estimate(documents.load(name), sizes) <= 1000
