"""Every address of an installation. Danish at /, English below /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from deltagerbudget.config.health import health
from deltagerbudget.municipality.brand import logo, stylesheet

handler400 = "deltagerbudget.config.errors.bad_request"
handler403 = "deltagerbudget.config.errors.forbidden"
handler404 = "deltagerbudget.config.errors.not_found"
handler500 = "deltagerbudget.config.errors.broken"

urlpatterns = [
    path("sundhed/", health, name="health"),
    path("brand.<slug:digest>.css", stylesheet, name="brand"),
    path("logo.<slug:digest>.webp", logo, name="logo"),
    path("simulator/", include("deltagerbudget.identity.urls")),
    path("medier/", include("deltagerbudget.site.media_urls")),
    *i18n_patterns(
        path("", include("deltagerbudget.site.urls")),
        path("", include("deltagerbudget.mydata.urls")),
        path("", include("deltagerbudget.site.login_urls")),
        path("forslag/", include("deltagerbudget.proposals.urls")),
        path("medarbejder/forslag/", include("deltagerbudget.proposals.staff_urls")),
        path("moeder/", include("deltagerbudget.events.urls")),
        path("medarbejder/moeder/", include("deltagerbudget.events.staff_urls")),
        path("nyheder/", include("deltagerbudget.bulletins.urls")),
        path("medarbejder/nyheder/", include("deltagerbudget.bulletins.staff_urls")),
        path("spoergeskema/", include("deltagerbudget.surveys.urls")),
        path("medarbejder/spoergeskemaer/", include("deltagerbudget.surveys.staff_urls")),
        path("medarbejder/puljer/", include("deltagerbudget.pools.staff_urls")),
        path("medarbejder/tiltag/", include("deltagerbudget.realisation.initiative_urls")),
        path("medarbejder/", include("deltagerbudget.backoffice.urls")),
        path("medarbejder/", include("deltagerbudget.staff.urls")),
        path("samtale/", include("deltagerbudget.talk.urls")),
        path("medarbejder/anmeldelser/", include("deltagerbudget.talk.staff_urls")),
        path("stem/", include("deltagerbudget.ballots.urls")),
        path("medarbejder/foelg/", include("deltagerbudget.scrutiny.staff_urls")),
        path("medarbejder/trykkeri/", include("deltagerbudget.letters.staff_urls")),
        path("stem/", include("deltagerbudget.polling.urls")),
        path("hjaelp-til-at-stemme/", include("deltagerbudget.polling.help_urls")),
        path("medarbejder/stemmesteder/", include("deltagerbudget.polling.staff_urls")),
        path("resultat/", include("deltagerbudget.results.urls")),
        path("projekter/", include("deltagerbudget.realisation.urls")),
        path("evaluering/", include("deltagerbudget.evaluation.urls")),
        path("medarbejder/evaluering/", include("deltagerbudget.evaluation.staff_urls")),
        path("foelg/", include("deltagerbudget.notifications.urls")),
        path("medarbejder/breve/", include("deltagerbudget.notifications.staff_urls")),
        path("medarbejder/kommunen/", include("deltagerbudget.municipality.urls")),
        path("medarbejder/kort/", include("deltagerbudget.places.staff_urls")),
        path("medarbejder/deltagerbudgetter/", include("deltagerbudget.processes.staff_urls")),
        path("medarbejder/afstemning/", include("deltagerbudget.ballots.staff_urls")),
        path("medarbejder/resultat/", include("deltagerbudget.results.staff_urls")),
        path("medarbejder/projekter/", include("deltagerbudget.realisation.staff_urls")),
        path("forslag/", include("deltagerbudget.review.urls")),
        path("forslag/", include("deltagerbudget.together.urls")),
        path("forslag/", include("deltagerbudget.support.urls")),
        path("medarbejder/stoette/", include("deltagerbudget.support.staff_urls")),
        path("medarbejder/sammen/", include("deltagerbudget.together.staff_urls")),
        path("medarbejder/for-borgere/", include("deltagerbudget.behalf.staff_urls")),
        path("medarbejder/kriterier/", include("deltagerbudget.criteria.staff_urls")),
        path("vurdering/ekstern/", include("deltagerbudget.experts.urls")),
        path("medarbejder/eksterne/", include("deltagerbudget.experts.staff_urls")),
        path("medarbejder/vurdering/", include("deltagerbudget.review.staff_urls")),
        prefix_default_language=False,
    ),
]
if settings.DEMO:
    urlpatterns += i18n_patterns(
        path("demo/", include("deltagerbudget.demo.urls")),
        prefix_default_language=False,
    )
