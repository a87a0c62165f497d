"""Decides what a letter may say: its merge fields are a closed list. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Channel

# As staff write them, in both languages.
FIELDS: Mapping[str, object] = {
    "deltagerbudget": gettext_lazy("the name of the deltagerbudget"),
    "område": gettext_lazy("the area or areas"),
    "beløb": gettext_lazy("the money"),
    "åbner": gettext_lazy("when the step begins"),
    "lukker": gettext_lazy("when the step ends"),
    "adresse": gettext_lazy("the address on the internet"),
    "kommune": gettext_lazy("the municipality"),
}
_FIELD = re.compile(r"\{([^{}\n]{0,40})\}")
_STRAY = re.compile(r"[{}]")
MOST_HEADING, MOST_BODY = 120, 3_000


class Occasion(TextChoices):
    """When residents are written to."""

    IDEAS = "ideas", gettext_lazy("Before the ideas")
    VOTE = "vote", gettext_lazy("Before the vote")
    RESULT = "result", gettext_lazy("The result")
    PROJECT = "project", gettext_lazy("A project opens")


def has_form(occasion: str, ways: Collection[Channel]) -> bool:
    """Whether a ballot to be posted comes with the letter."""
    return occasion == Occasion.VOTE and Channel.POSTAL in ways


def fields_of(occasion: str) -> list[str]:
    """A result and a finished project have no beginning and no end."""
    dates = {"åbner", "lukker"} if occasion in {Occasion.RESULT, Occasion.PROJECT} else set()
    return [name for name in FIELDS if name not in dates]


def check_text(occasion: str, heading: str, body: str) -> None:
    """Raise NotPossible unless the letter has words, and no field but those of the list."""
    if not heading.strip() or not body.strip():
        raise NotPossible(_("A letter needs a heading and a text, in Danish and in English."))
    if len(heading) > MOST_HEADING or len(body) > MOST_BODY:
        raise NotPossible(_("The letter is too long for one page. Write a little less."))
    for text in (heading, body):
        fields = fields_of(occasion)
        unknown = [name for name in _FIELD.findall(text) if name not in fields]
        if unknown:
            known = ", ".join(f"{{{name}}}" for name in fields)
            words = _("There is no field {%(name)s}. You can use these: %(known)s.")
            raise NotPossible(words % {"name": unknown[0], "known": known})
        if _STRAY.search(_FIELD.sub("", text)):
            raise NotPossible(_("A curly bracket stands alone. Write a field as {beløb}, with one at each end."))


def merged(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in, once: what comes in by a field is not looked at for fields."""
    return _FIELD.sub(lambda found: values[found[1]], text)
