"""The screen of `citegraph review`: a list of pairs, and of the one chosen all that helps to decide."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from rich.console import Group
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from pipeline.errors import DecisionError
from pipeline.reconcile.decisions import Decision, DecisionKind
from pipeline.run.desk import Desk
from pipeline.run.doubts import Pair, Quote, Side

__all__ = ["ReviewScreen"]

_FACTS = 30
"""So many things that are known of an item elsewhere are shown."""
_MARKS = {DecisionKind.SAME: "=", DecisionKind.DIFFERENT: "≠", DecisionKind.LATER: "…"}
_SAID = {
    DecisionKind.SAME: "the same",
    DecisionKind.DIFFERENT: "different",
    DecisionKind.LATER: "put off",
}


class ReviewScreen(App[None]):
    """Shows pairs and takes down what a person says of them.

    Args:
        desk: Where decisions are written down.
        pairs: What is to be decided, the most valuable first.
        who: Who decides.
    """

    TITLE = "citegraph review"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    OptionList { height: 30%; min-height: 4; border: none; border-bottom: solid $primary; }
    #why { height: auto; padding: 0 1; }
    .side { width: 1fr; padding: 0 1; border-left: solid $surface-lighten-2; }
    #told { height: 1; padding: 0 1; color: $text-warning; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        ("s", "decide('same')", "same"),
        ("d", "decide('different')", "different"),
        ("l", "decide('later')", "later"),
        ("u", "undo", "undo"),
        ("q", "quit", "leave"),
    ]

    def __init__(self, desk: Desk, pairs: list[Pair], who: str) -> None:
        super().__init__()
        self._desk = desk
        self._pairs = pairs
        self._who = who
        self._made: dict[int, Decision] = {}
        self._order: list[int] = []
        """The pairs decided in this session, the last one last."""

    @property
    def changed(self) -> bool:
        """Whether anything was decided that the graph does not show yet."""
        return any(d.verdict is not DecisionKind.LATER for d in self._made.values())

    @property
    def summary(self) -> str:
        """What was decided, in one line."""
        counts = Counter(d.verdict for d in self._made.values())
        said = [f"{counts[kind]} {_SAID[kind]}" for kind in _SAID if counts[kind]]
        return f"{len(self._made)} of {len(self._pairs)} pairs decided" + (f" ({', '.join(said)})" if said else "")

    def compose(self) -> ComposeResult:
        """The list above, the pair side by side below it."""
        yield OptionList(*[Option(self._line(at), id=str(at)) for at in range(len(self._pairs))], id="pairs")
        yield Static(id="why")
        with Horizontal():
            for side in ("left", "right"):
                with VerticalScroll(classes="side"):
                    yield Static(id=side)
        yield Static(id="told")
        yield Footer()

    def on_mount(self) -> None:
        """The most valuable pair is chosen first."""
        self._list.highlighted = 0
        self._list.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the pair that the list stands at."""
        at = int(event.option_id or 0)
        pair = self._pairs[at]
        doubt = f"[b]{escape(pair.because)}[/b]  score {pair.score:.2f}"
        if pair.later:
            doubt += "  (put off before)"
        self.query_one("#why", Static).update(f"{doubt}  [dim]{at + 1} of {len(self._pairs)}[/dim]")
        self.query_one("#left", Static).update(_shown(pair.left))
        self.query_one("#right", Static).update(_shown(pair.right))

    def action_decide(self, verdict: str) -> None:
        """Write down what the person says of the pair, and go on to the next one."""
        at = self._list.highlighted
        if at is None:
            return
        if at in self._made:
            self._tell("decided in this session; undo it first")
            return
        pair = self._pairs[at]
        left, right = pair.left.reference, pair.right.reference
        made = self._desk.decision(DecisionKind(verdict), left, right, self._who, "")
        try:
            self._desk.record([made])
        except DecisionError as error:
            self._tell(str(error))
            return
        self._made[at] = made
        self._order.append(at)
        self._refresh(at)
        self._tell(f"{pair.left.name} and {pair.right.name}: {_SAID[made.verdict]}")
        after = [i for i in (*range(at + 1, len(self._pairs)), *range(at)) if i not in self._made]
        if after:
            self._list.highlighted = after[0]
        else:
            self._tell(f"{self.summary}; q leaves")

    def action_undo(self) -> None:
        """Take back the last decision of this session and go back to its pair."""
        if not self._order:
            self._tell("nothing was decided in this session; `citegraph undo` takes back what was decided before")
            return
        at = self._order[-1]
        try:
            self._desk.retract(self._made[at], self._who)
        except DecisionError as error:
            self._tell(str(error))
            return
        self._order.pop()
        del self._made[at]
        self._refresh(at)
        self._list.highlighted = at
        self._tell("taken back")

    @property
    def _list(self) -> OptionList:
        return self.query_one("#pairs", OptionList)

    def _line(self, at: int) -> Text:
        pair = self._pairs[at]
        made = self._made.get(at)
        mark = _MARKS[made.verdict] if made else "?"
        names = f"{pair.left.name} {mark} {pair.right.name}"
        about = f"  {pair.left.kind.lower()}, {pair.left.mentions} and {pair.right.mentions} mentions"
        if pair.right.reference.iri:
            about = f"  {pair.left.kind.lower()}, {_number(pair.left.mentions, 'mention')}; an item of another data set"
        return Text.assemble((names, "dim" if made else "bold"), (about, "dim"))

    def _refresh(self, at: int) -> None:
        self._list.replace_option_prompt_at_index(at, self._line(at))

    def _tell(self, message: str) -> None:
        self.query_one("#told", Static).update(escape(message))


def _shown(side: Side) -> Group:
    others = [name for name in side.names if name != side.name]
    head = Text.assemble((side.name, "bold"), f"  {side.kind.lower()}")
    size = f"{_number(side.mentions, 'mention')} in {_number(side.documents, 'document')}"
    about = [side.iri, *side.about[:_FACTS]] if side.reference.iri else [size, side.id]
    if others:
        about.insert(0, f"also: {', '.join(others)}")
    return Group(head, *[Text(line, "dim") for line in about], *[_quoted(quote) for quote in side.quotes])


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _quoted(quote: Quote) -> Padding:
    before, name, after = quote.text[: quote.begin], quote.text[quote.begin : quote.end], quote.text[quote.end :]
    text = Text.assemble("“", before, (name, "bold reverse"), after, "”")
    source = f"{quote.document}{', ' + quote.published if quote.published else ''}"
    return Padding(Text.assemble(text, "\n", (f"— {source}", "dim")), (1, 0, 0, 0))
