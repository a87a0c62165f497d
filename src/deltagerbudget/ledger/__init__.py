"""Pure helpers of the vote: canonical JSON, choice/v1, key files."""
