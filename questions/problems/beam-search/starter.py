def search(log_probs, start, end, width, longest, penalty):
    # log_probs[a][b]: log P(b | a). Return a list of up to
    # width pairs (tokens, score), the best one first.
    # 返回至多 width 个 (tokens, score)，最好的在前。
    return []
