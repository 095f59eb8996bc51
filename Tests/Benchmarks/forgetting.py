#!/usr/bin/env python3
"""Times `daicho forget` against git-filter-repo doing the same replacement, in one run, on one repository.

    forgetting.py DAICHO [COMMITS RECORDS]

The repository is that of history.py (50,000 commits over 20,000 records unless said). git-filter-repo (of PyPI; on
the PATH or beside this Python) replaces the person's strings in files and messages, and renames the file. Both end
with the old objects gone. daicho may take three times as long.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from history import make  # noqa: E402


def run(*command, cwd, env=None):
    start = time.monotonic()
    result = subprocess.run(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if result.returncode != 0:
        sys.exit(f"{command}: {result.stdout.decode()}{result.stderr.decode()}")
    return time.monotonic() - start, result.stdout.decode()


def holds(folder, strings):
    objects = subprocess.Popen(["git", "rev-list", "--all", "--objects"], cwd=folder, stdout=subprocess.PIPE)
    names = subprocess.Popen(["cut", "-d ", "-f1"], stdin=objects.stdout, stdout=subprocess.PIPE)
    batch = subprocess.Popen(["git", "cat-file", "--batch"], cwd=folder, stdin=names.stdout, stdout=subprocess.PIPE)
    words = [part for string in strings for part in ("-e", string)]
    found = subprocess.run(["grep", "-a", "-c", "-w", "-F", *words], stdin=batch.stdout, stdout=subprocess.PIPE)
    return int(found.stdout)


def main():
    daicho = str(Path(sys.argv[1]).resolve())
    commits, records = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (50_000, 20_000)
    tool = shutil.which("git-filter-repo") or str(Path(sys.executable).parent / "git-filter-repo")
    with tempfile.TemporaryDirectory() as base:
        ours, theirs = Path(base) / "ours", Path(base) / "theirs"
        env = {**os.environ, "HOME": base, "XDG_CONFIG_HOME": base + "/config"}
        run("git", "config", "--global", "user.name", "Sato", cwd=base, env=env)
        run("git", "config", "--global", "user.email", "sato@example.com", cwd=base, env=env)
        register = make(ours, commits, records)
        run(daicho, "key", "init", cwd=ours, env=env)
        run(daicho, "list", "deals", "--limit", "1", cwd=ours, env=env)
        path = max((p for p in register.paths if p.startswith("customers/") and "/r" in p),
                   key=lambda p: len(register.records[p]["log"]))
        stem, fields = Path(path).stem, register.records[path]["fields"]
        strings = [stem, *(fields[name] for name in ("name", "kana", "email", "phone"))]
        shutil.copytree(ours, theirs, symlinks=True)

        rules = Path(base) / "rules.txt"
        rules.write_text("".join(f"regex:\\b{string}\\b==>forgotten\n" for string in strings))
        took, _ = run(tool, "--force", "--replace-text", str(rules), "--replace-message", str(rules),
                      "--path-rename", f"{path}:{path.replace(stem, 'forgotten')}", cwd=theirs, env=env)
        print(f"git-filter-repo  {took:6.1f} s; lines left with a string: {holds(theirs, strings)}")
        own, _ = run(daicho, "forget", stem, "--yes", cwd=ours, env=env)
        print(f"daicho forget    {own:6.1f} s: {own / took:.2f} times; "
              f"lines left with a string: {holds(ours, strings)}")
        run("git", "fsck", "--full", cwd=ours, env=env)
        for name, folder in (("git-filter-repo", theirs), ("daicho", ours)):
            size = sum(f.stat().st_size for f in (folder / ".git/objects").rglob("*") if f.is_file())
            print(f"{name:16} objects {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
