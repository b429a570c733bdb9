"""The oracle of matching: citizens' called cents as a pile, each answered by hand. Made of nothing of ours."""

from collections import Counter
from fractions import Fraction


class Pile:
    """A gift lays cents on the pile, a refund lifts the last ones; a change of caps marks the height of the pile.

    Each cent lies on the last mark below it: the caps of that mark say who may answer, and how heavily. Marks that
    are not below a new one are forgotten.
    """

    def __init__(self, caps: dict[int, int], colleges: dict[int, str], ranks: dict[int, int]) -> None:
        self.caps, self.colleges, self.ranks = dict(caps), dict(colleges), dict(ranks)
        self.marks = [(0, dict(caps))]
        self.answers: list[set[int]] = []

    def given(self, start: int = 0) -> Counter[int]:
        return Counter(pledge for answer in self.answers[start:] for pledge in answer)

    def change(self, pledge: int, cap: int, college: str = "", rank: int = 0) -> None:
        self.caps[pledge] = cap
        if college:
            self.colleges[pledge], self.ranks[pledge] = college, rank
        height = len(self.answers)
        self.marks = [mark for mark in self.marks if mark[0] < height] + [(height, dict(self.caps))]

    def reach(self, height: int) -> Counter[int]:
        """Lay or lift cents until the pile is so high. Gives what each pledge answers then."""
        del self.answers[height:]
        whole, at = self.given(), -1
        since: Counter[int] = Counter()
        while len(self.answers) < height:
            start, caps = next(mark for mark in reversed(self.marks) if mark[0] <= len(self.answers))
            if start != at:
                at, since = start, self.given(start)
            answer = set()
            for college in set(self.colleges.values()):
                hungry = [p for p, cap in caps.items() if self.colleges[p] == college and whole[p] < cap]
                if hungry:
                    answer.add(min(hungry, key=lambda p: (Fraction(2 * since[p] + 1, 2 * caps[p]), self.ranks[p])))
            whole.update(answer)
            since.update(answer)
            self.answers.append(answer)
        return whole
