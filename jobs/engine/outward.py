"""Changes something outside once, and in a dry run not at all."""

from integrations.effects import Action, EffectRefused, perform
from integrations.effects.action import Answer
from jobs.engine.run import Run
from work.chaos_points import point


def send(run: Run, action: Action) -> Answer:
    """Make the change named by `action.key` unless it has been made; its answer, in a dry run the assumed one.

    Call it between two chunks, never inside one, and write what follows from the answer in the next chunk. Counts
    `sent`, or `refused` and raises EffectRefused. The change is shown among the run's changes either way.
    """
    if run.dry:
        answer = action.assumed
    else:
        point("before-effect")
        try:
            answer = perform(action, made_by=f"run {run.id}")
        except EffectRefused:
            run.count(refused=1)
            raise
        point("after-effect")
    run.count(sent=1)
    run.change("outside", action.kind, action.key, request=action.request)
    return answer
