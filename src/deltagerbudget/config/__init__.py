"""Settings, URLs, logs and start-up of one installation, which serves one municipality.

The top floor: it may import every app, and nothing imports it.
"""
