"""Forms in dkfds markup: label, hint, error at the field, a summary with links, and nothing typed is lost."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from deltagerbudget.ui.danish import COPENHAGEN
from deltagerbudget.ui.forms import DateField, DateTimeField, KronerField


class Wish(forms.Form):
    title = forms.CharField(label="Titel", max_length=80, help_text="Kort og klart.")
    why = forms.CharField(label="Hvorfor", widget=forms.Textarea, max_length=500)
    price = KronerField(label="Pris", min_ore=100_00, max_ore=50_000_00, required=False)
    place = forms.ChoiceField(label="Sted", choices=[("a", "Skolen"), ("b", "Parken & søen")], widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(
        label="Temaer", choices=[("1", "Leg"), ("2", "Natur")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField(label="Jeg er med")
    on = DateField(label="Dag", required=False)
    at = DateTimeField(label="Tid", required=False)

    def clean(self) -> dict[str, Any]:
        if self.data.get("title") == "to ting":
            raise forms.ValidationError("Vælg én ting.")
        return self.cleaned_data


@pytest.fixture(autouse=True)
def _danish() -> Any:
    with translation.override("da"):
        yield


def test_it_works() -> None:
    html = str(Wish())
    assert '<label class="form-label" for="id_title">Titel</label>' in html
    assert '<span class="form-hint" id="id_title_helptext">Kort og klart.</span>' in html
    assert re.search(r'<input type="text" name="title"[^>]*aria-describedby="id_title_helptext"', html)
    assert 'class="form-input"' in html
    assert "error-summary" not in html


def test_the_include_gives_the_same() -> None:
    form = Wish()
    included = Template('{% include "ui/form.html" %}').render(Context({"form": form}))
    assert included.split() == str(form).split()


def test_errors_are_on_top_and_at_the_field_and_input_is_kept() -> None:
    form = Wish({"title": "", "why": "Fordi <b>", "price": "mange", "place": ""})
    html = str(form)
    summary = html[: html.index("</ul>")]
    for target in ("id_title", "id_price", "id_place_0", "id_agree"):
        assert f'<a href="#{target}">' in summary
        assert f'id="{target}"' in html
    assert 'id="id_title_error"' in html
    assert re.search(r'name="title"[^>]*aria-invalid="true"', html)
    assert re.search(r'name="title"[^>]*aria-describedby="id_title_helptext id_title_error"', html)
    assert "Fordi &lt;b&gt;" in html
    assert 'value="mange"' in html


def test_an_error_of_the_whole_form_has_no_link() -> None:
    html = str(Wish({"title": "to ting"}))
    assert "<li>Vælg én ting.</li>" in html


def test_groups_are_fieldsets_with_a_legend() -> None:
    html = str(Wish({"place": "b", "themes": ["2"]}))
    assert html.count("<fieldset") == html.count("<legend") == 2
    assert re.search(r'value="b" id="id_place_1" class="form-radio" checked', html)
    assert re.search(r'value="2" id="id_themes_1" class="form-checkbox" checked', html)
    assert "Parken &amp; søen" in html


def test_a_long_text_counts_its_letters_and_is_never_cut() -> None:
    html = str(Wish())
    assert 'data-counts="id_why" data-limit="500"' in html
    assert "maxlength" not in html[html.index("<textarea") : html.index("</textarea>")]


def test_optional_fields_say_so() -> None:
    html = str(Wish())
    assert html.count("form-optional") == 4


@pytest.mark.parametrize(
    ("text", "ore"), [("320,50", 32050), ("1.000,50 kr.", 100050), ("  20.000 ", 2000000), ("", None)]
)
def test_kroner_in_ore_out(text: str, ore: int | None) -> None:
    assert KronerField(required=False).clean(text) == ore


def test_a_wrong_amount_says_how_to_write_it() -> None:
    with pytest.raises(forms.ValidationError, match=r"320\.000"):
        KronerField().clean("12,345")
    with pytest.raises(forms.ValidationError, match=r"100 kr\."):
        KronerField(min_ore=100_00).clean("99,99")
    with pytest.raises(forms.ValidationError, match=r"500 kr\."):
        KronerField(max_ore=500_00).clean("501")


def test_an_amount_is_shown_as_it_is_said() -> None:
    html = str(Wish(initial={"price": 2853461})["price"])
    assert 'value="28.534,61"' in html
    assert not Wish({"price": "28534,61"}, initial={"price": 2853461})["price"]._has_changed()


def test_dates_go_through_the_browsers_picker() -> None:
    start = datetime(2026, 6, 1, 16, 30, tzinfo=COPENHAGEN)
    html = str(Wish(initial={"on": date(2026, 6, 1), "at": start}))
    assert re.search(r'type="date" name="on" value="2026-06-01"', html)
    assert re.search(r'type="datetime-local" name="at" value="2026-06-01T16:30"', html)
    assert DateTimeField().clean("2026-06-01T16:30") == start
