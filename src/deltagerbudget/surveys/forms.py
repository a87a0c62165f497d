from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deltagerbudget.surveys.rules import (
    LONGEST_QUESTION,
    LONGEST_TEXT,
    MOST_QUESTIONS,
    Kind,
    Question,
    Standard,
    standard,
)
from deltagerbudget.surveys.words import option_words, question_words
from deltagerbudget.ui.forms import DateField, Paragraphs, PlainText
from deltagerbudget.ui.guard import Unhurried

_OWN = range(1, MOST_QUESTIONS + 1)
_LONGEST_OPTIONS = 800


class AnswerForm(Unhurried):
    """The questions of one survey, as everyone answers them. Each may be left open."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for place, question in enumerate(questions):
            field = _field(question)
            # The page says once that every question may be left open.
            field.sometimes_required = True  # type: ignore[attr-defined]
            self.fields[_name(place)] = field

    def asked(self) -> list[forms.BoundField]:
        return [self[_name(place)] for place in range(len(self.questions))]

    def answers(self) -> dict[int, int | str]:
        """By the place of the question; those left open are not in it."""
        found: dict[int, int | str] = {}
        for place, question in enumerate(self.questions):
            given = str(self.cleaned_data[_name(place)]).strip()
            if given:
                found[place] = given if question.kind == Kind.TEXT else int(given)
        return found


def _name(place: int) -> str:
    return f"q{place + 1}"


def _field(question: Question) -> forms.Field:
    words = question_words(question)
    if question.kind == Kind.TEXT:
        note = _("Write no names. It is read by those who run the deltagerbudget, and by nobody else.")
        return forms.CharField(
            label=words, help_text=note, required=False, max_length=LONGEST_TEXT, widget=Paragraphs(4)
        )
    choices = list(zip(map(str, question.numbers), option_words(question), strict=True))
    return forms.ChoiceField(label=words, required=False, choices=choices, widget=forms.RadioSelect)


class SurveyForm(PlainText):
    """What staff write: the questions that are asked everywhere, and one's own. An own one without words is none."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in Standard:
            self.fields[str(key)] = forms.BooleanField(label=key.label, required=False)
        for number in _OWN:
            self.fields |= {f"{name}_{number}": field for name, field in _own_fields().items()}

    def everywhere(self) -> list[forms.BoundField]:
        return [self[str(key)] for key in Standard]

    def own(self) -> list[tuple[int, bool, list[forms.BoundField]]]:
        """Number, whether it stands open, and the fields of each; the first empty one stands open too."""
        found, is_first = [], True
        for number in _OWN:
            fields = [self[f"{name}_{number}"] for name in _own_fields()]
            is_used = any(field.value() for field in fields[1:]) or any(field.errors for field in fields)
            found.append((number, is_used or is_first, fields))
            is_first = is_first and is_used
        return found

    def questions(self) -> list[Question]:
        given = self.cleaned_data
        found = [standard(key) for key in Standard if given[str(key)]]
        return found + [question for number in _OWN if (question := self._own(number)) is not None]

    def _own(self, number: int) -> Question | None:
        kind, da, en, options_da, options_en = (self.cleaned_data[f"{name}_{number}"] for name in _own_fields())
        danish, english = _lines(options_da), _lines(options_en)
        if not (da or en or danish or english):
            return None
        english += [""] * (len(danish) - len(english))
        options = tuple({"da": one, "en": other} for one, other in zip(danish, english, strict=False))
        return Question(Kind(kind or Kind.SCALE), da=da, en=en, options=options)


def shown(questions: Sequence[Question]) -> dict[str, Any]:
    """What the form begins with; where nothing is written, the two questions that are asked everywhere."""
    if not questions:
        return dict.fromkeys(map(str, Standard), True)
    initial: dict[str, Any] = {question.key: True for question in questions if question.key}
    for number, question in enumerate((each for each in questions if not each.key), start=1):
        words = {code: "\n".join(option[code] for option in question.options) for code in ("da", "en")}
        initial |= {f"kind_{number}": str(question.kind), f"da_{number}": question.da, f"en_{number}": question.en}
        initial |= {f"options_da_{number}": words["da"], f"options_en_{number}": words["en"]}
    return initial


def _own_fields() -> dict[str, forms.Field]:
    help_text = _("One on each line, from 2 to 6. Only for a question with choices.")
    return {
        "kind": forms.ChoiceField(
            label=_("How is it answered?"), choices=Kind.choices, initial=Kind.SCALE, required=False
        ),
        "da": forms.CharField(label=_("The question in Danish"), max_length=LONGEST_QUESTION, required=False),
        "en": forms.CharField(label=_("The question in English"), max_length=LONGEST_QUESTION, required=False),
        "options_da": forms.CharField(
            label=_("The choices in Danish"),
            help_text=help_text,
            max_length=_LONGEST_OPTIONS,
            required=False,
            widget=Paragraphs(4),
        ),
        "options_en": forms.CharField(
            label=_("The choices in English"),
            help_text=_("In the same order. Empty: the Danish ones."),
            max_length=_LONGEST_OPTIONS,
            required=False,
            widget=Paragraphs(4),
        ),
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class DaysForm(forms.Form):
    opens_on = DateField(label=_("First day"), help_text=_("It can be answered from the morning of this day."))
    closes_on = DateField(label=_("Last day"), help_text=_("It closes by itself when this day ends."))
