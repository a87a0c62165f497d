"""Names of real local areas and one real pool; see docs/facts.md for where they were read."""

AREAS = (
    "Åby",
    "Åbyhøj",
    "Beder-Malling",
    "Brabrand-Gellerup",
    "Harlev-Framlev",
    "Hårup-Mejlby",
    "Hasle",
    "Hasselager-Kolt",
    "Hjortshøj",
    "Holme-Højbjerg-Skåde",
    "Lisbjerg",
    "Lystrup-Elsted-Nye",
    "Mårslet",
    "Midtbyen",
    "Sabro-Borum",
    "Skejby-Christiansbjerg",
    "Skæring-Egå",
    "Skødstrup-Løgten",
    "Solbjerg",
    "Stavtrup-Ormslev",
    "Tilst-Brabrand Nord",
    "Tranbjerg",
    "Trige-Spørring",
    "Vejlby-Risskov",
    "Viby",
)

DEPARTMENTS = {
    "Veje og Grønne Områder": ("bo",),
    "Kultur og Borgerservice": ("rikke",),
}

# Who holds which role; the area is a slug, or None for everywhere.
GRANTS = (
    ("bo", "caseworker", None),
    ("rikke", "caseworker", None),
    ("tove", "owner", None),
    ("tom", "owner", None),
    ("fie", "partner", "tranbjerg"),
    ("rune", "auditor", None),
    ("ada", "administrator", None),
)
