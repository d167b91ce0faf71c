"""The merge of the lowest rank is applied first, everywhere, until none applies."""


def encode(text, merges):
    ranks = {pair: rank for rank, pair in enumerate(merges)}
    ids = {bytes([byte]): byte for byte in range(256)}
    for rank, (left, right) in enumerate(merges):
        ids.setdefault(left + right, 256 + rank)
    pieces = [bytes([byte]) for byte in text.encode()]
    while len(pieces) > 1:
        pair = min(zip(pieces, pieces[1:]), key=lambda one: ranks.get(one, len(ranks)))
        if pair not in ranks:
            break
        pieces = merged(pieces, pair)
    return [ids[piece] for piece in pieces]


def merged(pieces, pair):
    result, at = [], 0
    while at < len(pieces):
        if tuple(pieces[at : at + 2]) == pair:
            result.append(pieces[at] + pieces[at + 1])
            at += 2
        else:
            result.append(pieces[at])
            at += 1
    return result


def decode(ids, merges):
    pieces = [bytes([byte]) for byte in range(256)] + [left + right for left, right in merges]
    return b"".join(pieces[one] for one in ids).decode("utf-8", "replace")
