"""A file with CPR numbers on its way in."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from deltagerbudget.ballots.roll_file import MAX_BYTES


class MemoryOnly(FileUploadHandler):
    """SECURITY: never on the disk, however large; of what is too large nothing is kept but its length.

    All files of a request together: whoever is not let in could send a hundred.
    """

    kept = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.kept += len(raw_data)
        if self.kept > MAX_BYTES:
            self.content = BytesIO()
        elif self.content.tell() == start:
            self.content.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )
