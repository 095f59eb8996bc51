#!/usr/bin/env python3
"""Times the history index against git, in one run, on a repository made for it.

    history.py DAICHO [COMMITS RECORDS]

Makes a register of RECORDS customers and deals and COMMITS commits (50,000 over 20,000 unless said) with
`git fast-import`: edits of fields and logs, merges, renames, removals. Then:

    first    the first index, against 1.5 times `git log --raw --no-renames` + 200 µs a commit
    again    `daicho history RECORD`, against `git log -p -- FILE`: at least 50 times faster
    one      one commit more: at most 20 ms of work on top of that
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIELDS = ("name", "kana", "email", "phone", "owner", "source", "language", "birthday")
STAGES = ("inquiry", "proposal", "negotiation", "won", "lost")


class Register:
    """The files as the tip has them, and the stream for fast-import."""

    def __init__(self, out, records):
        self.out, self.random = out, random.Random(20261120)
        self.records, self.paths = {}, []
        self.mark, self.time = 0, 1_500_000_000
        files = []
        for number in range(records):
            kind = "deals" if number % 5 == 4 else "customers"
            path = f"{kind}/{number // 500:03}/r{number:06}.md"
            self.records[path] = self.fresh(kind, number)
            self.paths.append(path)
            files.append(("M", path))
        settings = "name: Bench\ntimezone: Asia/Tokyo\nlocale: en\n"
        self.commit("Start", [], files, extra={"daicho.yml": settings, ".gitignore": ".daicho/\n"})

    def fresh(self, kind, number):
        if kind == "deals":
            fields = {"title": f"Deal {number}", "customer": f"r{number - 4:06}", "stage": "inquiry",
                      "amount": number, "close": "2026-12-01", "owner": "sato"}
        else:
            fields = {name: f"{name} {number}" for name in FIELDS}
            fields["birthday"] = "1980-01-01"
        return {"fields": fields, "log": [f"2025-01-{number % 28 + 1:02} call: First talk about {number}"]}

    def text(self, path):
        record = self.records[path]
        lines = ["---", *(f"{name}: {value}" for name, value in record["fields"].items()), "---", "", "## Log", ""]
        return "\n".join([*lines, *(f"- {entry}" for entry in record["log"])]) + "\n"

    def data(self, text):
        data = text.encode()
        self.out.write(b"data %d\n%s\n" % (len(data), data))

    def commit(self, message, parents, changes, extra={}, branch="refs/heads/main"):
        self.mark += 1
        self.time += self.random.randrange(1, 600)
        write = self.out.write
        write(f"commit {branch}\nmark :{self.mark}\n".encode())
        write(f"author Sato <sato@example.com> {self.time} +0900\n".encode())
        write(f"committer Sato <sato@example.com> {self.time} +0900\n".encode())
        self.data(message)
        for index, parent in enumerate(parents):
            write(f"{'from' if index == 0 else 'merge'} :{parent}\n".encode())
        for path, text in extra.items():
            write(f"M 100644 inline {path}\n".encode())
            self.data(text)
        for change, *paths in changes:
            if change == "M":
                write(f"M 100644 inline {paths[0]}\n".encode())
                self.data(self.text(paths[0]))
            elif change == "R":
                write(f"R {paths[0]} {paths[1]}\n".encode())
            else:
                write(f"D {paths[0]}\n".encode())
        return self.mark

    def edit(self, path):
        record = self.records[path]
        fields = record["fields"]
        if self.random.random() < 0.3:
            record["log"].append(f"2026-02-{self.random.randrange(1, 29):02} call in @sato: Talk {self.mark}")
            return "log", "call"
        if "stage" in fields:
            name = self.random.choice(("stage", "close", "amount"))
            fields[name] = {"stage": self.random.choice(STAGES), "amount": self.mark,
                            "close": f"2026-12-{self.random.randrange(1, 29):02}"}[name]
        else:
            name = self.random.choice(FIELDS[:7])
            fields[name] = f"{name} {self.mark}"
        return "set", name

    def single(self, parents):
        path = self.random.choice(self.paths)
        action, what = self.edit(path)
        stem = Path(path).stem
        kind = path.split("/")[0]
        message = f"{action}({stem}): {what}\n\nRecord: {kind}/{stem}\nAction: {action}\n"
        return self.commit(message, parents, [("M", path)])

    def rename(self, parents):
        index = self.random.randrange(len(self.paths))
        old = self.paths[index]
        new = f"{old.rsplit('/', 1)[0]}/n{self.mark:06}.md"
        self.records[new] = self.records.pop(old)
        self.paths[index] = new
        return self.commit(f"rename: {Path(old).stem}", parents, [("R", old, new)])

    def merge(self, parents):
        """Two sides of a few commits; each touches records of its own."""
        picked = self.random.sample(self.paths, 6)
        sides = []
        for branch, paths in (("main", picked[:3]), ("side", picked[3:])):
            tip = parents[0]
            for path in paths:
                self.edit(path)
                tip = self.commit("Edit by hand", [tip], [("M", path)], branch=f"refs/heads/{branch}")
            sides.append(tip)
        return self.commit("Merge branch 'side'", sides, [("M", path) for path in picked[3:]])


def make(folder, commits, records):
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", folder], check=True)
    stream = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE)
    register = Register(stream.stdin, records)
    tip = 1
    while register.mark < commits:
        chance = register.random.random()
        if chance < 0.01:
            tip = register.merge([tip])
        elif chance < 0.02:
            tip = register.rename([tip])
        else:
            tip = register.single([tip])
    stream.stdin.close()
    if stream.wait() != 0:
        sys.exit("fast-import failed")
    subprocess.run(["git", "checkout", "--quiet", "-f", "main"], cwd=folder, check=True)
    subprocess.run(["git", "repack", "-q", "-a", "-d"], cwd=folder, check=True)
    return register


def timed(*command, cwd, times=1):
    best = None
    for _ in range(times):
        start = time.monotonic()
        subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
        taken = time.monotonic() - start
        best = taken if best is None else min(best, taken)
    return best


def main():
    daicho = str(Path(sys.argv[1]).resolve())
    commits, records = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (50_000, 20_000)
    with tempfile.TemporaryDirectory() as folder:
        register = make(folder, commits, records)
        # The file that most commits have changed, of those that were never renamed.
        path = max((path for path in register.paths if "/r" in path), key=lambda p: len(register.records[p]["log"]))
        reference = path.split("/")[0] + "/" + Path(path).stem
        timed(daicho, "list", "deals", "--limit", "1", cwd=folder)

        raw = timed("git", "log", "--raw", "--no-renames", cwd=folder)
        first = timed(daicho, "history", reference, cwd=folder)
        limit = 1.5 * raw + register.mark * 200e-6
        print(f"first  {first:7.2f} s   git log --raw {raw:.2f} s, limit {limit:.2f} s: {first / limit:.2f} of it")

        patch = timed("git", "log", "-p", "--", path, cwd=folder)
        again = timed(daicho, "history", reference, cwd=folder, times=5)
        print(f"again  {again * 1000:7.1f} ms  git log -p -- FILE {patch * 1000:.0f} ms: {patch / again:.0f} times faster")

        extra = []
        for number in range(5):
            with open(Path(folder) / path, "a") as file:
                file.write(f"- 2026-11-2{number} note: one more\n")
            subprocess.run(["git", "-c", "user.name=S", "-c", "user.email=s@example.com", "commit", "--quiet",
                            "-am", "one more"], cwd=folder, check=True)
            subprocess.run([daicho, "list", "deals", "--limit", "1"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            extra.append(timed(daicho, "history", reference, cwd=folder) - timed(daicho, "history", reference, cwd=folder))
        print(f"one    {min(extra) * 1000:7.1f} ms more with one new commit (median {sorted(extra)[2] * 1000:.1f})")
        size = (Path(folder) / ".daicho/history.sqlite").stat().st_size
        print(f"size   {size / 1e6:7.1f} MB, {register.mark} commits")


if __name__ == "__main__":
    main()
