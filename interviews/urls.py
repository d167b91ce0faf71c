"""Addresses of interviews."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from interviews.views import desk, reports, review, room

app_name = "interviews"

urlpatterns = [
    path("", require_safe(RedirectView.as_view(pattern_name="interviews:queue")), name="start"),
    path("invitations/<str:token>/", room.invitation, name="invitation"),
    path("sittings/<int:pk>/", room.sitting, name="sitting"),
    path("sittings/<int:pk>/clock/", room.clock, name="clock"),
    path("sittings/<int:pk>/hand-in/", room.hand_in, name="hand_in"),
    path("sittings/<int:pk>/<int:place>/", room.item, name="item"),
    path("sittings/<int:pk>/<int:place>/draft/", room.draft, name="draft"),
    path("sittings/<int:pk>/<int:place>/run/", room.run, name="run"),
    path("sessions/", desk.session_list, name="sessions"),
    path("sessions/new/", desk.new, name="new"),
    path("sessions/<int:pk>/", desk.session, name="session"),
    path("sessions/<int:pk>/edit/", desk.edit, name="edit"),
    path("sessions/<int:pk>/invite/", desk.invite, name="invite"),
    path("sessions/<int:pk>/close/", desk.close, name="close"),
    path("sessions/<int:pk>/export.<str:form>", reports.export, name="export"),
    path("invited/<int:pk>/revoke/", desk.revoke, name="revoke"),
    path("review/", review.queue, name="queue"),
    path("review/<int:pk>/", review.review, name="review"),
    path("review/<int:pk>/live/", desk.live, name="live"),
    path("review/<int:pk>/let-in/", desk.let_in, name="let_in"),
    path("review/<int:pk>/give-time/", desk.give_time, name="give_time"),
    path("review/<int:pk>/end/", desk.end, name="end"),
    path("review/<int:pk>/card/", review.file_card, name="file_card"),
    path("review/<int:pk>/note/", review.save_note, name="save_note"),
    path("review/<int:pk>/submit/<int:place>/", review.submit_refused, name="submit_refused"),
    path("review/<int:pk>/comment/<int:number>/", review.comment, name="comment"),
    path("review/<int:pk>/withdraw/<int:number>/", review.withdraw, name="withdraw"),
    path("review/<int:pk>/report/", reports.page, name="report"),
    path("review/<int:pk>/report.pdf", reports.pdf, name="pdf"),
]
