"""What several rules tell lines by."""

from __future__ import annotations

import re

SENTENCE_END = re.compile(r"[。！？；]")
# No line of a bar or a footer is longer.
LONGEST_CHROME = 120
