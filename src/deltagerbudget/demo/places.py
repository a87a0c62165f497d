"""Names of real local areas and one real pool; see docs/facts.md for where they were read."""

# Each with a rough point (longitude, latitude) in it; demo/outlines.py draws schematic shapes around the points.
POINTS = {
    "Åby": (10.172, 56.150),
    "Åbyhøj": (10.158, 56.160),
    "Beder-Malling": (10.205, 56.048),
    "Brabrand-Gellerup": (10.112, 56.153),
    "Harlev-Framlev": (10.003, 56.147),
    "Hårup-Mejlby": (10.245, 56.283),
    "Hasle": (10.163, 56.178),
    "Hasselager-Kolt": (10.085, 56.106),
    "Hjortshøj": (10.262, 56.250),
    "Holme-Højbjerg-Skåde": (10.195, 56.110),
    "Lisbjerg": (10.168, 56.219),
    "Lystrup-Elsted-Nye": (10.225, 56.236),
    "Mårslet": (10.161, 56.067),
    "Midtbyen": (10.207, 56.156),
    "Sabro-Borum": (10.030, 56.208),
    "Skejby-Christiansbjerg": (10.192, 56.187),
    "Skæring-Egå": (10.288, 56.222),
    "Skødstrup-Løgten": (10.308, 56.268),
    "Solbjerg": (10.086, 56.043),
    "Stavtrup-Ormslev": (10.092, 56.128),
    "Tilst-Brabrand Nord": (10.105, 56.190),
    "Tranbjerg": (10.131, 56.093),
    "Trige-Spørring": (10.150, 56.257),
    "Vejlby-Risskov": (10.228, 56.189),
    "Viby": (10.152, 56.125),
}
AREAS = tuple(POINTS)

# Towns and quarters within them, just as roughly.
TOWNS = {
    "Aarhus C": (10.207, 56.156),
    "Beder": (10.212, 56.060),
    "Borum": (10.006, 56.184),
    "Brabrand": (10.100, 56.156),
    "Christiansbjerg": (10.195, 56.177),
    "Egå": (10.273, 56.213),
    "Elsted": (10.215, 56.232),
    "Framlev": (10.013, 56.157),
    "Gellerup": (10.130, 56.156),
    "Harlev": (9.996, 56.141),
    "Hasselager": (10.100, 56.105),
    "Holme": (10.180, 56.118),
    "Højbjerg": (10.200, 56.117),
    "Hårup": (10.226, 56.287),
    "Kolt": (10.070, 56.108),
    "Løgten": (10.312, 56.275),
    "Malling": (10.196, 56.036),
    "Mejlby": (10.270, 56.288),
    "Nye": (10.200, 56.245),
    "Ormslev": (10.063, 56.126),
    "Risskov": (10.238, 56.190),
    "Sabro": (10.034, 56.213),
    "Skejby": (10.180, 56.198),
    "Skæring": (10.300, 56.228),
    "Skødstrup": (10.304, 56.263),
    "Skåde": (10.210, 56.102),
    "Spørring": (10.150, 56.272),
    "Stavtrup": (10.120, 56.131),
    "Tilst": (10.113, 56.194),
    "Trige": (10.148, 56.253),
    "Vejlby": (10.215, 56.190),
}

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
