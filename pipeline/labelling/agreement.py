"""Where people differ from each other and from the machine, with counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pipeline.knowledge.labels import Labels
from pipeline.labelling.corrections import Correction
from pipeline.labelling.keeping import Import
from pipeline.records.label import Label
from pipeline.wording.labelled import settle, verdict
from pipeline.wording.placing import words_of

LISTED = 20
LABELLED = "label."


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of so many reasons judged by both, so many were judged the same; `likeness` is the mean share of causes in
    common. `kappa` is Cohen's: agreement beyond what chance would give, 1 where it is whole."""

    judged: int
    same: int
    likeness: float
    kappa: float
    differences: tuple[str, ...]


Verdict = tuple[str, frozenset[str], str]


def between(pairs: Iterable[tuple[str, Verdict, Verdict]]) -> Agreement:
    """Agreement over what two judges said of the same reasons; each with a name for the list of differences."""
    judged = list(pairs)
    same = sum(left == right for _, left, right in judged)
    alike = [_likeness(left, right) for _, left, right in judged]
    differences = tuple(f"{name}：{_said(left)} ↔ {_said(right)}" for name, left, right in judged if left != right)
    total = len(judged)
    kappa = _kappa([(left[:2], right[:2]) for _, left, right in judged])
    return Agreement(total, same, sum(alike) / total if total else 0.0, kappa, differences)


def with_machine(corrections: Iterable[Correction]) -> Agreement:
    """People against what was found; what an earlier label had decided is no word of the machine."""
    return between(
        (f"{said.where}“{said.about['found_surface']}”", _of_machine(said), _of_person(said))
        for said in corrections if not said.about.get("rule_id", "").startswith(LABELLED)
    )


def between_people(labels: Iterable[Label]) -> dict[tuple[str, str], Agreement]:
    """Every two people that labelled the same reasons."""
    places: dict[str, dict[str, Label]] = defaultdict(dict)
    for label in labels:
        places[label.label_id][label.labelled_by] = label
    pairs: dict[tuple[str, str], list[tuple[str, Verdict, Verdict]]] = defaultdict(list)
    for said in places.values():
        for left, right in combinations(sorted(said), 2):
            name = f"“{said[left].found_surface}”（{said[left].label_id}）"
            pairs[left, right].append((name, verdict(said[left]), verdict(said[right])))
    return {people: between(found) for people, found in sorted(pairs.items())}


def _likeness(left: Verdict, right: Verdict) -> float:
    if left[0] != right[0]:
        return 0.0
    return len(left[1] & right[1]) / len(left[1] | right[1]) if left[1] | right[1] else 1.0


def _kappa(pairs: Sequence[tuple[object, object]]) -> float:
    total = len(pairs)
    if not total:
        return 0.0
    observed = sum(left == right for left, right in pairs) / total
    answers = {answer for pair in pairs for answer in pair}
    chance = sum(
        sum(left == answer for left, _ in pairs) * sum(right == answer for _, right in pairs) for answer in answers
    ) / total**2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def _of_machine(said: Correction) -> Verdict:
    causes = frozenset(cause for cause in said.about["found_cause_ids"].split(";") if cause)
    return "reason", causes, words_of(said.about["found_surface"])


def _of_person(said: Correction) -> Verdict:
    causes = frozenset(said.cause_ids)
    return said.decision, causes, words_of(said.surface) if said.decision == "reason" else ""


def _said(one: Verdict) -> str:
    return "不是原因" if one[0] == "not_a_reason" else f"{'、'.join(sorted(one[1]))}“{one[2]}”"


def report(made: Import, folder: Path, kept: Labels) -> str:
    """An import in words: what was kept and where, and who differs from whom."""
    lines = [f"标注 {len(made.labels)} 条：新增 {made.added} 条，更改 {made.changed} 条，存于 {folder}。"]
    lines += _agreement("人与程序", with_machine(made.corrections))
    everyone = [label for _, found in kept.by_file for label in found]
    for (left, right), found in between_people(everyone).items():
        lines += _agreement(f"{left or '（未署名）'} 与 {right or '（未署名）'}", found)
    return "\n".join(lines)


def _agreement(who: str, found: Agreement) -> Iterator[str]:
    if found.judged:
        share = found.same / found.judged
        yield (f"{who}：共同判断 {found.judged} 条，完全一致 {found.same} 条（{share:.1%}），"
               f"原因重合度 {found.likeness:.2f}，Cohen's kappa {found.kappa:.2f}。")
    yield from (f"  不一致 {text}" for text in found.differences[:LISTED])
    if len(found.differences) > LISTED:
        yield f"  …… 另有 {len(found.differences) - LISTED} 条"


def check(kept: Labels, digests: Iterable[str], issues: Iterable[dict[str, str]]) -> list[str]:
    """What is wrong with kept labels: files that are gone, people who differ, places that the last run did not find."""
    known, troubles = {*digests}, []
    for digest, labels in kept.by_file:
        held, undecided = settle(labels)
        if digest not in known:
            gone = "结果中没有这份文件。文件换了版本的，请重新标注；不再公开的，可以删去这一行。"
            troubles += [f"{_brief(label)}：{gone}" for label in held + undecided]
        else:
            open_ = "几人意见不一。请商定后重新导入，并填写 labelled_on。"
            troubles += [f"{_brief(label)}：{open_}" for label in undecided]
    return troubles + [issue["message_zh"] for issue in issues if issue["code"] == "label_orphan"]


def _brief(label: Label) -> str:
    place = f"{label.source_path} 第{label.page}页" if label.page else label.source_path
    return f"{place}“{label.item_name}”的标注“{label.found_surface}”（{label.label_id}）"
