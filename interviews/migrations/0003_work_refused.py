"""Works say why the last program was not taken."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0002_texts_of_questions")]

    operations = [migrations.AddField("work", "refused", models.JSONField(default=dict))]
