"""The smallest sets that cover a list of demands, exactly, by integer programming (HiGHS).

Candidates and pieces of work are numbers here; what they stand for is told in *consortium*.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from highspy.highs import highs_linear_expression, highs_var

Key = tuple[int, int]
"""A candidate and the piece of work it does; as a member of the set at all, piece *WHOLE*."""

WHOLE = -1
SECONDS = 2.5
"""For so long a search for sets goes on at most, all sets together."""

_YES = 0.5
_SETTINGS: tuple[tuple[str, int | float | str], ...] = (
    ("threads", 1),
    ("parallel", "off"),
    ("mip_rel_gap", 0.0),
    ("mip_abs_gap", 1e-9),
)


@dataclass(frozen=True, slots=True)
class Cover:
    """At least one of *sure* is needed; one of *unsure* would do if it proved true."""

    sure: frozenset[Key]
    unsure: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Volume:
    """So much is needed of a piece; what the *unsure* can do is not known."""

    needed: float
    stated: tuple[tuple[Key, float], ...]
    unsure: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Problem:
    """Which candidate may do which piece, and what all must cover together.

    Candidates and pairs stand in order of liking, the best first. A *doubtful* candidate brings an
    open question of its own.
    """

    candidates: int
    pairs: tuple[Key, ...]
    covers: tuple[Cover, ...]
    volumes: tuple[Volume, ...] = ()
    doubtful: frozenset[int] = frozenset()
    most: int = 5
    least: int = 1

    @property
    def demands(self) -> tuple["Cover | Volume", ...]:
        """All that must be covered, in the order in which *open* numbers it."""
        return *self.covers, *self.volumes


@dataclass(frozen=True, slots=True)
class Choice:
    """A set that covers: who is in it, who does what, and which demands rest on open facts.

    *open* numbers the covers, then the volumes.
    """

    members: frozenset[int]
    pairs: frozenset[Key]
    open: frozenset[int]


class OutOfTime(Exception):  # noqa: N818 -- not a fault: the answer is only not complete
    """The solver was stopped before it was sure."""


def choices(problem: Problem, *, openly: bool) -> Iterator[Choice]:
    """Sets that cover, the smallest first, and of equal size those with fresh members first.

    No set contains another. Unless asked *openly*, nothing rests on an open fact; otherwise those
    with the fewest open facts come first.
    """
    if not problem.pairs or any(is_hopeless(one, openly=openly) for one in problem.demands):
        return
    model = _Model(problem, openly=openly)
    earlier: list[frozenset[int]] = []
    while (choice := model.next()) is not None:
        within = any(choice.members < other for other in earlier)
        if not within and len(choice.members) >= problem.least:
            earlier.append(choice.members)
            yield choice


def is_hopeless(asked: Cover | Volume, *, openly: bool) -> bool:
    """Whether all together do not cover it."""
    if openly and asked.unsure:
        return False
    if isinstance(asked, Cover):
        return not asked.sure
    return sum(amount for _, amount in asked.stated) < asked.needed


class _Model:
    """The programme: a variable for each member, pair and open fact; it forgets what it has told."""

    def __init__(self, problem: Problem, *, openly: bool) -> None:
        import highspy  # noqa: PLC0415 -- large, and only wanted here

        self._problem, self._openly = problem, openly
        self._found = highspy.HighsModelStatus.kOptimal
        self._stopped = highspy.HighsModelStatus.kTimeLimit
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.silent()
        for name, value in _SETTINGS:
            self._highs.setOptionValue(name, value)
        self._costs = _Costs(problem)
        self._members = [self._new(self._costs.of(one)) for one in range(problem.candidates)]
        self._pairs = {
            pair: self._new(self._costs.of_pair(place)) for place, pair in enumerate(problem.pairs)
        }
        self._open = [self._doubt(one.unsure) for one in problem.demands]
        self._constrain()

    def _new(self, cost: float) -> "highs_var":
        made: highs_var = self._highs.addBinary(obj=cost)
        return made

    def _doubt(self, unsure: frozenset[Key]) -> "highs_var | None":
        """The variable that says that a demand rests on an open fact, if that is allowed."""
        return self._new(self._costs.doubt) if self._openly and unsure else None

    def _at(self, key: Key) -> "highs_var":
        return self._members[key[0]] if key[1] == WHOLE else self._pairs[key]

    def _sum(self, keys: Sequence[Key]) -> "highs_linear_expression":
        return self._highs.qsum([self._at(key) for key in sorted(keys)])

    def _constrain(self) -> None:
        add, problem = self._highs.addConstr, self._problem
        for one, member in enumerate(self._members):
            does = [self._pairs[pair] for pair in problem.pairs if pair[0] == one]
            add(member <= self._highs.qsum(does))
            for pair in does:
                add(pair <= member)
            if one in problem.doubtful and not self._openly:
                add(member <= 0)
        add(self._highs.qsum(self._members) <= problem.most)
        for demand, doubt in zip(problem.demands, self._open, strict=True):
            self._demand(demand, doubt)

    def _demand(self, demand: Cover | Volume, doubt: "highs_var | None") -> None:
        if isinstance(demand, Cover):
            needed, met = 1.0, self._sum(list(demand.sure))
        else:
            needed = demand.needed
            met = self._highs.qsum([amount * self._at(key) for key, amount in demand.stated])
        if doubt is None:
            self._highs.addConstr(met >= needed)
            return
        self._highs.addConstr(met + needed * doubt >= needed)
        self._highs.addConstr(doubt <= self._sum(list(demand.unsure)))

    def next(self) -> Choice | None:
        """The best set that is left, which is then ruled out with all that contain it."""
        self._highs.setOptionValue("time_limit", max(SECONDS - self._highs.getRunTime(), 0.0))
        self._highs.minimize()
        status = self._highs.getModelStatus()
        if status == self._stopped:
            raise OutOfTime
        if status != self._found:
            return None
        values = self._highs.getSolution().col_value
        choice = Choice(
            members=frozenset(n for n, one in enumerate(self._members) if _is(values, one)),
            pairs=frozenset(pair for pair, one in self._pairs.items() if _is(values, one)),
            open=frozenset(
                n for n, one in enumerate(self._open) if one is not None and _is(values, one)
            ),
        )
        self._forget(choice.members)
        return choice

    def _forget(self, members: frozenset[int]) -> None:
        chosen = sorted(members)
        self._highs.addConstr(
            self._highs.qsum([self._members[one] for one in chosen]) <= len(chosen) - 1
        )
        if len(chosen) >= self._problem.least:
            for one in chosen:
                index = self._members[one].index
                self._highs.changeColCost(index, self._costs.again(one))


@dataclass(frozen=True, slots=True)
class _Costs:
    """Costs so graded that each kind outweighs all below it together.

    Open facts, then members, then members seen in an earlier set, then how members and pairs are
    liked.
    """

    problem: Problem

    @property
    def doubt(self) -> float:
        """An open fact outweighs all members."""
        return self.problem.most + 1.0

    @property
    def _repeat(self) -> float:
        return 1 / (2 * (self.problem.most + 1))

    def of(self, one: int) -> float:
        """A member; the best liked costs least."""
        liking = self._repeat / 2 / self.problem.most * one / self.problem.candidates
        return 1 + liking + (self.doubt if one in self.problem.doubtful else 0.0)

    def again(self, one: int) -> float:
        """A member that stood in an earlier set."""
        return self.of(one) + self._repeat

    def of_pair(self, place: int) -> float:
        """A member's doing a piece: nobody does what need not be done."""
        all_pairs = len(self.problem.pairs)
        return self._repeat / 8 / all_pairs * (1 + place / all_pairs)


def _is(values: Sequence[float], one: "highs_var") -> bool:
    return bool(values[one.index] > _YES)
