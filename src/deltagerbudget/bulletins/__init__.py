"""News (nyheder) of an area or a deltagerbudget, told by its local council or by the municipality.

Words: bulletin, voice. Below: processes. Beside: proposals, events. A mail to followers is made in notifications.
"""
