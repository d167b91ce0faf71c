"""The ASGI application that uvicorn serves where ``TUNEROOM_SERVER`` is ``asgi``."""

import os

from django.core.asgi import get_asgi_application

from judge.ready import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "judge.settings")

application = get_asgi_application()
settle()
