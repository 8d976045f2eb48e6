"""Addresses of schedules and the next 24 hours."""

from django.urls import URLPattern, path

from console.schedule import actions, editor, pauses, pending

urlpatterns: list[URLPattern] = [
    path("pending/", pending.pending, name="pending"),
    path("jobs/<str:key>/schedule/", editor.schedule, name="job_schedule"),
    path("jobs/<str:key>/enable/", actions.enable, name="job_enable"),
    path("pauses/", pauses.start, name="pause"),
    path("pauses/<int:pk>/end/", pauses.end, name="pause_end"),
    path("schedules/<int:pk>/switch/", actions.switch, name="schedule_switch"),
    path("schedules/<int:pk>/pause/", actions.pause, name="schedule_pause"),
    path("schedules/<int:pk>/resume/", actions.resume, name="schedule_resume"),
    path("schedules/<int:pk>/skip/", actions.skip, name="schedule_skip"),
    path("schedules/<int:pk>/undo-skip/", actions.undo_skip, name="schedule_undo_skip"),
    path("schedules/<int:pk>/backfill/", actions.backfill, name="schedule_backfill"),
]
