"""Every component with example values, to be looked at: /demo/stil/ in demo mode."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deltagerbudget.ui.danish import COPENHAGEN
from deltagerbudget.ui.forms import DateField, KronerField, Paragraphs
from deltagerbudget.ui.signatures import Badge, Block, Card, Chip, Event, Station
from deltagerbudget.ui.themes import Theme


class Example(forms.Form):
    """Filled in with mistakes, so that both faces of a field are seen."""

    title = forms.CharField(label="Hvad vil du gerne have?", help_text="Kort og klart, for eksempel: En bænk ved søen.")
    why = forms.CharField(label="Hvorfor er det en god idé?", max_length=300, widget=Paragraphs(4))
    wish = KronerField(label="Hvad tror du, det koster?", required=False, help_text="Et gæt er nok.")
    place = forms.ChoiceField(
        label="Hvor?",
        choices=[("a", "Ved skolen"), ("b", "I parken"), ("c", "Andre steder")],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label="Tema", choices=Theme.choices[:3], widget=forms.CheckboxSelectMultiple, required=False
    )
    area = forms.ChoiceField(label="Område", choices=[("", "Vælg"), ("1", "Nørreby"), ("2", "Åby")])
    on = DateField(label="Fra hvilken dag?", required=False)
    agree = forms.BooleanField(label="Jeg er fyldt 15 år")


def _at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=COPENHAGEN)


STATIONS = [
    Station("Forarbejde", _at(1, 5), _at(2, 27), "past"),
    Station("Forslag", _at(3, 1), _at(4, 15), "past"),
    Station("Vurdering", _at(4, 16), _at(5, 20), "past"),
    Station("Afstemning", _at(6, 1), _at(6, 21, 20), "now", "Stem på forslagene", "#stem"),
    Station("Optælling", _at(6, 22), _at(6, 24)),
    Station("Forslagene bliver til noget", _at(8, 1), _at(12, 1)),
]
CHOSEN = [
    Block("Shelterplads ved Lillesø", 98_500_00),
    Block("Ny gynge og vippe på Torvet", 64_000_00),
    Block("Lys på stien til skolen", 109_500_00),
]
SPENT = [
    Block("Bænke langs åen", 61_250_00, "spent"),
    Block("Boldbur ved hallen", 120_000_00, "committed"),
]
EVENTS = [
    Event("Afstemningen er åbnet", "Tovholder", _at(6, 1, 8), "#"),
    Event("Prisen er sat til 98.500 kr.", "Sagsbehandler", _at(5, 12, 14)),
    Event("Forslaget er stillet", "Forslagsstiller", _at(3, 9, 19)),
]
NAMES = [
    ("Skov og shelter ved Lillesø", "Et sted at overnatte og lave bål, med plads til en hel skoleklasse."),
    ("En vild legeplads på Torvet", "Gynger, sten og stammer, tegnet sammen med 3.b."),
    ("Langbordet på Åvej", "Et bord på 12 meter, hvor alle kan spise sammen om sommeren."),
    ("Lys på stien til skolen", "Lamper, der tænder, når nogen kommer gående."),
    ("En scene ved gadekæret", "Til sommerkoncerter, teater og Sankt Hans."),
    ("Boldbur og motionsbane", "For dem, der vil spille, og dem, der vil gå en tur."),
]

BADGES = [
    Badge("open", "Åben nu"),
    Badge("soon", "Åbner snart"),
    Badge("waiting", "Venter på svar"),
    Badge("won", "Valgt"),
    Badge("lost", "Ikke valgt"),
    Badge("late", "Forsinket"),
    Badge("done", "Færdig"),
    Badge("stopped", "Stoppet"),
    Badge("closed", "Lukket"),
]


def _cards() -> list[Card]:
    process = Card(
        url="#process",
        title="Et levende Nørreby",
        text="Hvad kan få flere til at mødes i midtbyen?",
        kind="Nørreby",
        seed="process-1",
        theme="community",
        chip=Chip(4, 6, "Trin 4 af 6: Afstemning"),
        facts=("320.000 kr.", "Lukker om 3 dage"),
        badge=Badge("open", "Stem nu"),
    )
    proposals = [
        Card("#", title, text, str(theme.label), theme.value, f"forslag-{number}", facts=("98.500 kr.", "41 støtter"))
        for number, ((title, text), theme) in enumerate(zip(NAMES, Theme, strict=True))
    ]
    return [process, *proposals]


def styleguide(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "stations": STATIONS,
        "chosen": CHOSEN,
        "too_much": [*CHOSEN, Block("Boldbur ved hallen", 120_000_00)],
        "spent": SPENT,
        "events": EVENTS,
        "cards": _cards(),
        "form": Example({"title": "", "why": "Børnene mangler et sted.", "wish": "mange penge", "themes": "play"}),
        "badges": BADGES,
        "last_updated": _at(6, 18, 9),
    }
    return render(request, "ui/styleguide.html", context)
