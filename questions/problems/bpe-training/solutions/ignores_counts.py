"""Counts every word once, however often it occurs."""

from collections import Counter


def train(words, merges):
    parts = {word: [bytes([byte]) for byte in word.encode()] for word in words}
    found = []
    for _ in range(merges):
        counts = Counter()
        for pieces in parts.values():
            for pair in zip(pieces, pieces[1:]):
                counts[pair] += 1
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        found.append(best)
        parts = {word: merged(pieces, best) for word, pieces in parts.items()}
    return found


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
