"""Why a version is paused, in both languages."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("questions", "0005_words_on_postgresql")]

    operations: ClassVar = [
        migrations.RenameField("problemversion", "paused_reason", "paused_reason_en"),
        migrations.AddField(
            "problemversion", "paused_reason_zh", models.CharField(blank=True, max_length=300)
        ),
    ]
