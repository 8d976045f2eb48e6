"""Works out which span of time an import asks for.

So that nothing falls between two of them.
"""

from integrations.windows.span import Window, next_window, reached

__all__ = ["Window", "next_window", "reached"]
