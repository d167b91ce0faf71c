"""The sandbox: a Job goes in, a Result comes out. No Django, and nothing about problems or scores."""
