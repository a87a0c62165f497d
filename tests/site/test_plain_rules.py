"""The rules of a deltagerbudget in plain lines."""

import pytest
from django.utils.translation import override
from tests import make

from deltagerbudget.site.plain_rules import plain_rules

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("variant", ["skip", "stop", "remainder"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_sentence_ends_with_two_full_stops(variant: str, language: str) -> None:
    process = make.draft_process(count_variant=variant, threshold_percent=10, threshold_votes=5)
    with override(language):
        text = " ".join(line.text for line in plain_rules(process, None))
    assert ".." not in text.replace("…", "")
