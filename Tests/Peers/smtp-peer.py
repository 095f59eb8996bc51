"""A mail server of this machine that answers by script and keeps what it accepts.

    smtp-peer.py FOLDER RUNNER

FOLDER holds peer.json: {"security": "plain|starttls|tls", "certificate": PATH, "key": PATH,
"user": NAME, "password": TEXT, "rules": [RULE, ...]}. It gets `port`, the `dialogue` (a line for each
command: the number of the connection, what was said) and, in `accepted/`, each message as it came with its
envelope beside it, on the disk before it is answered. The server ends with the process RUNNER.

A RULE: {"on": "greeting|auth|mail|rcpt|data|body|end", "pattern": REGEX of the address, "after": how many to
let pass, "times": how many it is for, "answer": TEXT, "delay": SECONDS, "drop": hang up, "keep": accept the
message all the same}. The first that fits is used; without an answer the command is served as usual.
"""
import asyncio
import json
import logging
import os
import re
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder, runner = sys.argv[1], int(sys.argv[2])
with open(os.path.join(folder, "peer.json")) as file:
    settings = json.load(file)
accepted = os.path.join(folder, "accepted")
os.makedirs(accepted, exist_ok=True)
count = len([name for name in os.listdir(accepted) if name.endswith(".eml")])
connections = {}


class Rule:
    def __init__(self, fields):
        self.on = fields["on"]
        self.pattern = re.compile(fields.get("pattern") or "")
        self.after = fields.get("after") or 0
        self.times = fields.get("times")
        self.answer = fields.get("answer")
        self.delay = fields.get("delay") or 0
        self.drop = fields.get("drop") or False
        self.keep = fields.get("keep") or False
        self.seen = 0

    def fits(self, on, subject):
        if on != self.on or not self.pattern.search(subject):
            return False
        self.seen += 1
        if self.seen <= self.after:
            return False
        return self.times is None or self.seen <= self.after + self.times


rules = [Rule(fields) for fields in settings["rules"]]


def rule(on, subject=""):
    return next((rule for rule in rules if rule.fits(on, subject)), None)


class Dialogue(logging.Handler):
    def __init__(self):
        super().__init__()
        self.file = open(os.path.join(folder, "dialogue"), "ab", buffering=0)

    def emit(self, record):
        if record.msg != "%r >> %r":
            return
        peer, line = record.args
        number = connections.setdefault(peer, len(connections) + 1)
        self.file.write(b"%d %s\n" % (number, line if isinstance(line, bytes) else str(line).encode()))


log = logging.getLogger("mail.log")
log.setLevel(logging.INFO)
log.propagate = False
log.addHandler(Dialogue())
logging.getLogger("mail.debug").setLevel(logging.CRITICAL)
logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def keep(server, envelope):
    global count
    count += 1
    name = os.path.join(accepted, "%06d" % count)
    about = {
        "from": envelope.mail_from, "to": envelope.rcpt_tos, "options": envelope.mail_options,
        "connection": connections.get(server.session.peer, 0), "user": server.user, "tls": server.is_encrypted,
    }
    with open(name + ".json", "w") as file:
        json.dump(about, file)
    with open(name + ".new", "wb") as file:
        file.write(envelope.original_content)
    os.rename(name + ".new", name + ".eml")


class Server(SMTP):
    user = None

    @property
    def is_encrypted(self):
        return settings["security"] == "tls" or self._tls_protocol is not None

    async def act(self, found):
        """The answer to give; None: serve as usual."""
        if found is None:
            return None
        if found.delay:
            await asyncio.sleep(found.delay)
        if found.drop:
            if found.answer:
                await self.push(found.answer)
                self.transport.close()
            else:
                self.transport.abort()
            # Until the loss of the connection ends this.
            await asyncio.sleep(3600)
        return found.answer

    async def _handle_client(self):
        answer = await self.act(rule("greeting"))
        if answer:
            await self.push(answer)
            self.transport.close()
            return
        await super()._handle_client()

    async def smtp_DATA(self, arg):
        answer = await self.act(rule("data", " ".join(self.envelope.rcpt_tos)))
        if answer:
            self._set_post_data_state()
            return await self.push(answer)
        found = rule("body", " ".join(self.envelope.rcpt_tos))
        if found:
            await self.push("354 go on")
            await self._reader.read(1000)
            await self.act(found)
        await super().smtp_DATA(arg)


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = await server.act(rule("mail", address))
        if answer:
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = await server.act(rule("rcpt", address))
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        found = rule("end", " ".join(envelope.rcpt_tos))
        if found and found.keep:
            keep(server, envelope)
        answer = await server.act(found)
        if answer:
            return answer
        if not (found and found.keep):
            keep(server, envelope)
        return "250 2.0.0 kept as %d" % count


def authenticate(server, session, envelope, mechanism, login):
    found = rule("auth")
    if found and found.answer:
        return AuthResult(success=False, handled=False, message=found.answer)
    expected = (settings["user"].encode(), settings["password"].encode())
    is_right = (login.login, login.password) == expected
    if is_right:
        server.user = settings["user"]
    return AuthResult(success=is_right, handled=False)


def context():
    if settings["security"] == "plain":
        return None
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(settings["certificate"], settings["key"])
    return made


def make():
    return Server(
        Handler(), hostname="peer.example", loop=asyncio.get_event_loop(), enable_SMTPUTF8=False,
        tls_context=context() if settings["security"] == "starttls" else None,
        authenticator=authenticate if settings.get("user") else None, auth_require_tls=False)


async def main():
    tls = context() if settings["security"] == "tls" else None
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0, ssl=tls)
    with open(os.path.join(folder, "port.new"), "w") as file:
        file.write(str(server.sockets[0].getsockname()[1]))
    os.rename(os.path.join(folder, "port.new"), os.path.join(folder, "port"))
    while True:
        await asyncio.sleep(1)
        os.kill(runner, 0)


try:
    asyncio.run(main())
except ProcessLookupError:
    pass
