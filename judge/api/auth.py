"""Who calls: a browser's session, or a token in ``Authorization: Bearer``, which may be for reading alone."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import AccessToken, User
from accounts.tokens import find_token

KEYWORD = b"bearer"


class BearerToken(BaseAuthentication):
    """A personal access token. Needs no CSRF token: no browser sends it by itself."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        """The token's user; None when the request brings no token."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != KEYWORD:
            return None
        row = find_token(parts[1].decode("latin-1")) if len(parts) == 2 else None
        if row is None:
            raise AuthenticationFailed(_("This token is not valid, has ended or was taken back."))
        return row.user, row

    def authenticate_header(self, request: Request) -> str:
        """What a refused caller is told to bring."""
        return "Bearer"


class MayWrite(BasePermission):
    """A token that is for reading alone changes nothing."""

    message = _("This token is for reading alone.")

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the request only reads, or may do more."""
        token = cast(object, request.auth)
        return request.method in SAFE_METHODS or not isinstance(token, AccessToken) or token.may_submit


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema tells of it."""

    target_class = BearerToken
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """OpenAPI's own words."""
        return {"type": "http", "scheme": "bearer"}
