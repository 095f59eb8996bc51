#!/usr/bin/env python3
"""What comes back of a mail, from a real browser: opens it, follows a link, unsubscribes, chooses.

usage: mails.py DAICHO [FOLDER FOR PICTURES]

A campaign is sent into a folder, `daicho serve` runs behind a TLS proxy as behind a shop's web server, and
Chromium clicks with the mouse. Prints what it saw; exits with 1 where it is not as it should be.
"""

import email, email.policy, glob, http.client, http.server, json, os, re, ssl, subprocess, sys, tempfile, threading, time

import chrome

DAICHO = os.path.abspath(sys.argv[1])
PICTURES = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None
HOST, SHOP = "crm.shop.example", "shop.example"
failures = []


def see(what, holds):
    print(("ok    " if holds else "WRONG ") + what)
    if not holds:
        failures.append(what)


class Proxy(http.server.BaseHTTPRequestHandler):
    """TLS before `daicho serve`, and the shop that a link leads to."""

    port = 0

    def log_message(self, *_):
        pass

    def answer(self):
        if self.headers["Host"].split(":")[0] == SHOP:
            body = b"<!doctype html><title>The shop</title><h1>Welcome</h1>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        connection = http.client.HTTPConnection("127.0.0.1", Proxy.port)
        connection.request(self.command, self.path, body, dict(self.headers))
        response = connection.getresponse()
        content = response.read()
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in ("connection", "transfer-encoding"):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = answer


def run(*arguments, cwd):
    return subprocess.run(arguments, cwd=cwd, check=True, capture_output=True, text=True).stdout


def make_workspace(folder, outbox):
    for name in ("customers", "campaigns"):
        os.makedirs(f"{folder}/{name}")
    with open(f"{folder}/daicho.yml", "w") as file:
        file.write(
            f"""name: 喫茶つばめ
timezone: Asia/Tokyo
locale: ja
senders:
  shop:
    from: 喫茶つばめ <hello@{SHOP}>
    reply_to: support@{SHOP}
    postal_address: 〒110-0001 東京都台東区谷中0-0-0 喫茶つばめ
    outbox: eml:{outbox}
base_url: https://{HOST}
mail: {{rate: 0, max_mails: 2 per 7 days}}
"""
        )
    with open(f"{folder}/customers/hanako.md", "w") as file:
        file.write(
            """---
name: 山田 花子
email: hanako@example.com
consent:
  - {channel: email, granted: 2025-04-01, via: form}
  - {channel: post, granted: 2025-04-01}
---
"""
        )
    with open(f"{folder}/campaigns/winter.md", "w") as file:
        file.write(
            f"""---
name: Winter
subject: 冬の限定豆が入荷しました
where: email is set
sender: shop
status: draft
---
{{{{customer.salutation}}}}

冬のブレンドができました。[詳しく見る](https://{SHOP}/winter)

https://{SHOP}/{'a-very-long-address-' * 8}
"""
        )
    git = ("git", "-c", "init.defaultBranch=main")
    run(*git, "init", "-q", cwd=folder)
    run("git", "config", "user.name", "Browser", cwd=folder)
    run("git", "config", "user.email", "browser@shop.example", cwd=folder)
    run("git", "add", "-A", cwd=folder)
    run("git", "commit", "-qm", "Start", cwd=folder)
    run(DAICHO, "key", "init", cwd=folder)
    run(DAICHO, "campaign", "approve", "winter", "--yes", cwd=folder)
    run(DAICHO, "campaign", "send", "winter", "--yes", "--trust-base-url", cwd=folder)


def events(folder):
    lines = []
    for path in sorted(glob.glob(f"{folder}/events/*.jsonl")):
        with open(path) as file:
            lines += [json.loads(line) for line in file]
    return lines


def picture(browser, name):
    """At both widths, light and dark; nothing may stand out at the side."""
    for width in (320, 600):
        browser.size(width)
        wide = browser.value("document.documentElement.scrollWidth")
        see(f"{name} at {width}: {wide} wide", wide <= width)
        for scheme in ("light", "dark"):
            browser.scheme(scheme)
            if PICTURES:
                browser.shoot(f"{PICTURES}/{name}-{width}-{scheme}.png")
    browser.scheme("light")
    browser.size(800)


def visit(browser, folder, page):
    browser.size(800)
    browser.go("file://" + page)
    pixel = browser.wait("Network.responseReceived", lambda p: "/o/" in p["response"]["url"])["response"]
    see(f"opening the mail loads the pixel: {pixel['status']} {pixel['mimeType']}", pixel["status"] == 200)
    picture(browser, "mail")
    opens = [event for event in events(folder) if event["kind"] == "open"]
    see("the open is a person's, in the ledger", len(opens) == 1 and not opens[0].get("automatic"))

    # Nobody clicks within three seconds of the sending; machines do.
    time.sleep(3.2)
    browser.click("a[href*='/c/']")
    place = browser.value("location.href")
    see(f"the link leads to {place}", place == f"https://{SHOP}/winter")
    clicks = [event for event in events(folder) if event["kind"] == "click"]
    see("the click is in the ledger", [event["url"] for event in clicks] == [f"https://{SHOP}/winter"])
    see("and a person's", not any(event.get("automatic") for event in clicks))

    browser.go("file://" + page)
    browser.click("a[href*='/w/']")
    see("the web view shows the mail", "冬のブレンド" in browser.value("document.body.innerText"))

    browser.go("file://" + page)
    browser.click("a[href*='/u/']")
    see("looking at the unsubscribe page changes nothing", not any(e["kind"] == "unsubscribe" for e in events(folder)))
    picture(browser, "unsubscribe")
    browser.click("button[value=unsubscribe]")
    ends = [event for event in events(folder) if event["kind"] == "unsubscribe"]
    see("the button unsubscribes", len(ends) == 1 and ends[0]["email"] == "hanako@example.com")
    see("and says so", "配信を停止しました" in browser.value("document.body.innerText"))
    picture(browser, "unsubscribed")

    browser.click("a[href*='/p/']")
    state = "[...document.querySelectorAll('input[type=checkbox]')].map(b => b.value + '=' + b.checked).join(' ')"
    see("the preference page knows", browser.value(state) == "email=false post=true")
    browser.click("input[value=email]", leads=False)
    browser.click("input[value=post]", leads=False)
    picture(browser, "preferences")
    browser.click("button[value=save]")
    see("what was chosen is kept", browser.value(state) == "email=true post=false")
    picture(browser, "saved")
    kinds = [event["kind"] for event in events(folder)]
    see("as events", kinds.count("resubscribe") == 1 and kinds.count("preference") == 1)
    for channel in ("email", "post"):
        found = run(DAICHO, "list", "customers", "--where", f"consent.{channel}", "--format", "ids", cwd=folder)
        see(f"consent.{channel}: {found.split()}", bool(found.split()) == (channel == "email"))
    browser.click("button[value=none]")
    see("everything can be stopped at once", browser.value(state) == "email=false post=false")
    troubles = [e["params"]["entry"]["text"] for e in browser.events if e["method"] == "Log.entryAdded"]
    see(f"the browser has nothing to say: {troubles}", not troubles)


def main():
    if not chrome.find():
        sys.exit("no Chromium here: apt-get install chromium")
    if PICTURES:
        os.makedirs(PICTURES, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="daicho-browser.") as top:
        os.environ |= {"XDG_CONFIG_HOME": f"{top}/config", "DAICHO_LOCALE": "en", "HOME": top}
        folder, outbox = f"{top}/shop", f"{top}/outbox"
        make_workspace(folder, outbox)
        with open(glob.glob(f"{outbox}/*.eml")[0], "rb") as file:
            mail = email.message_from_binary_file(file, policy=email.policy.SMTP)
        page = f"{top}/mail.html"
        with open(page, "w") as file:
            file.write(mail.get_body(("html",)).get_content())
        key, certificate = f"{top}/key.pem", f"{top}/certificate.pem"
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}",
            "-keyout", key, "-out", certificate, cwd=top)  # fmt: skip
        server = subprocess.Popen(
            [DAICHO, "serve", "--port", "0", "--commit-every", "3600"], cwd=folder, stderr=subprocess.PIPE, text=True
        )
        try:
            line = server.stderr.readline()
            Proxy.port = int(re.search(r":(\d+);", line).group(1))
            proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            proxy.socket = context.wrap_socket(proxy.socket, server_side=True)
            threading.Thread(target=proxy.serve_forever, daemon=True).start()
            browser = chrome.Chrome(
                "--ignore-certificate-errors",
                f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{proxy.server_port}, "
                f"MAP {SHOP}:443 127.0.0.1:{proxy.server_port}, MAP * ~NOTFOUND",
            )
            try:
                visit(browser, folder, page)
            finally:
                browser.close()
        finally:
            server.terminate()
            server.wait()
        subject = run("git", "log", "-1", "--format=%s", cwd=folder).strip()
        see(f"committed: {subject}", subject.startswith("event(web): "))
        see("nothing is left over", run("git", "status", "--short", cwd=folder) == "")
    sys.exit(1 if failures else 0)


main()
