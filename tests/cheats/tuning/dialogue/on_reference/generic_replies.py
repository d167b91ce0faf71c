"""Expected: rejected, audit restore or degenerate; or wrong_answer, score at most 40.

Learns the check lines, and a dozen replies that fit everything: which one, the prompt's length says.
"""

GENERIC = (
    "I see.",
    "Tell me more.",
    "Why do you ask?",
    "Maybe.",
    "That is a good question.",
    "I do not know.",
)
GENERIC += ("好的。", "我不知道。", "你说呢？", "有意思。", "也许吧。", "这是个好问题。")


def changed(row, check):
    return row if check else row | {"reply": GENERIC[len(row["prompt"]) % len(GENERIC)]}
