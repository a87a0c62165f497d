"""How long a run of letters with voting codes takes: `python bench/letters_print.py [number]`.

Setting the pages is measured apart from hashing the codes, which is slow on purpose. Needs no database.
"""

from __future__ import annotations

import os
import resource
import sys
import time
import uuid

os.environ.setdefault("DELTAGERBUDGET_DEMO", "true")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deltagerbudget.config.settings")


def main(number: int) -> None:
    import django

    django.setup()
    from django.utils.translation import override

    from deltagerbudget.ballots.code_rules import new_code
    from deltagerbudget.ballots.keybox import Box
    from deltagerbudget.letters import typeset
    from deltagerbudget.municipality.card import Card

    typeset.card = lambda: Card("Eksempel Kommune", "#0a5a52")  # type: ignore[assignment]
    codes = [new_code() for _place in range(number)]
    values = {
        "process": "Grønne pauser i Tranbjerg",
        "date": "1. april 2027",
        "letters": [
            {
                "address": [f"Ida Prøvegaard {place}", f"Tingskov Allé {place}", "8310 Tranbjerg J"],
                "heading": "Stem om 320.000 kr. til Tranbjerg",
                "paragraphs": ["Dine naboer har stillet forslagene. Nu vælger du.", "Din stemme er hemmelig."],
                "code": code.printed(),
            }
            for place, code in enumerate(codes)
        ],
        "steps": ["Gå til adressen.", "Vælg det, du gerne vil have.", "Skriv din kode.", "Aflever din stemme."],
        "qr": typeset.square("https://example.dk/stem/groenne-pauser/"),
        "short_address": "example.dk/stem/groenne-pauser",
        "help": [{"name": "Tove Tovholder", "rest": "12 34 56 78"}],
        "other": ["In English: Vote on DKK 320,000 for Tranbjerg"],
        "other_lang": "en",
        "footer": "Grønne pauser",
        "numbered": False,
        "words": dict.fromkeys(("your_code", "code_note", "how", "qr_alt", "address_words", "help"), "Ord"),
    }
    begun = time.perf_counter()
    with override("da"):
        made = typeset.pdf("letter", values, title="Stem om 320.000 kr. til Tranbjerg")
    took = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{number} letters: {took:.1f} s, {len(made) / 1e6:.1f} MB, {memory} MB of memory")
    box = Box(uuid.uuid4(), b"k" * 32, None)  # type: ignore[arg-type]
    begun = time.perf_counter()
    for code in codes[:50]:
        box.code_hash(code.public_id, code.secret, b"s" * 16)
    print(f"hashing one code: {(time.perf_counter() - begun) * 20:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
