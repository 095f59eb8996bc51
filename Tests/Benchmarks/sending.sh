#!/bin/bash
# The sending of a campaign beside postfix's own smtp-source, to the same smtp-sink and in the same minute.
#
#     Tests/Benchmarks/sending.sh .build/release/daicho [recipients]
#
# Prints how long smtp-source (two sessions, messages of the same size) took before and after, how long the
# journal's first mail to its last took, and how long the whole command.
set -euo pipefail
daicho=$(realpath "$1")
count=${2:-20000}
port=2526
work=$(mktemp -d)
trap 'kill $sink 2>/dev/null; rm -rf "$work"' EXIT
export XDG_CONFIG_HOME=$work/config
mkdir -p "$work/shop/campaigns" "$work/config"
cd "$work/shop"
cat > daicho.yml <<YML
name: Bench
timezone: Asia/Tokyo
currency: JPY
locale: en
senders:
  shop:
    from: Shop <shop@shop.example>
    postal_address: 1 Street
    smtp: {host: 127.0.0.1, port: $port, security: none}
base_url: https://shop.example
mail: {rate: 0, connections: 2}
YML
cat > campaigns/sale.md <<'MD'
---
name: Sale
subject: "{{customer.name}}さま、冬のセールのお知らせ"
where: mailable
sender: shop
layout: newsletter
coupon: {code: WINTER10}
status: draft
---
{{customer.salutation}}

いつもご利用ありがとうございます。冬の限定豆が入荷しました。

- 深煎りブレンド
- 浅煎りエチオピア

クーポンコード **{{coupon.code}}** をご利用ください。

[オンラインショップへ](https://shop.example/winter)
MD
python3 - "$count" <<'PY'
import os, sys
for n in range(int(sys.argv[1])):
    folder = f"customers/{n // 1000:03}"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/c{n:06}.md", "w") as file:
        file.write(f"---\nname: お客様 {n}\nemail: c{n:06}@example.com\nconsent:\n"
                   "  - {channel: email, granted: 2025-04-01, via: form}\n---\n")
PY
git init -q -b main . && git config user.name bench && git config user.email bench@example.com
git add -A && git commit -qm start
"$daicho" key init >/dev/null 2>&1
seconds() { python3 -c 'import sys, time, subprocess
start = time.monotonic(); code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(f"{time.monotonic() - start:.2f}"); sys.exit(code)' "$@"; }
echo "approve        $(seconds "$daicho" campaign approve sale --yes) s"
size=$("$daicho" campaign preview sale --customer c000000 --output "$work/one.eml" >/dev/null 2>&1 && wc -c < "$work/one.eml" || echo 13500)
smtp-sink -u nobody 127.0.0.1:$port 1000 >/dev/null 2>&1 & sink=$!
sleep 1
source() { seconds smtp-source -s 2 -l "$size" -m "$count" -f a@b.example -t c@d.example 127.0.0.1:$port; }
first=$(source)
whole=$(seconds "$daicho" campaign send sale --yes --trust-base-url)
second=$(source)
python3 - "$first" "$second" "$whole" "$size" <<'PY'
import json, sys, datetime, os
first, second, whole, size = map(float, sys.argv[1:])
lines = [json.loads(line) for line in open("sends/sale.jsonl")]
at = [datetime.datetime.fromisoformat(line["at"]) for line in lines if line["state"] in ("attempting", "accepted")]
# The journal's clock ticks by the second: half of one is lost at either end.
mails = (at[-1] - at[0]).total_seconds() + 0.5
mean = (first + second) / 2
print(f"smtp-source    {first:.2f} s before, {second:.2f} s after, {size:.0f} bytes a message")
print(f"mails          {mails:.1f} s   {mean / mails:.2f}x smtp-source")
print(f"campaign send  {whole:.2f} s   {mean / whole:.2f}x smtp-source")
print(f"accepted       {sum(line['state'] == 'accepted' for line in lines)}")
PY
