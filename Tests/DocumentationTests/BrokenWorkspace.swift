/// Files with one mistake or a few each; together they bring out most of what `check` can say.
enum BrokenWorkspace {
  static let files: [(path: String, bytes: [UInt8])] =
    texts.map { ($0.0, Array($0.1.utf8)) } + [
      ("customers/cp932.md", Array("---\nname: ".utf8) + [0x8E, 0x52, 0x93, 0x63] + Array("\n---\n".utf8)),
      ("customers/control.md", Array("---\nname: a".utf8) + [1] + Array("\n---\n".utf8)),
      (
        "orders/cp932.csv",
        Array("date,order,customer,amount,memo\n2026-11-21,9,hanako,3,".utf8) + [
          0x8E, 0x52, 0x93, 0x63, 0x0A,
        ]
      ),
      ("orders/utf16.csv", [0xFF, 0xFE] + "date,order".utf8.flatMap { [$0, 0] }),
    ]

  private static func record(_ fields: String, _ body: String = "") -> String {
    "---\n\(fields)\n---\n\(body)"
  }

  private static let texts: [(String, String)] = settings + customers + others + filters + campaigns + ledgers

  private static let settings: [(String, String)] = [
    (
      "daicho.yml",
      """
      name: x
      locale: en
      timezone: Tokyo time
      foo: 1
      fiscal_year_start: 13
      tax: inc
      base_url: ftp://x
      rates: {US: 3}
      members: {sato: {name: 佐藤 健}}
      pipelines:
        default:
          - {stage: open, probability: 0.5}
          - {stage: open, probability: 0.5}
          - {stage: half}
      fields:
        widgets: {a: text}
        companies: {name: text, Bad-Name: text, choice: {type: choice}, seats: integr, no_type: {label: x}}
      senders: {shop: {from: shop@example.com, password: hunter2}, nobody: {reply_to: a@example.com}}

      """
    )
  ]

  private static let customers: [(String, String)] = [
    ("customers/hanako.md", record("name: 花子\nemail: h@example.com")),
    ("customers/torn.md", record("<<<<<<< HEAD\nname: A\n=======\nname: B\n>>>>>>> theirs")),
    (
      "customers/many.md",
      record(
        """
        name: 山田様
        email: 花子 <h@example.com>
        phone: 12
        lifecycle: leed
        birthday: 2026-13-40
        company: no such/x
        owner: satoo
        tags: gift, vip
        do_not_contact: maybe
        stge: won
        address: Tokyo
        language: ja #x
        """,
        "## Log\n\n- 2026-11-20 cal: x\n- 2026-11-31 call: x\n- 2026-11-20 @zed: x\n")
    ),
    ("customers/twice.md", "---\nname: a\nname: b\n---\n"), ("customers/anchor.md", record("name: &x a")),
    ("customers/alias.md", record("name: *x")), ("customers/tag.md", record("name: !x a")),
    ("customers/open.md", "---\nname: a\n"), ("customers/none.md", "text\n"),
    ("customers/a b.md", record("name: a")), ("customers/list.md", record("- a")),
    ("customers/key.md", record("? [x]\n: 1")), ("customers/colons.md", record("name: a: b: c")),
    (
      "customers/deep.md",
      record("x: " + String(repeating: "[", count: 20) + String(repeating: "]", count: 20))
    ),
    ("customers/long.md", record("name: " + String(repeating: "x", count: 70_000))),
    ("customers/same.md", record("company: nowhere\nemail: h@example.com")),
    ("customers/sub/same.md", record("email: a..b@docomo.ne.jp")),
    ("customers/key-in-it.md", record("note: sk_live_" + String(repeating: "a1", count: 10))),
  ]

  private static let others: [(String, String)] = [
    ("deals/none.md", "text\n"), ("deals/pipeline.md", record("pipeline: nope\ncurrency: yen\namount: 3")),
    ("deals/stage.md", record("stage: nope\namount: 1.5\nproducts: [nope]")),
    ("products/url.md", record("url: javascript:1\nstock: 1.5")),
  ]

  private static let filters: [(String, String)] = [
    ("segments/none.md", record("name: x")), ("segments/kind.md", record("of: widgets\nwhere: x")),
    ("segments/field.md", record("where: lst_order = 3")), ("segments/a.md", record("where: segment(b)")),
    ("segments/b.md", record("where: segment(a)")), ("segments/hash.md", record("where: tags has #gift")),
    ("segments/word.md", record("where: name = kana")),
    ("segments/choice.md", record("where: lifecycle = xyzzy")),
    ("segments/unknown.md", record("where: segment(nope)")),
    ("segments/other.md", record("where: segment(deals)")),
    ("segments/deals.md", record("of: deals\nwhere: state = open")),
    ("segments/invalid.md", record("where: segment(field)")),
    ("segments/end.md", record("where: orders.count >")),
    ("segments/type.md", record("where: name > 3 days ago")),
    ("segments/value.md", record("where: name")), ("segments/constant.md", record("where: 1 = 1")),
    ("segments/chain.md", record("where: 1 < orders.count < 3")),
    ("segments/later.md", record("where: p_alive > 1")),
    ("segments/function.md", record("where: total(orders) > 1")),
    ("segments/collection.md", record("where: any(widgets)")),
    ("segments/empty.md", record("where: id in ()")),
    ("segments/pattern.md", record("where: name matches \"(\"")),
    ("segments/quote.md", record("where: name = \"a")),
    ("segments/duration.md", record("where: last_order older than x")),
    ("segments/unit.md", record("where: last_order > start of x")),
    ("segments/name.md", record("where: any()")), ("segments/character.md", record("where: name & x")),
    ("segments/paren.md", record("where: (orders.count > 3")),
    (
      "scores/split.md",
      record("of: customers\nrules:\n  - {when: lifecycle in (lead, qualified), points: 5}")
    ),
    ("scores/none.md", record("threshold: 5")),
    (
      "scores/rules.md",
      record(
        """
        rules:
          - {when: mailable}
          - {points: 5}
          - {when: mailable, each: events, points: 5}
          - {each: events, points: 5, half_life: 0 days}
          - {each: events, points: 5, max: -10}
          - {when: mailable, points: 5, max: 10}
          - {when: segment(scored), points: 5}
        hand_off: {lifecycle: former, due: 1 day, x: y}
        """)
    ),
    (
      "scores/circle.md",
      record(
        "rules:\n  - {when: segment(scored), points: 5}\n  - {when: score.rules > 1, points: 5}\nthreshold: x"
      )
    ),
    ("segments/scored.md", record("where: score.circle > 1")),
  ]

  private static let campaigns: [(String, String)] = [
    ("campaigns/none.md", record("name: x")),
    (
      "campaigns/many.md",
      record(
        "subject: \"{{customer.nam}} {{customer}}\"\nsegment: nope\nsender: nobody\nlayout: newletter",
        """
        {{#customer.tags}}[x](javascript:1) ![y](http://x/y.png) <b>hi</b> ｛｛name｝｝ {{{customer.name}}}
        {{> foo}} {{a b}} {{/x}} {{.}}

        """)
    ),
    ("campaigns/lines.md", record("subject: \"a\\nb\"\nsegment: deals", "{{/x}} {{customer.name\n")),
    ("campaigns/layout.md", record("subject: x\nsegment: deals\nlayout: own", "hi\n")),
    ("campaigns/partial.md", record("subject: x\nsegment: deals", "{{> loop}}\n")),
    (
      "templates/own.html",
      "<script>x</script><p onclick=\"x\"><a href={{subject}}>{{#customer.tags}}</a><a href=\"javascript:x\">x</a><p"
    ),
    ("templates/loop.html", "{{> loop}}"),
  ]

  private static let ledgers: [(String, String)] = [
    (
      "orders/rows.csv",
      """
      date,order,customer,amount,sku,status,type,quantity,amount
      2026/11/20,1,nobody,100,A,paid,item,1,1
      2026-11-21,2,hanako,abc,A,paid,item,1,1
      2026-11-21,,hanako,3,A,paid,item,1,1
      2026-11-21,3,,3,A,payed,itm,two,1
      nodate,3,x,3,A,paid,item,1,1
      2026-11-21,4,hanako,3,A,paid,item,1,1,extra
      2026-11-21,4,hanako
      2026-11-20,5,hanako,3,A,paid,item,1,1
      2026-11-20,5,hanako,4,A,paid,item,1,1
      2026-11-20,6,hanako,4,"a
      b",paid,item,1,1
      2026-11-20,7,hanako,4,"open,paid

      """
    ),
    ("orders/header.csv", "date,order,amount\n1,2,3\n"),
    (
      "events/lines.jsonl",
      """
      {"id":"1","at":"2026-11-20","kind":"view","customer":"hanako"}
      {"id":"2","at":"2026-11-20T10:00:00+09:00","kind":"viw","customer":"hanako"}
      {"at":"2026-11-20T10:00:00+09:00","kind":"view"}
      {"id":"3","at":"2026-11-20T10:00:00+09:00","kind":"view"}
      [1]
      {"id":"4",}
      {"id":"5","id":"6","at":"2026-11-20T10:00:00+09:00","kind":"view","visitor":"v"}
      {"id":"7","at":"2026
      """
    ),
    (
      "sends/lines.jsonl",
      "{\"at\":\"2026-11-20T10:00:00+09:00\",\"campaign\":\"x\",\"address\":\"a@b.c\",\"state\":\"gone\"}\n"
    ),
  ]
}
