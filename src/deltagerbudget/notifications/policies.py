"""What the browser may do with a mail that is shown on a page."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update

# Any: the type that these decorators declare knows no view with arguments.
# A mail carries its own styles, as mail programs want it; beside them it may show and do nothing.
mail_policy: Any = csp_replace(
    {
        "default-src": [NONE],
        "img-src": [SELF],
        "style-src": [UNSAFE_INLINE],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "form-action": [NONE],
    }
)
framing_policy: Any = csp_update({"frame-src": [SELF]})
