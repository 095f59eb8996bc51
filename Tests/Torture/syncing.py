#!/usr/bin/env python3
"""Kills a sync just while it moves refs, again and again: the next one goes through, and nothing is lost.

usage: syncing.py DAICHO [KILLS] [SEED]

git's locks outlive whoever is killed. Two clones share a bare repository on disk; one of them is killed as soon as it
has noted which locks it takes, there or here. Prints what it saw; exits with 1 when that does not hold.
"""

import glob, os, random, subprocess, sys, tempfile, time

DAICHO = os.path.abspath(sys.argv[1])
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 100
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1

FILES = {
    "daicho.yml": "name: Torture\ntimezone: Asia/Tokyo\nlocale: en\n",
    "customers/hanako.md": "---\nname: Hanako\n---\n",
}


def run(*arguments, cwd):
    done = subprocess.run(arguments, cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def make_team(top):
    seed = f"{top}/seed"
    os.makedirs(f"{seed}/customers")
    for name, text in FILES.items():
        with open(f"{seed}/{name}", "w") as file:
            file.write(text)
    run("git", "init", "-q", "-b", "main", cwd=seed)
    run("git", "add", "-A", cwd=seed)
    run("git", "commit", "-qm", "Start", cwd=seed)
    run("git", "clone", "-q", "--bare", seed, f"{top}/hub.git", cwd=top)
    for clone in ("one", "two"):
        run("git", "clone", "-q", f"{top}/hub.git", clone, cwd=top)


def kill_while_noted(folder, note, random):
    """Whether the process was still alive."""
    process = subprocess.Popen([DAICHO, "sync"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        if os.path.exists(note) and os.path.getsize(note) > 0:
            break
    time.sleep(random.uniform(0, 0.004))
    process.kill()
    return process.wait() < 0


def main():
    generator = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="daicho-syncing.") as top:
        person = {"NAME": "Torture", "EMAIL": "torture@example.com"}
        for role in ("AUTHOR", "COMMITTER"):
            os.environ |= {f"GIT_{role}_{key}": value for key, value in person.items()}
        os.environ |= {"HOME": top, "DAICHO_LOCALE": "en"}
        make_team(top)
        one, two = f"{top}/one", f"{top}/two"
        kills = locked = 0
        slowest = 0.0
        for number in range(KILLS):
            run(DAICHO, "log", "hanako", "note", f"one {number}.", cwd=one)
            run(DAICHO, "sync", cwd=one)
            run(DAICHO, "log", "hanako", "note", f"two {number}.", cwd=two)
            note = generator.choice([f"{two}/.git/daicho/locks", f"{top}/hub.git/daicho/locks"])
            kills += kill_while_noted(two, note, generator)
            left = [p for f in (f"{two}/.git", f"{top}/hub.git") for p in glob.glob(f"{f}/**/refs/**/*.lock", recursive=True)]
            locked += bool(left)
            start = time.monotonic()
            run(DAICHO, "sync", cwd=two)
            slowest = max(slowest, time.monotonic() - start)
            run(DAICHO, "sync", cwd=one)
        with open(f"{one}/customers/hanako.md") as file:
            text = file.read()
        lost = [n for n in range(KILLS) if text.count(f"one {n}.") != 1 or text.count(f"two {n}.") != 1]
        for folder in (one, two, f"{top}/hub.git"):
            run("git", "fsck", "--strict", "--no-dangling", cwd=folder)
        print(f"{kills} syncs killed, {locked} left a lock of a ref; the slowest sync after one took {slowest:.1f} s")
        if lost:
            sys.exit(f"lost or doubled: {lost}")


main()
