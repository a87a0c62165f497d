"""Whether this process can answer and reach its database; for a load balancer, not for people."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from deltagerbudget.acts.marks import public


@public
def health(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
