"""What there is to say of the records of a run of which none failed."""

from jobs.models import JobRun, RunLog, State
from jobs.models.run_details import Level


def none_failed(run: JobRun) -> str:
    """A sentence by its counts; one query, and only when it skipped some."""
    if run.state != State.DONE:
        return "None."
    if run.counters.get("read") == 0:
        return "None: it read no record."
    skipped = int(run.counters.get("skipped", 0))
    if skipped:
        return f"None, but {skipped:,} {'was' if skipped == 1 else 'were'} skipped{_where(run)}."
    if run.dry or not run.counters.get("read"):
        return "None."
    return "None. Every record went in."


def _where(run: JobRun) -> str:
    """Some jobs tell of a record that they leave out."""
    told = RunLog.objects.filter(run=run, level=Level.WARNING).exists()
    return ": the log says what was left out" if told else ""
