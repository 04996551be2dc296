"""A text that remembers where each of its characters came from.

`Text` owns the source and its current value. It is never changed in place: a pass of edits gives a new `Text` that
knows the way back to the same source. The alignment is a list of runs, found by bisection; changes are recorded on
every path, so that asking for an explanation can't alter a result.
"""

from zhnews.text.changes import Changes as Changes
from zhnews.text.records import Change as Change
from zhnews.text.records import Edit as Edit
from zhnews.text.records import Line as Line
from zhnews.text.records import Span as Span
from zhnews.text.text import Text as Text
from zhnews.text.text import replay as replay
