"""Every address of the site and who may go there: what the table says, and how it is tried.

``TABLE`` has a line for each route and method: seven letters, in the order of ``ROLES``. ``y``: it answers;
``l``: asked to sign in; ``n``: 403 or 404, as if it were not there; ``!``, never right: it broke. Owner of
submissions and of the sitting is the candidate, that of the session and of comments the interviewer. A method
without a line must be refused to everybody, by 405 to who may go there at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

ROLES = (
    *("anonymous", "candidate", "other candidate", "interviewer", "other interviewer"),
    *("author", "admin"),
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
UNNAMED = {"favicon.ico", "api/"}
"""What has no name and shows nothing of anybody's: an icon, and the API's own 404."""
TABLE = """
home                             GET    yyyyyyy
questions:list                   GET    yyyyyyy
questions:detail                 GET    yyyyyyy
study:overview                   GET    lyyyyyy
study:session                    GET    lyyyyyy
study:card                       GET    lyyyyyy
study:reveal                     POST   lyyyyyy
study:rate                       POST   lyyyyyy
study:undo                       POST   lyyyyyy
study:due                        GET    lyyyyyy
study:history                    GET    lyyyyyy
study:settings                   GET    lyyyyyy
study:settings                   POST   lyyyyyy
study:fit                        POST   lyyyyyy
study:export                     GET    lyyyyyy
study:bookmarks                  GET    lyyyyyy
study:bookmark                   POST   lyyyyyy
study:notes                      GET    lyyyyyy
study:note                       GET    lyyyyyy
study:note                       POST   lyyyyyy
study:reports                    GET    nnnnnyy
study:resolve                    POST   nnnnnyy
study:report                     GET    lyyyyyy
study:report                     POST   lyyyyyy
search                           GET    yyyyyyy
problems                         GET    yyyyyyy
problem                          GET    yyyyyyy
problem                          POST   lyyyyyy
run_start                        POST   lyyyyyy
kit                              GET    yyyyyyy
draft                            POST   lyyyyyy
hint                             POST   lyyyyyy
give_up                          POST   lyyyyyy
run                              GET    lynnnnn
run_status                       GET    lynnnnn
leaderboard                      GET    yyyyyyy
submissions                      GET    lyyyyyy
submission_export                GET    lyyyyyy
submission                       GET    lynyyny
submission_status                GET    lynyyny
submission_stream                GET    nnnnnnn
submission_curve                 GET    lynyyny
compare_choose                   GET    lyyyyyy
compare                          GET    lynyyny
submission_cancel                POST   lynnnny
findings                         GET    lnnyyny
finding                          GET    lnnyyny
finding                          POST   lnnyyny
rejudges                         GET    lnnyyny
rejudge_plan                     GET    lnnyyny
rejudge_plan                     POST   lnnyyny
rejudge                          GET    lnnyyny
rejudge_start                    POST   lnnyyny
rejudge_apply                    POST   lnnyyny
rejudge_discard                  POST   lnnyyny
authoring:drafts                 GET    lnnnnyy
authoring:new                    GET    lnnnnyy
authoring:new                    POST   lnnnnyy
authoring:import                 GET    lnnnnyy
authoring:import                 POST   lnnnnyy
authoring:article                GET    lnnnnyy
authoring:coding                 GET    lnnnnyy
authoring:coding                 POST   lnnnnyy
authoring:coding_history         GET    lnnnnyy
authoring:question_take_up       POST   lnnnnyy
authoring:schema                 GET    lnnnnyy
authoring:package_new            GET    lnnnnyy
authoring:package_new            POST   lnnnnyy
authoring:package_import         GET    lnnnnyy
authoring:package_import         POST   lnnnnyy
authoring:package                GET    lnnnnyy
authoring:package                POST   lnnnnyy
authoring:take_up                POST   lnnnnyy
authoring:package_move           POST   lnnnnyy
authoring:package_retire         POST   lnnnnyy
authoring:package_history        GET    lnnnnyy
authoring:package_restore        POST   lnnnnyy
authoring:package_zip            GET    lnnnnyy
gate                             GET    lnnnnyy
gate_check                       POST   lnnnnyy
gate_publish                     POST   lnnnnyy
authoring:edit                   GET    lnnnnyy
authoring:edit                   POST   lnnnnyy
authoring:move                   POST   lnnnnyy
authoring:history                GET    lnnnnyy
authoring:restore                POST   lnnnnyy
interviews:start                 GET    yyyyyyy
interviews:invitation            GET    yyyyyyy
interviews:invitation            POST   yyyyyyy
interviews:sitting               GET    lynnnnn
interviews:clock                 GET    lynnnnn
interviews:hand_in               POST   lynnnnn
interviews:item                  GET    lynnnnn
interviews:item                  POST   lynnnnn
interviews:draft                 POST   lynnnnn
interviews:run                   POST   lynnnnn
interviews:sessions              GET    lnnyyny
interviews:new                   GET    lnnyyny
interviews:new                   POST   lnnyyny
interviews:session               GET    lnnyyny
interviews:edit                  GET    lnnynny
interviews:edit                  POST   lnnynny
interviews:invite                POST   lnnynny
interviews:close                 POST   lnnynny
interviews:export                GET    lnnyyny
interviews:revoke                POST   lnnynny
interviews:queue                 GET    lnnyyny
interviews:review                GET    lnnyyny
interviews:live                  GET    lnnyyny
interviews:let_in                POST   lnnynny
interviews:give_time             POST   lnnynny
interviews:end                   POST   lnnynny
interviews:file_card             POST   lnnyyny
interviews:save_note             POST   lnnyyny
interviews:submit_refused        POST   lnnyyny
interviews:comment               GET    lnnyyny
interviews:comment               POST   lnnyyny
interviews:withdraw              POST   lnnynnn
interviews:report                GET    lnnyyny
interviews:pdf                   GET    lnnyyny
account_board                    GET    lyyyyyy
account_board                    POST   lyyyyyy
account_tokens                   GET    lyyyyyy
account_tokens                   POST   lyyyyyy
account_token_revoke             POST   lynnnnn
account_login                    GET    yyyyyyy
account_login                    POST   yyyyyyy
account_login                    PUT    yyyyyyy
account_login                    PATCH  -yyyyyy
account_login                    DELETE -yyyyyy
account_logout                   GET    yyyyyyy
account_logout                   POST   yyyyyyy
account_inactive                 GET    yyyyyyy
account_signup                   GET    yyyyyyy
account_signup                   POST   yyyyyyy
account_signup                   PUT    yyyyyyy
account_signup                   PATCH  -yyyyyy
account_signup                   DELETE -yyyyyy
account_change_password          GET    lyyyyyy
account_change_password          POST   lyyyyyy
account_change_password          PUT    lyyyyyy
account_reset_password           GET    yyyyyyy
account_set_password             GET    lyyyyyy
metrics                          GET    nnnnnny
set_language                     GET    yyyyyyy
set_language                     POST   yyyyyyy
set_language                     PUT    yyyyyyy
set_language                     PATCH  yyyyyyy
set_language                     DELETE yyyyyyy
api:documentation                GET    yyyyyyy
api:search                       GET    yyyyyyy
api:study-today                  GET    lyyyyyy
api:study-next                   GET    lyyyyyy
api:study-problems               GET    lyyyyyy
api:study-undo                   POST   lyyyyyy
api:study-learner                GET    lyyyyyy
api:study-learner                PATCH  lyyyyyy
api:study-fit                    POST   lyyyyyy
api:study-activity               GET    lyyyyyy
api:study-anki                   GET    lyyyyyy
api:account                      GET    lyyyyyy
api:account                      PATCH  lyyyyyy
api:card-list                    GET    lyyyyyy
api:card-reveal                  POST   lyyyyyy
api:card-rate                    POST   lyyyyyy
api:review-list                  GET    lyyyyyy
api:bookmark-list                GET    lyyyyyy
api:note-list                    GET    lyyyyyy
api:beside-note                  GET    lyyyyyy
api:beside-note                  PUT    lyyyyyy
api:beside-bookmark              PUT    lyyyyyy
api:beside-bookmark              DELETE lyyyyyy
api:beside-reports               POST   lyyyyyy
api:bench-kit                    GET    yyyyyyy
api:bench-draft                  GET    lyyyyyy
api:bench-draft                  PUT    lyyyyyy
api:bench-help                   GET    lyyyyyy
api:bench-hint                   POST   lyyyyyy
api:bench-give-up                POST   lyyyyyy
api:bench-leaderboard            GET    yyyyyyy
api:problem-list                 GET    yyyyyyy
api:problem-detail               GET    yyyyyyy
api:question-list                GET    yyyyyyy
api:question-detail              GET    yyyyyyy
api:submission-list              GET    lyyyyyy
api:submission-list              POST   lyyyyyy
api:submission-detail            GET    lynyyny
api:submission-cancel            POST   lynnnny
api:submission-compare           GET    lynyyny
api:submission-curve             GET    lynyyny
api:submission-events            GET    lynyyny
api:submission-verdicts          GET    lynyyny
api:run-list                     POST   lyyyyyy
api:run-detail                   GET    lynnnnn
api:run-events                   GET    lynnnnn
api:schema                       GET    yyyyyyy
"""


@dataclass(frozen=True, slots=True)
class Route:
    """A name, as ``reverse`` takes it, and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]


def routes() -> list[Route]:
    """Every named route, in the order of the URL conf; the admin's own and formats of the API apart."""
    found = {route.name: route for route in _walk(get_resolver(), "")}
    return [route for route in found.values() if not route.name.startswith("admin:")]


def unnamed() -> set[str]:
    """Patterns that no line of the table can stand for, from the site's root; Django's admin apart."""
    return {path for path in _unnamed(get_resolver(), "") if not path.startswith("admin/")}


def _unnamed(resolver: URLResolver, above: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _unnamed(pattern, path)
        elif not pattern.name:
            yield path


def admin_routes() -> list[Route]:
    """Those of Django's admin, but for its doors."""
    found = [route for route in _walk(get_resolver(), "") if route.name.startswith("admin:")]
    return [route for route in found if route.name not in {"admin:login", "admin:logout", "admin:jsi18n"}]


def _walk(resolver: URLResolver, space: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            arguments = pattern.pattern.converters or pattern.pattern.regex.groupindex
            if "format" not in arguments:
                yield Route(space + pattern.name, tuple(arguments))


def expectations() -> dict[tuple[str, str], str]:
    """The table: letters by route and method."""
    lines = (line.split() for line in TABLE.strip().splitlines() if line and not line.startswith("#"))
    return {(name, method): letters for name, method, letters in lines}


def letter_of(answer: HttpResponse) -> str:
    """What became of a request, ``-`` for a method that is not allowed."""
    status = answer.status_code
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "!"
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return "-"
    if status == HTTPStatus.UNAUTHORIZED or "/login/" in answer.headers.get("Location", ""):
        return "l"
    return "n" if status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE} else "y"
