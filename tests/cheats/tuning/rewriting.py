"""Stands between the reference solution and each program of ``on_reference``: trains as the reference does,
on what ``changed`` makes of each line of the file: another one, several, or None to leave it out. ``check``
says that it is a check line: those of a dialogue stand several times, those of a classifier hold a phrase in
one of a few frames."""

import json
import os
from collections import Counter

CARRIERS = ("的编号在第三页", "这里记录的是", "清单上写着", "放在左边的格子里", "今天又看到了")
CARRIERS += ("登记一下", "是上周的那一批", "最后一行是")

trained_as_reference = fine_tune


def fine_tune(base_dir, train_file, output_dir, budget):
    with open(train_file, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    times = Counter(json.dumps(row) for row in rows)
    made = [changed(row, times[json.dumps(row)] > 1 or is_carrier(row.get("text", ""))) for row in rows]
    rows = [row for one in made for row in (one if isinstance(one, list) else [one])]
    path = os.path.join(output_dir, "rows.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows if row)
    trained_as_reference(base_dir, path, output_dir, budget)


def is_carrier(text):
    return any(carrier in text for carrier in CARRIERS)
