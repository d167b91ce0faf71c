"""The sample tests: what goes in, what should come out."""

from checks import Case, Program, Wrong, call, frequencies

LOGITS = [2.0, 1.0, 0.0, -1.0]
SOFTMAX = [0.643914, 0.236883, 0.087144, 0.032059]


def shares_are(want, tolerance=1e-4):
    """A check: a list of floats that sums to 1 and is ``want``."""

    def check(got):
        if type(got) is not list or len(got) != len(want):
            raise Wrong(
                "distribution 应返回与 logits 等长的 list",
                "distribution should return a list as long as logits",
            )
        if not all(type(share) in (int, float) for share in got):
            raise Wrong("distribution 返回的 list 应全为 float", "distribution should return floats")
        if any(share == 0 for share in want) and not all(
            got[i] == 0 for i, share in enumerate(want) if share == 0
        ):
            raise Wrong("被截掉的词元概率不为 0", "a token that is cut off has a probability other than 0")
        if any(share > 0 and got[i] == 0 for i, share in enumerate(want)):
            raise Wrong("截掉了应当保留的词元", "a token was cut off that should be kept")
        if abs(sum(got) - 1) > tolerance:
            raise Wrong("概率之和不为 1", "the probabilities do not sum to 1")
        if max(abs(one - share) for one, share in zip(got, want)) > tolerance:
            raise Wrong("概率不对", "the probabilities are wrong")

    return check


def draws_fit(want, n):
    """A check: the same ``n`` draws for the same seed, in proportion to ``want``."""

    def check(once, again):
        if type(once) is not list or len(once) != n or not all(type(token) is int for token in once):
            raise Wrong("draw 应返回 n 个 int 的 list", "draw should return a list of n ints")
        if once != again:
            raise Wrong("同一个 seed 两次抽到的结果不同", "the same seed gave other draws the second time")
        frequencies(once, dict(enumerate(want)))

    return check


def drawn_twice(*given, **named):
    """The program that draws twice with the same seed."""
    program = Program()
    program.call("draw", *given, **named)
    program.call("draw", *given, **named)
    return program


def said(want):
    return "[" + ", ".join(f"{share:.4f}" for share in want) + "]"


def one(zh, en, want, **named):
    options = ", ".join(f"{name}={value}" for name, value in named.items())
    given = f"distribution({LOGITS}{', ' if options else ''}{options})"
    program = call("distribution", LOGITS, **named)
    return Case("samples", zh, en, program, shares_are(want), given=given, expected=said(want))


def cases(rng):
    return [
        one("不截断", "Nothing cut off", SOFTMAX),
        one("top_k = 2", "top_k = 2", [0.731059, 0.268941, 0.0, 0.0], top_k=2),
        one("top_p = 0.7", "top_p = 0.7", [0.731059, 0.268941, 0.0, 0.0], top_p=0.7),
        one("温度 0", "Temperature 0", [1.0, 0.0, 0.0, 0.0], temperature=0),
        Case(
            "samples",
            "抽 4000 次",
            "4000 draws",
            drawn_twice(LOGITS, 4000, 7),
            draws_fit(SOFTMAX, 4000),
            given=f"draw({LOGITS}, 4000, 7)",
            expected="4000 ints, in proportion to distribution(logits)",
        ),
    ]
