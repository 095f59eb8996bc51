#!/usr/bin/env python3
"""Makes a campaign's mails with daicho and with Jinja2, markdown-it-py and email.message, and compares the
processor time of one core.

    mails.py DAICHO [RECIPIENTS]     default 100000; a release build

Needs jinja2 and markdown-it-py. daicho's time is of `daicho campaign check`, which makes the message of every
recipient, headers checked and its parts not yet encoded for the wire, and reads all it says of them from the index;
the other's is of rendering and writing
alone, with the values at hand, over a part of the recipients. Peak memory is of the whole process, at a tenth of
the recipients and at all of them.
"""

import email.message
import email.policy
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import jinja2
import markdown_it

BODY = """\
{{customer.salutation}}

いつもありがとうございます。喫茶つばめです。しばらくお目にかかれていませんが、お変わりありませんか。

## 冬の限定豆がそろいました

今年も冬のブレンド「こたつ」を焼いています。去年「もう少し甘く」という声をいただき、焙煎を10秒だけ手前で止めました。

- **冬のブレンド「こたつ」** 200g — みかんのような後味。ミルクにも合います
- **エチオピア イルガチェフェ** 200g — 新豆。白い花とベルガモット
- **ケニア AA カリンガ** 200g — 少量。トマトのような甘さ

> 「去年より甘い。朝の一杯が待ち遠しくなりました」

{{#coupon.code}}
**10%オフのクーポン**をお送りします。お会計のときに **{{coupon.code}}** とご入力ください。
{{/coupon.code}}

[冬の豆を見る](https://shop.tsubame.example/collections/winter)

{{customer.address.city}}の{{customer.name}}さまへ、{{sender.name}}
"""


def workspace(folder, count):
    root = Path(folder)
    (root / "daicho.yml").write_text(
        """name: 喫茶つばめ
locale: ja
base_url: https://crm.tsubame.example
key: 0123456789abcdef
senders:
  shop:
    from: 喫茶つばめ <hello@tsubame.example>
    postal_address: 東京都台東区谷中0-0-0
    smtp: {host: smtp.example, port: 587, security: starttls}
"""
    )
    (root / "campaigns").mkdir()
    (root / "campaigns/bench.md").write_text(
        '---\nsubject: "{{customer.salutation}}、冬の限定豆が入荷しました"\npreheader: 12月15日まで10%オフ\n'
        "where: mailable\ncoupon: {code: WINTER10}\n---\n" + BODY
    )
    for number in range(count):
        shard = root / f"customers/{number // 1000:04}"
        if number % 1000 == 0:
            shard.mkdir(parents=True)
        (shard / f"c{number:06}.md").write_text(
            f"---\nname: 山田 花子{number}\nfamily_name: 山田{number}\nemail: hanako{number}@example.com\n"
            "address: {city: 台東区}\nconsent:\n  - {channel: email, granted: 2025-04-01}\n---\n"
        )


def measured(*command):
    """Seconds of processor time, of the wall, and peak KiB."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)}: status {status}\n{errors.decode()}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begun, usage.ru_maxrss


def of_daicho(daicho, count):
    with tempfile.TemporaryDirectory() as folder:
        workspace(folder, count)
        measured(daicho, "-C", folder, "index", "--rebuild")
        idle = measured(daicho, "-C", folder, "list", "customers", "--where", "id = nobody")
        return measured(daicho, "-C", folder, "campaign", "check", "bench", "--format", "json"), idle


def of_python(layout, count):
    environment = jinja2.Environment(autoescape=False)
    source = BODY.replace("{{#coupon.code}}", "{% if coupon.code %}").replace("{{/coupon.code}}", "{% endif %}")
    body = environment.from_string(source)
    subject = environment.from_string("{{customer.salutation}}、冬の限定豆が入荷しました")
    page = environment.from_string(layout)
    markdown = markdown_it.MarkdownIt("commonmark")
    begun = time.process_time()
    size = 0
    for number in range(count):
        values = {
            "customer": {
                "salutation": f"山田{number}様", "name": f"山田 花子{number}", "address": {"city": "台東区"},
            },
            "coupon": {"code": "WINTER10"},
            "sender": {"name": "喫茶つばめ"},
        }
        text = body.render(values)
        message = email.message.EmailMessage(policy=email.policy.SMTP)
        message["From"] = "喫茶つばめ <hello@tsubame.example>"
        message["To"] = f"山田 花子{number} <hanako{number}@example.com>"
        message["Subject"] = subject.render(values)
        message["Date"] = "Tue, 01 Dec 2026 09:00:00 +0900"
        message["Message-ID"] = f"<{number}@tsubame.example>"
        message.set_content(text, cte="base64")
        message.add_alternative(page.render(content=markdown.render(text)), subtype="html", cte="base64")
        size += len(message.as_bytes())
    return time.process_time() - begun, size / count


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    daicho = str(Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    layout = (Path(__file__).parent / "../../Templates/newsletter.html").read_text()
    # What Mustache would leave of it for Jinja2: the page around one value.
    head, _, foot = layout.partition("{{content}}")
    layout = "{% raw %}" + head + "{% endraw %}{{content}}{% raw %}" + foot + "{% endraw %}"
    part = max(1, min(count, 5_000))
    python, size = of_python(layout, part)
    small, _ = of_daicho(daicho, max(1, count // 10))
    ours, idle = of_daicho(daicho, count)
    python_each, our_each = python / part, (ours[0] - idle[0]) / count
    print("| | µs a mail, one core | peak memory |")
    print("| --- | ---: | ---: |")
    print(f"| Jinja2 + markdown-it-py + email.message ({size:.0f} bytes) | {python_each * 1e6:.0f} | |")
    print(f"| daicho campaign check, {count:,} recipients | {our_each * 1e6:.0f} | {ours[2] // 1024} MiB |")
    print(f"| the same, {max(1, count // 10):,} | | {small[2] // 1024} MiB |")
    print(f"\n{python_each / our_each:.1f} times as many a second as the script; {ours[1]:.1f} s for all.")


if __name__ == "__main__":
    main()
