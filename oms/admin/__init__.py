"""Registers every OMS table in Django admin, by subject."""

from django.contrib import admin

from oms.admin import facilities, orders, products, returns, shops, stock

for _subject in (facilities, orders, products, returns, shops, stock):
    for _model, _admin in _subject.ADMINS.items():
        admin.site.register(_model, _admin)
