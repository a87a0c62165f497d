"""What a file of tests names when it holds tests of a kind, so that a run of that kind alone need read no other."""

import re

IN_A_BROWSER = re.compile(r"\bbrowser\b|\bpage_(at|as)\b")
OF_BOTH = re.compile(r"\bmark\.(both|postgresql)\b")
