"""Items keep the texts of their questions. What was asked before gets them as they are now."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

TEXTS = ("title_zh", "title_en", "question_zh", "question_en", "answer_zh", "answer_en")


def copy_texts(apps: Any, _editor: Any) -> None:
    for item in apps.get_model("interviews", "Item").objects.exclude(question=None).select_related("question"):
        item.texts = {name: getattr(item.question, name) for name in TEXTS}
        item.save(update_fields=["texts"])


class Migration(migrations.Migration):
    dependencies = [("interviews", "0001_interviews")]

    operations = [
        migrations.AddField("item", "texts", models.JSONField(default=dict)),
        migrations.RunPython(copy_texts, migrations.RunPython.noop),
    ]
