"""Counting: values in, an Outcome out. No Django, no clock, no chance; specified in docs/counting.md."""
