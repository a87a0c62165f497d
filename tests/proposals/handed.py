"""A deltagerbudget that asks for a file, and what is handed in, for tests: by the acts."""

from __future__ import annotations

from typing import Any

from tests import make
from tests.pictures.files import pdf
from tests.proposals.test_edit_fields import VALUES

from deltagerbudget.acts.actor import Actor
from deltagerbudget.processes.actions import edit_fields
from deltagerbudget.processes.models import OwnField, Process
from deltagerbudget.proposals.handing_in import hand_in_file
from deltagerbudget.proposals.models import FieldAnswer, Proposal

DRAWING = VALUES | {"kind": "file", "label_da": "En tegning", "label_en": "", "is_public": False}


def asked(process: Process, **values: Any) -> OwnField:
    return edit_fields(make.tove(), process, None, values=DRAWING | values, at=make.now())


def handed_in(
    proposal: Proposal, field: OwnField, by: Actor | None = None, title: str = "Min tegning", data: bytes = b""
) -> FieldAnswer:
    return hand_in_file(by or make.anna(), proposal, field, title=title, data=data or pdf(), at=make.now())
