"""The hidden tests: whatever the chunks, the outputs are those of the whole sequence at once."""

import torch
from checks import Case, Program
from reference import KVCache
from samples import lengths_are, tensors_are


def drawn(rng, batch, length, heads=2, size=8):
    source = torch.Generator().manual_seed(rng.getrandbits(31))
    return [torch.randn(batch, heads, length, size, generator=source) for _ in range(3)]


def part(tensors, start, stop):
    return [tensor[:, :, start:stop].clone() for tensor in tensors]


def in_chunks(rng, group, zh, en, layers, sizes, batch=2):
    """Every layer gets its own sequence, cut into chunks of these sizes."""
    length = sum(sizes)
    whole = [drawn(rng, batch, length) for _ in range(layers)]
    full = [KVCache(1).attend(0, *tensors) for tensors in whole]
    program, wants, at = Program(), [], 0
    cache = program.new("KVCache", layers)
    for size in sizes:
        for layer in range(layers):
            program.method(cache, "attend", layer, *part(whole[layer], at, at + size))
            wants.append(full[layer][:, :, at : at + size])
        at += size
    return Case(group, zh, en, program, tensors_are(*wants))


def cropped(rng):
    old, new = drawn(rng, 1, 6), drawn(rng, 1, 2)
    mirror = KVCache(1)
    mirror.attend(0, *part(old, 0, 3))
    want = mirror.attend(0, *new)
    program = Program()
    cache = program.new("KVCache", 2)
    for layer in range(2):
        program.method(cache, "attend", layer, *old, keep=False)
    program.method(cache, "crop", 3, keep=False)
    for layer in range(2):
        program.method(cache, "attend", layer, *new)
    return Case("editing", "截断后重写", "written again after a crop", program, tensors_are(want, want))


def counted(rng):
    program = Program()
    cache = program.new("KVCache", 1)
    for size, left in ((5, 4), (3, 2)):
        program.method(cache, "attend", 0, *drawn(rng, 1, size), keep=False)
        program.method(cache, "length")
        program.method(cache, "crop", left, keep=False)
        program.method(cache, "length")
    return Case(
        "editing", "截断前后的位置数", "the length before and after a crop", program, lengths_are(5, 4, 7, 2)
    )


def reordered(rng, rows):
    old, new = drawn(rng, 3, 4), drawn(rng, len(rows), 1)
    mirror = KVCache(1)
    mirror.attend(0, *old)
    mirror.reorder(rows)
    want = mirror.attend(0, *new)
    program = Program()
    cache = program.new("KVCache", 1)
    program.method(cache, "attend", 0, *old, keep=False)
    program.method(cache, "reorder", rows, keep=False)
    program.method(cache, "attend", 0, *new)
    return Case("editing", "束搜索换行", "rows change places, as in beam search", program, tensors_are(want))


def written_over(rng):
    """The caller uses its tensors again, as a decoding loop with buffers does."""
    whole = drawn(rng, 1, 3)
    want = KVCache(1).attend(0, *whole)[:, :, 2:]
    program = Program()
    cache = program.new("KVCache", 1)
    held = [program.value(tensor) for tensor in part(whole, 0, 2)]
    program.method(cache, "attend", 0, *held, keep=False)
    for one in held:
        program.method(one, "zero_", keep=False)
    program.method(cache, "attend", 0, *part(whole, 2, 3))
    return Case(
        "editing",
        "传入的张量随后被改写",
        "tensors that are written over afterwards",
        program,
        tensors_are(want),
    )


def cases(rng):
    return [
        in_chunks(rng, "decoding", "一层", "one layer", 1, [1] * 7),
        in_chunks(rng, "decoding", "三层", "three layers", 3, [1] * 5),
        in_chunks(rng, "decoding", "先提示，再逐词", "a prompt, then token by token", 2, [6, 1, 1, 1]),
        in_chunks(rng, "prefill", "两段", "two chunks", 1, [4, 5]),
        in_chunks(rng, "prefill", "长短不一的段", "chunks of unequal lengths", 2, [3, 1, 6, 2], batch=1),
        cropped(rng),
        counted(rng),
        reordered(rng, [2, 2, 0]),
        reordered(rng, [1, 0, 2]),
        written_over(rng),
    ]
