"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from judge.ready import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "judge.settings")

application = get_wsgi_application()
settle()
