from django.db import migrations


def make_column(apps, schema_editor):
    """PostgreSQL's index of the words: the column keeps itself up to date."""
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute(
            "ALTER TABLE questions_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS ("
            "setweight(to_tsvector('simple'::regconfig, title), 'A') "
            "|| setweight(to_tsvector('simple'::regconfig, tags), 'B') "
            "|| to_tsvector('simple'::regconfig, body)) STORED"
        )
        schema_editor.execute(
            'CREATE INDEX questions_searchentry_words ON questions_searchentry USING gin (words)'
        )


def drop_column(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('ALTER TABLE questions_searchentry DROP COLUMN words')


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0004_packages'),
    ]

    operations = [
        migrations.RunPython(make_column, drop_column),
    ]
