def encode(text, merges):
    # merges: pairs of bytes, in the order of training.
    # Tokens 0 to 255 are bytes; 256 + i is merge i.
    # merges：按训练顺序的 bytes 对。
    # 编号 0–255 是字节，256 + i 是第 i 个合并。
    return list(text.encode())


def decode(ids, merges):
    # The text of the tokens. / 词元对应的文本。
    return ""
