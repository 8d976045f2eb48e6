"""Lists the choices for a schedule, each with a sentence."""

from jobs.models.schedule import CatchUp, Gap, Overlap

Sentences = dict[str, tuple[str, str]]

KINDS: Sentences = {
    "preset": ("Common", "One of the usual rhythms."),
    "every": ("Every so often", "A fixed distance in elapsed time; the clocks do not matter to it."),
    "cron": ("Cron line", "Minute, hour, day of month, month, day of week."),
    "once": ("At a time", "One run, then never again."),
}
OVERLAP: Sentences = {
    Overlap.SKIP: ("Skip", "The new slot is left out while the run before it is still under way."),
    Overlap.QUEUE_ONE: ("Queue one", "One waits for its turn; further ones are left out."),
    Overlap.QUEUE_ALL: ("Queue all", "Every slot waits for its turn, however many there are."),
    Overlap.CANCEL: ("Stop the running one", "It ends at its next chunk, and the new one starts."),
    Overlap.ALLOW: ("Side by side", "Both run when the job allows it; otherwise one waits."),
}
CATCH_UP: Sentences = {
    CatchUp.LATEST: ("Once for all", "After an outage one run stands for every slot that was missed."),
    CatchUp.ALL: ("Each of them", "After an outage every missed slot runs, one after the other."),
    CatchUp.NONE: ("None", "What was missed stays missed; it is still listed."),
}
GAP: Sentences = {
    Gap.SHIFT: ("Shift", "A time that the clocks jump over runs later by the jump."),
    Gap.SKIP: ("Leave out", "On that day it doesn't run."),
}
PRESETS = (
    "every 5 minutes",
    "every 15 minutes",
    "every 30 minutes",
    "every 1 hour",
    "every 6 hours",
    "0 2 * * *",
    "0 6 * * 1-5",
)
PERIODS = (("minutes", "minutes"), ("hours", "hours"), ("days", "days"), ("seconds", "seconds"))
