"""The Django project, and submissions: how they are queued, judged and shown."""
