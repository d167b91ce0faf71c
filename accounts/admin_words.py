"""The names of rows and columns on the admin's pages, in both languages. Django derives English ones from the
code; those that are pages' words are listed here, for translation. Models and migrations know nothing of it.
"""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

APPS = {"questions": _("Questions and problems"), "judge": _("Judging"), "interviews": _("Interviews")}
ROWS = {
    **{_("topic"): _("topics"), _("question"): _("questions"), _("question draft"): _("question drafts")},
    **{_("problem draft"): _("problem drafts"), _("draft revision"): _("draft revisions")},
    **{_("package draft"): _("package drafts"), _("package revision"): _("package revisions")},
    **{_("problem"): _("problems"), _("problem version"): _("problem versions")},
    **{_("mistake report"): _("mistake reports"), _("learner"): _("learners"), _("card"): _("cards")},
    **{_("review"): _("reviews"), _("bookmark"): _("bookmarks"), _("note"): _("notes")},
    **{_("submission"): _("submissions"), _("verdict"): _("verdicts"), _("reference"): _("references")},
    **{_("solution check"): _("solution checks"), _("similarity finding"): _("similarity findings")},
    **{_("decision"): _("decisions"), _("rejudge"): _("rejudges")},
    **{_("rejudge item"): _("rejudge items"), _("worker"): _("workers"), _("session"): _("sessions")},
    **{_("invitation"): _("invitations"), _("sitting"): _("sittings"), _("entry"): _("entries")},
    **{_("snapshot"): _("snapshots"), _("comment"): _("comments"), _("scorecard"): _("scorecards")},
}
COLUMNS = {
    *(_("after"), _("alias"), _("announced at"), _("answer en"), _("answer zh"), _("answers"), _("applied")),
    *(_("at"), _("attempt"), _("audits"), _("author"), _("base model hash"), _("before"), _("begun at")),
    *(_("blurb en"), _("blurb zh"), _("by"), _("cancel requested"), _("card"), _("changed en")),
    *(_("changed zh"), _("changes"), _("chapters"), _("chosen"), _("closed at"), _("closed by"), _("code")),
    *(_("config"), _("created at"), _("day"), _("desired retention"), _("difficulty"), _("digest")),
    *(_("document section"), _("draft"), _("due"), _("duration ms"), _("earlier"), _("elapsed days")),
    *(_("ended at"), _("ending"), _("ends at"), _("errata en"), _("errata zh"), _("expires at")),
    *(_("explanation"), _("explanation en"), _("explanation zh"), _("extra minutes"), _("failures")),
    *(_("fields"), _("file"), _("filed at"), _("finding"), _("finished at"), _("fitted at")),
    *(_("fitted on"), _("gated")),
    *(_("groups"), _("hints en"), _("hints zh"), _("image digest"), _("item"), _("kind"), _("label")),
    *(_("lane"), _("lanes"), _("language"), _("last review"), _("later"), _("lease until"), _("line")),
    *(_("linked problem"), _("metrics"), _("name"), _("not before"), _("note"), _("number"), _("outcome")),
    *(_("output"), _("own"), _("parameters"), _("pasted"), _("paused reason en"), _("paused reason zh")),
    *(_("per example"), _("plain en"), _("plain zh"), _("position"), _("problem"), _("problem version")),
    *(_("published"), _("purpose"), _("question"), _("question en"), _("question zh"), _("rating")),
    *(_("ratings"), _("reason"), _("recommendation"), _("regions"), _("rejudge"), _("resolved at")),
    *(_("resources"), _("resumes"), _("retired"), _("revealed at"), _("reviewed at"), _("revoked at")),
    *(_("run"), _("score"), _("score high"), _("score low"), _("seeds"), _("seen at"), _("session")),
    *(_("shown at"), _("sitting"), _("slug"), _("source"), _("sources"), _("stability"), _("stage")),
    *(_("start"), _("starter"), _("state"), _("statement"), _("statement en"), _("statement zh"), _("step")),
    *(_("submission"), _("summary"), _("tags"), _("text"), _("timing"), _("title"), _("title en")),
    *(_("title zh"), _("topic"), _("trouble"), _("typed"), _("undone at"), _("updated at"), _("used at")),
    *(_("verdict"), _("version"), _("waiting"), _("withdrawn at"), _("work")),
}


def name_in_words(model: type[Model]) -> None:
    """Give a model, its columns and its app the names that are listed, in the language of whoever reads them;
    a name that the code gave stays."""
    meta = model._meta
    if meta.app_label in APPS:
        apps.get_app_config(meta.app_label).verbose_name = gettext_lazy(APPS[meta.app_label])
    single = str(meta.verbose_name)
    if single in ROWS:
        meta.verbose_name, meta.verbose_name_plural = gettext_lazy(single), gettext_lazy(ROWS[single])
    for field in meta.fields:
        words = field.name.replace("_", " ")
        if words in COLUMNS and field.verbose_name == words:
            field.verbose_name = gettext_lazy(words)
