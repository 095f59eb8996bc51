#!/usr/bin/env python3
"""Kills a send at random moments, again and again, against a server that records what it accepts.

usage: sending.py DAICHO [KILLS] [RECIPIENTS] [SEED]

After every kill the states of the journal must add up. After the last resume every recipient has been accepted
exactly once, or is in doubt and was not mailed again. Prints what it saw; exits with 1 when that does not hold.
"""

import collections, json, os, random, re, shutil, signal, socketserver, subprocess, sys, tempfile, threading, time

DAICHO = os.path.abspath(sys.argv[1])
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 300
RECIPIENTS = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 1

accepted = collections.Counter()
lock = threading.Lock()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 100


class Session(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs. A message counts when its final dot has come."""

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        try:
            self.say("220 torture ESMTP")
            recipient = None
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb in (b"EHLO", b"HELO"):
                    self.say("250 torture")
                elif verb == b"RCPT":
                    recipient = re.search(rb"<([^>]*)>", line).group(1).decode()
                    self.say("250 2.1.5 ok")
                elif verb == b"DATA":
                    self.say("354 go on")
                    while (line := self.rfile.readline()) and line != b".\r\n":
                        pass
                    if not line:
                        return
                    with lock:
                        accepted[recipient] += 1
                    self.say("250 2.0.0 ok")
                elif verb == b"QUIT":
                    self.say("221 2.0.0 bye")
                    return
                else:
                    self.say("250 2.0.0 ok")
        except OSError:
            pass


def make_workspace(folder, port):
    for name in ("customers", "campaigns", "events", "sends"):
        os.makedirs(f"{folder}/{name}")
    with open(f"{folder}/daicho.yml", "w") as file:
        file.write(
            f"""name: Torture
timezone: Asia/Tokyo
currency: JPY
locale: en
senders:
  shop:
    from: Shop <shop@shop.example>
    postal_address: 1 Street
    smtp: {{host: 127.0.0.1, port: {port}, security: none}}
base_url: https://shop.example
mail: {{rate: 0, connections: 2}}
"""
        )
    for number in range(RECIPIENTS):
        with open(f"{folder}/customers/c{number:05}.md", "w") as file:
            file.write(
                f"---\nname: Customer {number}\nemail: c{number:05}@example.com\n"
                "consent:\n  - {channel: email, granted: 2025-04-01, via: form}\n---\n"
            )
    with open(f"{folder}/campaigns/sale.md", "w") as file:
        file.write(
            "---\nname: Sale\nsubject: Hello {{customer.name}}\nwhere: mailable\nsender: shop\nlayout: letter\n"
            "status: draft\n---\nHello {{customer.name}}, there is a [sale](https://shop.example/sale).\n"
        )


def run(*arguments, check=True):
    result = subprocess.run([DAICHO, *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    if check and result.returncode != 0:
        sys.exit(f"daicho {' '.join(arguments)}: exit {result.returncode}\n{result.stdout}\n{result.stderr}")
    return result


def status():
    return json.loads(run("campaign", "status", "sale", "--format", "json").stdout)


def check_sums(state, when):
    if state["state"] == "not_started":
        return
    total = sum(state[name] for name in ("accepted", "deferred", "failed", "in_doubt", "skipped", "queued"))
    if total != state["recipients"] or total != RECIPIENTS:
        sys.exit(f"{when}: the states add up to {total}, not {RECIPIENTS}: {state}")


server = Server(("127.0.0.1", 0), Session)
threading.Thread(target=server.serve_forever, daemon=True).start()
random.seed(SEED)
base = tempfile.mkdtemp(prefix="daicho-torture-")
environment = dict(os.environ, XDG_CONFIG_HOME=base + "/config", GIT_CONFIG_NOSYSTEM="1", HOME=base)
kills = sends = in_doubt = 0
try:
    while kills < KILLS:
        sends += 1
        folder = f"{base}/shop{sends}"
        os.makedirs(folder)
        make_workspace(folder, server.server_address[1])
        git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-C", folder]
        subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
        for key, value in (("user.name", "t"), ("user.email", "t@example.com")):
            subprocess.run([*git, "config", key, value], check=True)
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-qm", "start"], check=True)
        run("key", "init")
        run("campaign", "approve", "sale", "--yes")
        accepted.clear()
        while True:
            if kills < KILLS:
                process = subprocess.Popen(
                    [DAICHO, "campaign", "send", "sale", "--yes", "--trust-base-url"],
                    cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                # At any time, or once some more mails have arrived: most of the time goes before the first.
                patience, goal = random.uniform(0.01, 1.2), None
                if random.random() < 0.7:
                    patience, goal = 60, sum(accepted.values()) + random.randint(0, RECIPIENTS // 6)
                end = time.monotonic() + patience
                while process.poll() is None and time.monotonic() < end:
                    if goal is not None and sum(accepted.values()) >= goal:
                        time.sleep(random.uniform(0, 0.003))
                        break
                    time.sleep(0.0005)
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    kills += 1
                    check_sums(status(), f"kill {kills}")
                    continue
                # A kill after the last mail leaves nothing to send: the next command finishes the commit and says so.
                if process.returncode not in (0, 1) and status()["state"] != "finished":
                    sys.exit(f"send: exit {process.returncode}: {process.stderr.read().decode()}")
            else:
                run("campaign", "send", "sale", "--yes", "--trust-base-url", check=False)
            break
        state = status()
        check_sums(state, "end")
        if state["accepted"] + state["in_doubt"] != RECIPIENTS:
            sys.exit(f"not through: {state}")
        twice = [address for address, count in accepted.items() if count > 1]
        if twice:
            sys.exit(f"mailed twice: {twice[:5]} ({len(twice)})")
        states = {}
        with open(f"{folder}/sends/sale.jsonl") as file:
            for line in file:
                entry = json.loads(line)
                if "address" in entry and states.get(entry["address"]) != "accepted":
                    states[entry["address"]] = entry["state"]
        for address, last in states.items():
            if last == "accepted" and accepted[address] != 1:
                sys.exit(f"{address} is accepted in the journal and arrived {accepted[address]} times")
            if last not in ("accepted", "in_doubt"):
                sys.exit(f"{address} ended as {last}")
        if subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True).stdout:
            sys.exit("the work tree is not clean at the end")
        subprocess.run([*git, "fsck", "--full", "--strict"], check=True, capture_output=True)
        in_doubt += state["in_doubt"]
        lost = sum(1 for address, last in states.items() if last == "in_doubt" and accepted[address] == 0)
        print(f"send {sends}: {kills} kills so far, {state['accepted']} accepted, {state['in_doubt']} in doubt "
              f"({lost} of them had not arrived)", flush=True)
        shutil.rmtree(folder)
    print(f"{kills} kills of {sends} sends to {RECIPIENTS}: nobody twice, nobody lost, {in_doubt} in doubt")
finally:
    shutil.rmtree(base, ignore_errors=True)
