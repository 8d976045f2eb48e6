"""Makes calls that change something outside once, or detects them.

intent committed → marked as sent → the call → confirmed (or refused)

A process that dies after the second step leaves a row that says "sent, answer unknown": whoever takes up the work
again first looks whether the change is there (`Action.verify`, a read), and calls again only if it is not.
"""

from integrations.effects.action import Action, EffectBusy, EffectRefused
from integrations.effects.effect_kind import EffectKind
from integrations.effects.models import Effect, EffectState
from integrations.effects.protocol import perform

__all__ = ["Action", "Effect", "EffectBusy", "EffectKind", "EffectRefused", "EffectState", "perform"]
