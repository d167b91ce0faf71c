"""Takes the longest token that fits, from left to right: not what the merges give."""


def encode(text, merges):
    ids = {bytes([byte]): byte for byte in range(256)}
    for rank, (left, right) in enumerate(merges):
        ids.setdefault(left + right, 256 + rank)
    content, at, found = text.encode(), 0, []
    while at < len(content):
        size = max(size for size in range(1, len(content) - at + 1) if content[at : at + size] in ids)
        found.append(ids[content[at : at + size]])
        at += size
    return found


def decode(ids, merges):
    pieces = [bytes([byte]) for byte in range(256)] + [left + right for left, right in merges]
    return b"".join(pieces[one] for one in ids).decode("utf-8", "replace")
