"""Loads everything of a kind out of a shop.

And goes on where a crash, a stop or a broken connection left off.

A run goes through phases kept in its cursor: requesting -> waiting -> downloading -> sorting -> loading -> failures.
Each step is one transaction with the cursor in it, so a killed worker repeats one step and nothing else.

The lines of the result file are staged in typed, unlogged tables of the run's own and then merged set-wise, because
the children of a record may stand anywhere in the file, before it too (Admin API since 2026-01: not grouped).
"""

from integrations.shopify.bulk_load.contract import Counts, ImportFailed, ImportRun, Rows, Span, Subject, Unusable
from integrations.shopify.bulk_load.pipeline import carry_out

__all__ = ["Counts", "ImportFailed", "ImportRun", "Rows", "Span", "Subject", "Unusable", "carry_out"]
