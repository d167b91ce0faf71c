"""Rows that are written once and stay as they are: no change, no removal, neither one by one nor in bulk."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class WriteOnceQuerySet(models.QuerySet[Any]):
    """No bulk change, no bulk removal."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(f"a {self.model._meta.verbose_name} is immutable")

    def delete(self) -> NoReturn:
        raise TypeError(f"a {self.model._meta.verbose_name} is immutable")


class WriteOnce(models.Model):
    """The base of such a row."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError(f"a {self._meta.verbose_name} is immutable")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"a {self._meta.verbose_name} is immutable")
