"""What git tells of every commit's changes to deals/*.md, field by field and entry by entry.

Knows nothing of daicho: paths and renames are `git diff-tree -M`'s, merges `git diff-tree -c`'s, versions
`git cat-file`'s; front matter is read as lines of `name: value`, the log as lines that begin with `- 2`.
"""
import re
import subprocess


def git(*arguments):
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout


def parse(blob):
    if set(blob) == {"0"}:
        return {}, []
    text = git("cat-file", "blob", blob)
    _, matter, body = text.split("---\n", 2)
    fields = dict(re.findall(r"^(\w+): (.*)$", matter, re.M))
    return fields, [line[2:] for line in body.split("\n") if re.match(r"- 2", line)]


def differences(old, new):
    (old_fields, old_log), (new_fields, new_log) = parse(old), parse(new)
    found = set()
    for name in set(old_fields) | set(new_fields):
        if old_fields.get(name) != new_fields.get(name):
            found.add(("field", name, old_fields.get(name, "-"), new_fields.get(name, "-")))
    gone = [line for line in old_log if line not in new_log]
    for line in new_log:
        if line not in old_log:
            # Edited: an entry of the same day and channel is no longer there.
            head = line.split(":")[0]
            was = next((other for other in gone if other.split(":")[0] == head), None)
            if was:
                gone.remove(was)
            found.add(("log", "log", was or "-", line))
    return found | {("log", "log", line, "-") for line in gone}


def show(commit, path, old_path, rows):
    for row in sorted(rows):
        print("\t".join((commit, path, old_path or "-", *row)))


for line in git("rev-list", "--parents", "HEAD").splitlines():
    commit, *parents = line.split()
    if len(parents) < 2:
        raw = git("diff-tree", "-r", "-M50%", "--root", "--no-commit-id", "--raw", "--no-abbrev", commit)
        for entry in raw.splitlines():
            head, *paths = entry.split("\t")
            _, _, old, new, status = head.split()
            if paths[-1].startswith("deals/"):
                show(commit, paths[-1], paths[0] if status[0] == "R" else None, differences(old, new))
        continue
    raw = git("diff-tree", "-r", "-c", "-M50%", "--no-commit-id", "--raw", "--no-abbrev", commit)
    for entry in raw.splitlines():
        head, path = entry.split("\t")[:2]
        blobs = head.lstrip(":").split()[len(parents) + 1 : -1]
        if not path.startswith("deals/"):
            continue
        olds, new = blobs[:-1], blobs[-1]
        sides = [differences(old, new) for old in olds]
        def leads(row):
            return (row[0], row[1], row[3]) if row[0] == "field" or row[3] != "-" else row
        common = set.intersection(*({leads(row) for row in side} for side in sides))
        show(commit, path, None, {row for row in sides[0] if leads(row) in common})
