"""Whether this process can answer: for a load balancer. With the token, everything, for the one on duty."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from deltagerbudget.acts.marks import public
from deltagerbudget.operate import health as signs


@public
def health(request: HttpRequest) -> HttpResponse:
    """A stranger learns yes or no. A sleeping worker or a full outbox takes no web server out of service."""
    if _is_known(request):
        found = signs.whole(at=timezone.now())
        details = {sign.name: {"well": sign.is_well, "says": sign.says} for sign in found}
        return JsonResponse(details, status=200 if all(sign.is_well for sign in found) else 503)
    is_well = all(sign.is_well for sign in signs.vital())
    return HttpResponse("ok" if is_well else "ill", status=200 if is_well else 503, content_type="text/plain")


def _is_known(request: HttpRequest) -> bool:
    token = settings.HEALTH_TOKEN
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
