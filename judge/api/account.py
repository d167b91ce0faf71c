"""The caller's own account in the API: who it is, and its name on leaderboards."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.forms import BoardNameForm
from accounts.models import User
from accounts.services import join_boards, leave_boards
from judge.api.common import PARSERS, user_of


class AccountSerializer(serializers.ModelSerializer[User]):
    """Whose token this is. ``board_name`` is the name on leaderboards, "" for who is on none."""

    class Meta:
        model = User
        fields: ClassVar[Any] = ("username", "role", "board_name")
        read_only_fields = ("username", "role")


class BoardNameSerializer(serializers.Serializer[Any]):
    """A name to be on leaderboards by, or "" to be on none."""

    board_name = serializers.CharField(allow_blank=True)


class AccountView(APIView):
    """Your account."""

    parser_classes = PARSERS

    @extend_schema(responses=AccountSerializer)
    def get(self, request: Request) -> Response:
        """Who you are here."""
        return Response(AccountSerializer(user_of(request)).data)

    @extend_schema(request=BoardNameSerializer, responses=AccountSerializer)
    def patch(self, request: Request) -> Response:
        """Join the leaderboards by a name, change it, or leave them."""
        user, asked = user_of(request), BoardNameSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if not asked.validated_data["board_name"]:
            leave_boards(user)
        else:
            form = BoardNameForm({"name": asked.validated_data["board_name"]}, user=user)
            if not form.is_valid():
                raise serializers.ValidationError({"board_name": [*form.errors["name"]]})
            if not join_boards(user, form.cleaned_data["name"]):
                raise serializers.ValidationError({"board_name": [_("This name is taken.")]})
        return Response(AccountSerializer(user).data)
