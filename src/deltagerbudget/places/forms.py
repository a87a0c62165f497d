from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from deltagerbudget.places import reading
from deltagerbudget.places.plan import Upload
from deltagerbudget.places.reading import NotReadable

_SYSTEMS = (
    (reading.AUTO, _("Find out from the file")),
    (reading.WGS84, _("WGS84 (EPSG:4326): longitude and latitude")),
    (reading.UTM32, _("UTM 32 (EPSG:25832): metres")),
)
_FILES = ("areas", "coast", "places")


class ImportForm(forms.Form):
    areas = forms.FileField(
        label=_("The areas"), required=False, help_text=_("GeoJSON with one polygon an area. At most 20 MB.")
    )
    name_property = forms.CharField(
        label=_("What the name is called in the file"),
        required=False,
        max_length=80,
        help_text=_("For example navn. Leave it empty, and we look for it."),
    )
    crs = forms.ChoiceField(label=_("Coordinates"), choices=_SYSTEMS, initial=reading.AUTO)
    source = forms.CharField(
        label=_("Whose data it is"),
        required=False,
        max_length=300,
        help_text=_("It stands under the map, as the licence asks for."),
    )
    clears_missing = forms.BooleanField(label=_("Areas that are not in the file lose their shape"), required=False)
    coast = forms.FileField(label=_("The coast"), required=False, help_text=_("GeoJSON with the land as polygons."))
    coast_source = forms.CharField(label=_("Whose data the coast is"), required=False, max_length=300)
    places = forms.FileField(
        label=_("Names of towns and quarters"),
        required=False,
        help_text=_("JSON or CSV with name, longitude and latitude. Residents find their area by them."),
    )
    places_source = forms.CharField(label=_("Whose data the names are"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not any(values.get(name) for name in _FILES):
            raise forms.ValidationError(_("Choose at least one file."))
        return values

    def _read(self, name: str) -> str:
        file: UploadedFile | None = self.cleaned_data.get(name)
        if file is None:
            return ""
        try:
            return reading.decoded(file.read(reading.MAX_BYTES + 1))
        except NotReadable as error:
            raise forms.ValidationError(error.message) from error

    def clean_areas(self) -> str:
        return self._read("areas")

    def clean_coast(self) -> str:
        return self._read("coast")

    def clean_places(self) -> str:
        return self._read("places")

    def upload(self) -> Upload:
        return Upload(**self.cleaned_data)
