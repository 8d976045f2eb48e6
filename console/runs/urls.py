"""Addresses of runs and their history."""

from django.urls import URLPattern, path

from console.runs import actions, bulk_actions, dead_groups, failed_records, history, logs, run, saved_views

urlpatterns: list[URLPattern] = [
    path("history/", history.history, name="history"),
    path("history/count/", history.count, name="history_count"),
    path("history/news/", history.news, name="history_news"),
    path("history/all/", bulk_actions.bulk, name="bulk"),
    path("history/save/", saved_views.save, name="save_view"),
    path("history/saved/<int:pk>/forget/", saved_views.forget, name="forget_view"),
    path("dead/", dead_groups.group, name="group"),
    path("runs/<int:pk>/", run.run, name="run"),
    path("runs/<int:pk>/log/", logs.log, name="log"),
    path("runs/<int:pk>/stop/", actions.stop, name="stop"),
    path("runs/<int:pk>/resume/", actions.resume, name="resume"),
    path("runs/<int:pk>/ignore/", actions.ignore, name="run_ignore"),
    path("runs/<int:pk>/failed/", failed_records.act, name="records"),
    path("runs/<int:pk>/failed.csv", failed_records.download, name="records_csv"),
    path("runs/<int:pk>/failed/<int:record_pk>/", failed_records.record, name="record"),
]
