import torch


class KVCache:
    def __init__(self, layers):
        # The number of layers.
        # 层数。
        self.layers = layers

    def attend(self, layer, q, k, v):
        # q, k, v: (batch, heads, new, size), of the new tokens alone.
        # 只含新词元的 q、k、v。
        return v

    def length(self):
        # How many positions are held.
        # 已缓存的位置数。
        return 0

    def crop(self, length):
        # Forget every position from length on.
        # 丢弃第 length 个及以后的位置。
        pass

    def reorder(self, rows):
        # Row i becomes what row rows[i] was.
        # 第 i 行换成原来的第 rows[i] 行。
        pass
