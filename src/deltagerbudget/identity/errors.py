"""Why a login was refused: a code for us, a sentence for the person."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

_AGAIN = gettext_noop(
    "We cannot find the login you began. It may have taken too long, be finished already, "
    "or belong to another browser or tab. Start again from the page where you chose to log in."
)
_UNCONFIRMED = gettext_noop(
    "We could not confirm your login, so nothing has been saved. Try again. If it happens again, contact us."
)
_SERVICE = gettext_noop("The login service does not answer properly right now. Try again in a few minutes.")

# code → (message, HTTP status)
REASONS: dict[str, tuple[str, int]] = {
    "no-pending": (_AGAIN, 400),
    "state": (_AGAIN, 400),
    "code": (_AGAIN, 400),
    "cancelled": (gettext_noop("You stopped the login. Nothing has happened, and you can try again."), 400),
    "loa": (
        gettext_noop(
            "Your login is at a lower level of security than we need here. Log in with the MitID app or code display."
        ),
        403,
    ),
    "no-ref": (
        gettext_noop(
            "Your login does not tell us enough to take part here. Contact us, and we will help you in another way."
        ),
        403,
    ),
    "no-cpr": (
        gettext_noop(
            "Your MitID has no CPR number, and we need one to see that each person votes once. Call us, or come to us "
            "with an ID: we will find out together how you can take part."
        ),
        403,
    ),
    "no-role": (
        gettext_noop(
            "You are logged in, but none of your groups gives access here. Ask your administrator to add you to one."
        ),
        403,
    ),
    **dict.fromkeys(
        ("issuer", "audience", "algorithm", "signature", "nonce", "expired", "future", "subject", "token"),
        (_UNCONFIRMED, 400),
    ),
    **dict.fromkeys(("provider", "discovery", "endpoint", "oversize", "redirect"), (_SERVICE, 503)),
}


class IdentityError(Exception):
    """SECURITY: carries its code alone; a claim in an exception ends in a log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        return gettext(REASONS[self.code][0])

    @property
    def status(self) -> int:
        return REASONS[self.code][1]
