"""What our mails look like; mounted at medarbejder/breve/."""

from django.urls import path

from deltagerbudget.notifications import staff_views

app_name = "letters_staff"
urlpatterns = [
    path("", staff_views.letters, name="letters"),
    path("<slug:name>/", staff_views.letter, name="letter"),
    path("<slug:name>/mail/", staff_views.letter_html, name="letter_html"),
]
