"""deltagerbudget import-areas FILE [--coast FILE] [--places FILE]"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.places import reading
from deltagerbudget.places.actions import import_areas
from deltagerbudget.places.plan import Line, Plan, Upload, planned
from deltagerbudget.places.reading import NotReadable


class Command(BaseCommand):
    help = "Take in areas (GeoJSON, WGS84 or EPSG:25832), a coast and the names of places, and say what was done."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?", help="the areas, as GeoJSON")
        parser.add_argument("--coast", type=Path, metavar="FILE", help="the land, as GeoJSON")
        parser.add_argument("--places", type=Path, metavar="FILE", help="names with longitude and latitude: JSON, CSV")
        parser.add_argument("--name", default="", metavar="PROPERTY", help="which text of the file is the name")
        parser.add_argument("--crs", default="auto", choices=("auto", "4326", "25832"), help="the coordinates' system")
        parser.add_argument("--source", default="", help="whose data the areas are; stands under the map")
        parser.add_argument("--coast-source", default="", help="whose data the coast is")
        parser.add_argument("--places-source", default="", help="whose data the names are")
        parser.add_argument("--clear-missing", action="store_true", help="areas that the file lacks lose their shape")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and save nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            upload = _upload(options)
            plan = planned(upload) if options["dry_run"] else import_areas(SYSTEM, upload, at=now())
        except (NotReadable, Refusal) as error:
            raise CommandError(f"{error.message} Nothing is imported.", returncode=2) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}. Nothing is imported.", returncode=2) from error
        self._say(plan)

    def _say(self, plan: Plan) -> None:
        for heading, lines in (("refused", plan.refused), ("repaired", plan.repaired), ("stays", plan.missing)):
            self.stdout.write("".join(f"{heading:9} {_line(line)}\n" for line in lines), ending="")
        self.stdout.write("\n".join(plan.summary()))


def _line(line: Line) -> str:
    return f"{line.name}: {line.words}"


def _upload(options: dict[str, Any]) -> Upload:
    return Upload(
        areas=_text(options["file"]),
        coast=_text(options["coast"]),
        places=_text(options["places"]),
        name_property=options["name"],
        crs=options["crs"],
        source=options["source"],
        coast_source=options["coast_source"],
        places_source=options["places_source"],
        clears_missing=options["clear_missing"],
    )


def _text(file: Path | None) -> str:
    if file is None:
        return ""
    with file.open("rb") as opened:
        return reading.decoded(opened.read(reading.MAX_BYTES + 1))
