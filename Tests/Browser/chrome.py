"""Chromium without a window, driven by its own protocol over a pipe: no driver, no library."""

import base64, json, os, select, shutil, subprocess, tempfile, time

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The program's own name for itself says that nobody is looking, and daicho then counts nothing.
PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"


def find():
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Chrome:
    """One tab."""

    def __init__(self, *options):
        self.profile = tempfile.mkdtemp(prefix="daicho-chrome.")
        down_read, down_write = os.pipe()
        up_read, up_write = os.pipe()
        # The protocol is spoken on descriptors 3 and 4.
        command = ["bash", "-c", f'exec "$@" 3<&{down_read} 4>&{up_write}', "bash", find(), "--headless=new", "--hide-scrollbars"]
        command += ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        command += ["--remote-debugging-pipe", f"--user-data-dir={self.profile}", f"--user-agent={PERSON}"]
        self.process = subprocess.Popen(
            command + list(options), pass_fds=(down_read, up_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(down_read)
        os.close(up_write)
        self.down, self.up, self.buffer, self.number, self.events = down_write, up_read, b"", 0, []
        self.session = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(domain + ".enable")

    def ask(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.down, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read(30)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def read(self, seconds):
        end = time.monotonic() + seconds
        while b"\0" not in self.buffer:
            ready = select.select([self.up], [], [], max(0, end - time.monotonic()))[0]
            piece = os.read(self.up, 1 << 20) if ready else b""
            if not piece:
                raise TimeoutError(f"Chromium says nothing for {seconds} s")
            self.buffer += piece
        line, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(line)
        if "method" in message:
            self.events.append(message)
        return message

    def wait(self, method, test=lambda parameters: True, seconds=20):
        """The parameters of the first such event since `forget`, whether it has come already or not."""
        looked = 0
        end = time.monotonic() + seconds
        while True:
            while looked < len(self.events):
                event = self.events[looked]
                looked += 1
                if event["method"] == method and test(event["params"]):
                    return event["params"]
            self.read(end - time.monotonic())

    def forget(self):
        self.events = []

    def value(self, expression):
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def go(self, url):
        self.forget()
        self.ask("Page.navigate", url=url)
        self.wait("Page.loadEventFired")

    def click(self, selector, leads=True):
        """As a person does: where the element stands, with the mouse."""
        place = self.value(
            f"(e => {{ e.scrollIntoView({{block: 'center'}}); const r = e.getClientRects()[0]; "
            f"return [r.x + r.width / 2, r.y + r.height / 2] }})(document.querySelector({json.dumps(selector)}))"
        )
        self.forget()
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)
        if leads:
            self.wait("Page.loadEventFired")

    def size(self, width, height=900):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def scheme(self, name):
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def shoot(self, path):
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))

    def close(self):
        self.process.terminate()
        self.process.wait()
        os.close(self.down)
        os.close(self.up)
        shutil.rmtree(self.profile, ignore_errors=True)
