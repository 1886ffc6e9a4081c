"""What the notebooks share: they run poolsim, show what it says, and argue. Nothing is simulated or reckoned here that poolsim gives.

A command is written as in a shell, without `poolsim`: run("sweep lcfs.toml --vary class.api.rate=100/s:300/s:100/s"). It may have
line breaks, and words that need no quoting can follow it as further arguments. What a command prints, in whatever form, and the charts
of it cost one simulation.
"""

import base64
import hashlib
import html
import json
import os
import re
import shlex
import subprocess
import tempfile

from IPython.display import display

_folder = tempfile.TemporaryDirectory(prefix="poolsim-notebook-")
_said = {}  # what commands printed, by their arguments
_STUDIES = ("sweep", "compare", "size", "capacity")  # they can go on with what they have: nothing is simulated twice
_SIMULATE = _STUDIES + ("run",)


class Failed(Exception):
    """poolsim refused a command; the text is what it said."""


def _words(command, more):
    return shlex.split(command) + [str(m) for m in more]


def _line(args):
    """The command as the reader can repeat it."""
    return "poolsim " + " ".join(shlex.quote(a) if re.search(r"[^\w@%+=:,./≤-]", a) else a for a in args)


def _call(args, stdin=None):
    """What poolsim prints. Exit code 3 says that a target of [slo] is not met, which is an answer like any other."""
    done = subprocess.run(["poolsim", *args], input=stdin, capture_output=True, encoding="utf-8")
    if done.returncode not in (0, 3):
        raise Failed(f"{_line(args)}: exit code {done.returncode}\n{done.stderr.strip()}")
    return done.stdout


def _ask(args, form):
    """What a command prints in a form. Each is simulated once, on two cores."""
    key = (form, *args)
    if key not in _said:
        extra = ["--format", form]
        if args[0] in _SIMULATE:
            extra += ["--quiet", "--workers", "2"]
        if args[0] in _STUDIES:
            name = hashlib.sha256("\0".join(args).encode()).hexdigest()[:16]
            extra += ["--resume", os.path.join(_folder.name, name + ".journal")]
        _said[key] = _call([*args, *extra])
    return _said[key]


def run(command, *more):
    """The result of a command as its JSON says it, as dicts and lists."""
    return json.loads(_ask(_words(command, more), "json"))


def show(command, *more, only=None, until=None):
    """Prints the command and what it says. With only, a list of texts, just the lines that contain one of them; with until, those before the
    first that begins with that. ... stands for what is left out."""
    args = _words(command, more)
    print("$ " + _line(args))
    left_out = over = False
    for line in _ask(args, "text").splitlines():
        over = over or (until is not None and line.startswith(until))
        if not over and (only is None or any(o in line for o in only)):
            print(line.rstrip())
            left_out = False
        elif not left_out:
            print("...")
            left_out = True


def do(command, *more):
    """Prints a command and executes it, for the files that it writes."""
    args = _words(command, more)
    print("$ " + _line(args))
    _call([*args, "--quiet", "--workers", "2"])


def chart(name, command, *more, at=()):
    """Shows a chart of the command's result, by its name in `poolsim list charts`; at says which slice of a sweep: ["pool.main.pool_size=50"].

    The picture is poolsim's SVG, within an <img>: pages that show notebooks clean SVG that stands by itself until it is black. Its words, which
    have all the numbers, are the text that shows where no picture does.
    """
    args = _words(command, more)
    file = os.path.join(_folder.name, "chart.svg")
    _call(["plot", "-", "--chart", name, "-o", file, *(f"--at={a}" for a in at)], stdin=_ask(args, "json"))
    with open(file, encoding="utf-8") as f:
        svg = f.read()
    title, words = (html.unescape(re.search(f"<{tag}>(.*?)</{tag}>", svg, re.S).group(1)) for tag in ("title", "desc"))
    width = round(float(re.search(r'width="([\d.]+)pt"', svg).group(1)) * 4 / 3)
    data = base64.b64encode(svg.encode()).decode()
    picture = f'<img width="{width}" alt="{html.escape(title)}" src="data:image/svg+xml;base64,{data}">'
    display({"text/html": picture, "text/plain": f"{title}\n{words}"}, raw=True)


def table(head, rows):
    """Shows a table. Cells are text, numbers or figures."""
    rows = [[str(c) for c in r] for r in rows]
    cells = lambda tag, r: "".join(f"<{tag}>{html.escape(c)}</{tag}>" for c in r)
    page = "<table><thead><tr>" + cells("th", head) + "</tr></thead><tbody>\n"
    page += "\n".join("<tr>" + cells("td", r) + "</tr>" for r in rows) + "\n</tbody></table>"
    widths = [max(len(r[i]) for r in [head, *rows]) for i in range(len(head))]
    plain = "\n".join("  ".join(c.ljust(w) for c, w in zip(r, widths)).rstrip() for r in [head, *rows])
    display({"text/html": page, "text/plain": plain}, raw=True)


class Figure:
    """A number of a result with its 95 % interval, in base units: seconds, connections, per second, shares.

    str() shows it in the unit that suits its metric and size, f"{figure:ms}" in s, ms, µs or %.
    """

    UNITS = {"s": (1, " s"), "ms": (1e3, " ms"), "µs": (1e6, " µs"), "%": (100, " %"), "": (1, "")}

    def __init__(self, value, lo=None, hi=None, unit=""):
        self.value, self.lo, self.hi, self.unit = value, lo, hi, unit

    def __str__(self):
        return format(self, self.unit)

    def __format__(self, unit):
        if self.value is None:
            return "none"
        unit = unit or self.unit
        if unit == "s":  # what people say: 30 s, 41 ms, 12 µs
            size = self.value or self.hi or 0
            unit = "s" if size >= 1 else "ms" if size >= 1e-3 else "µs"
        if self.value == 0 and not self.hi:
            return "0"
        factor, name = self.UNITS[unit]
        value, lo, hi = (None if v is None else v * factor for v in (self.value, self.lo, self.hi))
        if lo is None and hi is None:
            return _number(value) + name
        if lo == hi:
            return _number(value) + " ± 0" + name
        return f"{_number(value)} [{'?' if lo is None else _number(lo)}, {'?' if hi is None else _number(hi)}]{name}"


def _number(v):
    """Three or four digits, as many as are read."""
    if v == round(v):
        return f"{v:,.0f}".replace(",", " ")
    digits = 0 if abs(v) >= 100 else 1 if abs(v) >= 10 else 2 if abs(v) >= 1 else 3
    return f"{v:,.{digits}f}".replace(",", " ") if abs(v) >= 0.01 else f"{v:.2g}"


def figure(result, name, **of):
    """One number of a result of run, or of a cell of a sweep: figure(r, "wait_seconds.p99", pool="main"), figure((sweep, cell), ...).

    of says which: pool, class_, holder. Without pool it must be clear which one is meant; class_ and holder are empty where they are not named.
    """
    metric, stat = name.split(".")
    if isinstance(result, tuple):
        sweep, cell = result
        columns = sweep["columns"]
        rows = [dict(c, **{k: cell[k][i] for k in ("value", "lo", "hi")}) for i, c in enumerate(columns) if (c["metric"], c["stat"]) == (metric, stat)]
    else:
        rows = [m for m in result["metrics"] if (m["metric"], m["stat"]) == (metric, stat)]
    want = {"pool": of.get("pool"), "class": of.get("class_", ""), "holder": of.get("holder", "")}
    found = [r for r in rows if all(w is None or r.get(k, "") == w for k, w in want.items())]
    if len(found) != 1:
        raise KeyError(f"{name} {of}: {len(found)} rows of {len(rows)}: {[(r.get('pool'), r.get('class'), r.get('holder')) for r in rows]}")
    unit = "s" if metric.endswith("_seconds") else "%" if metric.endswith("_ratio") else ""
    f = found[0]
    return Figure(f["value"], f.get("lo"), f.get("hi"), unit)


def cells(sweep):
    """The cells of a sweep in order, each as (the values of its axes as text, what figure takes)."""
    return [(c["at"], (sweep, c)) for c in sweep["cells"]]
