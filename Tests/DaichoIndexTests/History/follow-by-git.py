"""What `git log --follow -p` tells of each file in deals/ that HEAD has, field by field and entry by entry.

Knows nothing of daicho, and asks git for no version of a file: fields are the lines `name: value` among the lines
that a patch removes and adds, entries those that begin with `- 2`; an entry that was edited is one that went and one that came. Of a merge, what stands in none of its parents
(all columns `+` of the combined diff) is its own. Arguments are options of `git log` besides.

Prints for each change FILE, COMMIT, `field` or `log`, FIELD, OLD, NEW, parted by tabs, `-` for what is not there and
`*` for the old value of a merge. With the line FILE, `renamed`, COMMIT for each rename that git followed, and FILE,
`began`, COMMIT for the commit that added it.
"""
import re
import subprocess
import sys


def git(*arguments):
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout


def rows(patch):
    """(part, field, old, new) of each change that a patch tells of."""
    removed, added, width = {"field": {}, "log": []}, {"field": {}, "log": []}, 0
    for line in patch.splitlines():
        if line.startswith("diff "):
            width = 0
        if line.startswith("@@"):
            width = len(re.match("@+", line).group()) - 1
            continue
        if not width or line.startswith("\\"):
            continue
        columns, text = line[:width], line[width:]
        if "-" in columns:
            side = removed
        elif columns == "+" * width:
            side = added
        else:
            continue
        if found := re.match(r"(\w+): (.*)$", text):
            side["field"][found[1]] = found[2]
        elif re.match(r"- 2", text):
            side["log"].append(text[2:])
    is_merge = "diff --cc" in patch
    found = set()
    for name in set(removed["field"]) | set(added["field"]):
        old, new = removed["field"].get(name, "-"), added["field"].get(name, "-")
        if is_merge and name in added["field"]:
            found.add(("field", name, "*", new))
        elif not is_merge and old != new:
            found.add(("field", name, old, new))
    gone, come = set(removed["log"]), set(added["log"])
    found |= {("log", "log", "-", entry) for entry in come - gone}
    if not is_merge:
        found |= {("log", "log", entry, "-") for entry in gone - come}
    return sorted(found)


def moves(commit):
    """The files that a commit moved: their new path, and the one they had."""
    shown = git("show", "-M50%", "--diff-filter=R", "--name-status", "--format=", commit)
    return {new: old for _, old, new in (line.split("\t") for line in shown.splitlines())}


def follow(path, *starts):
    """Each commit and its patch, newest first: what --follow tells, but where it is known to go astray.

    It looks at one path at a time. So it takes a new file that resembles another for a copy or a move of it, though
    that stays, or though the commit as a whole (`git show -M`) moved that somewhere else; and goes on with a history
    that is not the file's. Where several sides of a merge moved a file, each to a path of its own, it takes the others'
    moves for removals of this one."""
    log = git("log", "--follow", "-p", "-U0", "-M50%", "--cc", "--format=%x00%H", *OPTIONS, *starts, "--", path)
    now = path
    for part in log.split("\0")[1:]:
        commit, _, patch = part.partition("\n")
        if "\ndeleted file" in patch and now in moves(commit).values():
            continue
        found = re.search("^(?:rename|copy) from (.*)$", patch, re.M)
        source = moves(commit).get(now) if found else None
        if not found or found[1] == source:
            yield commit, patch
            now = source or now
            continue
        yield commit, git("show", "-p", "-U0", "-M50%" if source else "--no-renames", "--format=", commit, "--",
                          now, *([source] if source else []))
        parents = git("rev-parse", commit + "^@").split()
        if parents:
            yield from follow(source or now, *parents)
        return


OPTIONS = sys.argv[1:]
for path in git("ls-tree", "-r", "--name-only", "HEAD", "deals/").splitlines():
    for commit, patch in follow(path, "HEAD"):
        for word, line in ("renamed", "rename from"), ("began", "new file"):
            if re.search("^" + line, patch, re.M):
                print(path, word, commit, sep="\t")
        for row in rows(patch):
            print(path, commit, *row, sep="\t")
