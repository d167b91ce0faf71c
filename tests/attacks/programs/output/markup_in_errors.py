"""Raises exceptions whose type and message are markup.

Expected: runtime_error
"""

# --- honest ---


class NGramModel(NGramModel):
    def train(self, sentences):
        raise type("<script>attack()</script>\x1b[2J", (Exception,), {})("<img src=x onerror=attack()>\u202e")
