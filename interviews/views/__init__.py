"""The pages of interviews, by who uses them: ``room`` for candidates, the others for interviewers."""
