"""Addresses of the console's pages."""

from django.urls import URLPattern, path, re_path

from console.api import docs_page
from console.frame import session
from console.jobs import category, job, pin, run_now
from console.orders import actions as order_actions
from console.orders import (
    needs as order_needs,  # noqa: F401
)
from console.orders import order, orders, return_needs  # noqa: F401
from console.pipeline import pipeline
from console.runs import bulk_actions, dead_groups, failed_records, history, logs, run, saved
from console.schedule import actions as schedule_actions
from console.schedule import editor, pauses, pending
from console.search import palette
from console.settings import alerts, audit, calendars, health, shops, users
from console.webhooks import event, needs, privacy, webhooks  # noqa: F401

_CATEGORIES = "|".join(category.categories())

app_name = "console"
urlpatterns: list[URLPattern] = [
    path("", pipeline.pipeline, name="pipeline"),
    path("pending/", pending.pending, name="pending"),
    path("history/", history.history, name="history"),
    path("history/count/", history.count, name="history_count"),
    path("history/news/", history.news, name="history_news"),
    path("history/all/", bulk_actions.bulk, name="bulk"),
    path("history/save/", saved.save, name="save_view"),
    path("history/saved/<int:pk>/forget/", saved.forget, name="forget_view"),
    path("palette/", palette.palette, name="palette"),
    path("dead/", dead_groups.group, name="group"),
    path("go/", history.go, name="go"),
    path("login/", session.login, name="login"),
    path("logout/", session.logout, name="logout"),
    path("theme/", session.choose_theme, name="theme"),
    re_path(rf"^(?P<slug>{_CATEGORIES})/$", category.category, name="category"),
    path("jobs/<str:key>/", job.job, name="job"),
    path("jobs/<str:key>/run/", run_now.run_now, name="run_now"),
    path("jobs/<str:key>/schedule/", editor.schedule, name="job_schedule"),
    path("jobs/<str:key>/enable/", schedule_actions.enable, name="job_enable"),
    path("jobs/<str:key>/pin/", pin.pin, name="pin"),
    path("pauses/", pauses.start, name="pause"),
    path("pauses/<int:pk>/end/", pauses.end, name="pause_end"),
    path("schedules/<int:pk>/switch/", schedule_actions.switch, name="schedule_switch"),
    path("schedules/<int:pk>/pause/", schedule_actions.pause, name="schedule_pause"),
    path("schedules/<int:pk>/resume/", schedule_actions.resume, name="schedule_resume"),
    path("schedules/<int:pk>/skip/", schedule_actions.skip, name="schedule_skip"),
    path("schedules/<int:pk>/undo-skip/", schedule_actions.undo_skip, name="schedule_undo_skip"),
    path("schedules/<int:pk>/backfill/", schedule_actions.backfill, name="schedule_backfill"),
    path("runs/<int:pk>/", run.run, name="run"),
    path("runs/<int:pk>/log/", logs.log, name="log"),
    path("runs/<int:pk>/stop/", run_now.stop, name="stop"),
    path("runs/<int:pk>/resume/", run_now.resume, name="resume"),
    path("runs/<int:pk>/ignore/", run_now.ignore, name="run_ignore"),
    path("runs/<int:pk>/failed/", failed_records.act, name="records"),
    path("runs/<int:pk>/failed.csv", failed_records.download, name="records_csv"),
    path("runs/<int:pk>/failed/<int:record_pk>/", failed_records.record, name="record"),
    path("orders/all/", orders.orders, name="orders"),
    path("orders/of-customer/", orders.of_email, name="orders_of_email"),
    path("orders/<int:pk>/", order.order, name="order"),
    path("orders/<int:pk>/approve/", order_actions.approve, name="order_approve"),
    path("orders/returned/<int:pk>/damaged/", order_actions.damaged, name="return_damaged"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/news/", webhooks.news, name="webhook_news"),
    path("webhooks/switch/", webhooks.switch, name="webhook_switch"),
    path("webhooks/seen/", webhooks.removal_seen, name="webhook_seen"),
    path("webhooks/dead/", event.group, name="webhook_group"),
    path("webhooks/<int:pk>/", event.event, name="webhook_event"),
    path("webhooks/<int:pk>/replay/", event.replay, name="webhook_replay"),
    path("webhooks/<int:pk>/ignore/", event.ignore, name="webhook_ignore"),
    path("webhooks/privacy/", privacy.privacy, name="privacy"),
    path("webhooks/privacy/<int:pk>/", privacy.duty, name="duty"),
    path("webhooks/privacy/<int:pk>/download/", privacy.download, name="duty_download"),
    path("webhooks/privacy/<int:pk>/done/", privacy.done, name="duty_done"),
    path("settings/", shops.first, name="settings"),
    path("api/docs", docs_page.api_docs, name="api_docs"),
    path("settings/shops/", shops.shops, name="shops"),
    path("settings/shops/<int:pk>/test/", shops.test, name="shop_test"),
    path("settings/calendars/", calendars.calendars, name="calendars"),
    path("settings/calendars/add/", calendars.add, name="calendar_add"),
    path("settings/calendars/<int:pk>/close/", calendars.close, name="calendar_close"),
    path("settings/closed/<int:pk>/reopen/", calendars.reopen, name="calendar_reopen"),
    path("settings/users/", users.users, name="users"),
    path("settings/users/<int:pk>/", users.change, name="user_change"),
    path("settings/alerts/", alerts.alerts, name="alerts"),
    path("settings/alerts/<int:pk>/", alerts.change, name="alert_change"),
    path("settings/audit/", audit.audit, name="audit"),
    path("settings/health/", health.health, name="health"),
]
