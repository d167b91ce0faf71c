"""What English tags are called in Chinese. Packages and the bank name their tags in English; tags written
in Chinese beside them come first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

CHINESE: Final = {
    "alignment": "对齐",
    "attention": "注意力",
    "bpe": "BPE",
    "catastrophic forgetting": "灾难性遗忘",
    "chain rule": "链式法则",
    "classification": "分类",
    "coding": "编程",
    "decoding": "解码",
    "dialogue": "对话",
    "dpo": "DPO",
    "evaluation": "评估",
    "fine-tuning": "微调",
    "hyper-parameters": "超参数",
    "in-context learning": "上下文学习",
    "inference": "推理",
    "instruction tuning": "指令微调",
    "language model": "语言模型",
    "language-model": "语言模型",
    "lora": "LoRA",
    "loss mask": "损失掩码",
    "memory": "显存",
    "mixed precision": "混合精度",
    "normalisation": "归一化",
    "optimisation": "优化",
    "overfitting": "过拟合",
    "perplexity": "困惑度",
    "pre-training": "预训练",
    "sampling": "采样",
    "scaling laws": "缩放定律",
    "sft": "SFT",
    "smoothing": "平滑",
    "text classification": "文本分类",
    "text-generation": "文本生成",
    "tokenisation": "分词",
    "tokenizer": "分词器",
    "transformer": "Transformer",
}
"""By the tag in lower case; a tag that is not here, a name mostly, is the same in both languages."""


def chinese_of(tags: Iterable[str]) -> list[str]:
    """The tags as a Chinese page shows them: those written in Chinese first, each once."""
    tags = list(tags)
    written = [tag for tag in tags if not tag.isascii()]
    return list(dict.fromkeys([*written, *(CHINESE.get(tag.lower(), tag) for tag in tags)]))
