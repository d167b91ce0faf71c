from zoneinfo import ZoneInfo

from django.db import migrations, models


def fill(apps, schema_editor):
    """The day of each review, where its author lives now."""
    zones = dict(apps.get_model('study', 'Learner').objects.values_list('author', 'time_zone'))
    reviews = apps.get_model('study', 'Review').objects
    batch = []
    for row in reviews.only('author_id', 'reviewed_at').iterator():
        row.day = row.reviewed_at.astimezone(ZoneInfo(zones.get(row.author_id, 'UTC'))).date()
        batch.append(row)
        if len(batch) == 2000:
            reviews.bulk_update(batch, ['day'])
            batch = []
    reviews.bulk_update(batch, ['day'])


class Migration(migrations.Migration):

    # PostgreSQL changes no table in which this transaction has written.
    atomic = False

    dependencies = [
        ('study', '0002_undone'),
    ]

    operations = [
        migrations.AddField('review', 'day', models.DateField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AlterField('review', 'day', models.DateField()),
        migrations.RemoveIndex('review', 'review_of_author'),
        migrations.AddIndex(
            'review', models.Index(fields=['author', 'undone_at', '-id'], name='review_latest')
        ),
        migrations.AddIndex(
            'review', models.Index(fields=['author', 'undone_at', 'day'], name='review_by_day')
        ),
    ]
