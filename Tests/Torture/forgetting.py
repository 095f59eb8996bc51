#!/usr/bin/env python3
"""Kills `daicho forget` at random moments, again and again.

usage: forgetting.py DAICHO [KILLS] [SEED]

After every kill the repository has either the old history, whole, or the new one; `git fsck` is clean; and the next
command that writes finishes what is left: then the work tree is clean and no stored object holds a string of the
person. Prints what it saw; exits with 1 when that does not hold.
"""

import os, random, shutil, signal, subprocess, sys, tempfile, time

DAICHO = os.path.abspath(sys.argv[1])
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 100
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
random.seed(SEED)
WORDS = [b"amemiya", "雨宮典子".encode(), "雨宮 典子".encode(), b"090-5555-1234"]


def run(*command, check=True):
    result = subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if check and result.returncode != 0:
        sys.exit(f"{command}: {result.stdout.decode()}{result.stderr.decode()}")
    return result.stdout


def fail(why):
    print(f"seed {SEED}: {why}; kept in {folder}")
    sys.exit(1)


def refs():
    return run("git", "for-each-ref", "--format=%(refname) %(objectname)")


def stored():
    """The bytes of every object, reachable or not."""
    return run("git", "cat-file", "--batch-all-objects", "--batch", "--unordered").lower()


def reachable():
    ids = subprocess.run(["git", "rev-list", "--all", "--objects"], cwd=folder, stdout=subprocess.PIPE).stdout
    names = b"\n".join(line.split(b" ")[0] for line in ids.splitlines())
    return subprocess.run(["git", "cat-file", "--batch"], cwd=folder, input=names,
                          stdout=subprocess.PIPE).stdout.lower()


base = tempfile.mkdtemp(prefix="daicho-forgetting-")
env = {**os.environ, "HOME": base, "XDG_CONFIG_HOME": base + "/config", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
original = folder = base + "/original"
os.makedirs(folder)
run("git", "init", "-q", "-b", "main")
for name, value in (("user.name", "Sato"), ("user.email", "sato@example.com"), ("gc.auto", "0")):
    run("git", "config", "--global", name, value)
with open(folder + "/daicho.yml", "w") as file:
    file.write("name: Torture\ntimezone: Asia/Tokyo\nlocale: en\n")
run("git", "add", "-A")
run("git", "commit", "-qm", "Start")
run(DAICHO, "key", "init")
run(DAICHO, "new", "customers", "noriko-amemiya", "name=雨宮 典子", "email=amemiya@example.jp", "phone=090-5555-1234")
for number in range(30):
    run(DAICHO, "new", "customers", f"other-{number}", f"name=Other {number}")
    run(DAICHO, "log", "noriko-amemiya", "call", f"Talk {number} with Amemiya")
run("git", "branch", "side", "HEAD~5")
run("git", "tag", "-a", "v1", "-m", "before 雨宮典子 left", "HEAD~3")
with open(folder + "/memo.txt", "w") as file:
    file.write("amemiya@example.jp\n")
run("git", "add", "-A")
run("git", "commit", "-qm", "memo of 雨宮典子")
with open(folder + "/memo.txt", "a") as file:
    file.write("+81 90 5555 1234\n")
run("git", "stash", "-q")
before = refs()
shown = run("git", "log", "--all", "--topo-order", "--format=%an %ad %cd")

start = time.monotonic()
folder = base + "/timing"
shutil.copytree(original, folder)
run(DAICHO, "forget", "noriko-amemiya", "--yes")
whole = time.monotonic() - start

seen = {"old": 0, "new": 0, "done": 0}
for kill in range(KILLS):
    folder = f"{base}/{kill}"
    shutil.copytree(original, folder, symlinks=True)
    process = subprocess.Popen([DAICHO, "forget", "noriko-amemiya", "--yes"], cwd=folder, env=env,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.uniform(0, whole * 1.05))
    process.send_signal(signal.SIGKILL)
    finished = process.wait() == 0
    if run("git", "fsck", "--full", "--no-dangling"):
        fail(f"kill {kill}: fsck")
    now = refs()
    state = "done" if finished else "old" if now == before else "new"
    seen[state] += 1
    if state == "old":
        if run("git", "status", "--porcelain"):
            fail(f"kill {kill}: the old work tree is not clean")
        if not any(word in reachable() for word in WORDS):
            fail(f"kill {kill}: neither old nor new")
    elif any(word in reachable() for word in WORDS):
        fail(f"kill {kill}: the new history holds a string")
    # Whoever comes next finishes it.
    run(DAICHO, "new", "products", f"p-{kill}", "name=Next")
    if state == "old":
        run(DAICHO, "forget", "noriko-amemiya", "--yes")
    if run("git", "status", "--porcelain"):
        fail(f"kill {kill}: the work tree is not clean afterwards")
    if run("git", "fsck", "--full", "--no-dangling"):
        fail(f"kill {kill}: fsck afterwards")
    if any(word in stored() for word in WORDS):
        fail(f"kill {kill}: a stored object holds a string")
    authors = run("git", "log", "--all", "--topo-order", "--format=%an %ad %cd")
    if not set(shown.splitlines()) <= set(authors.splitlines()):
        fail(f"kill {kill}: an author or a date has changed")
    if os.path.exists(folder + "/.git/daicho-erasure.json"):
        fail(f"kill {kill}: the redo journal is left")
    shutil.rmtree(folder)
shutil.rmtree(base)
print(f"{KILLS} kills within {whole:.2f} s: {seen['old']} left the old history, {seen['new']} the new one, "
      f"{seen['done']} came too late; every repository whole, then clean")
