@testable import DaichoFiles

/// Front matter in every style a person may use, with the lines of each field known.
struct RandomFrontMatter {
  struct Block {
    var key: String?
    /// Without line breaks.
    var lines: [String]
    var comment: String?
  }

  var blocks: [Block] = []
  let ending: String
  let hasBOM: Bool
  let body: String
  let isTerminated: Bool

  static let texts = [
    "hanako", "山田 花子", "no", "yes", "123", "0312345678", "2026-11-20", "a: b", "#tag", "x #y", "it's",
    "say \"hi\"", "back\\slash", "- dash", "", "true", "~", "null", "@sato", "*star", "&amp", "100%",
    "{{name}}",
    "[a]", "a, b", "trailing:", " lead", "tail ", "é̂", "😀", "改行\nあり", "line\nfeed\n", "tab\there", "12:30",
    "=", "<<", "?", "-", "!x", "a\u{2028}b", "\u{FEFF}bom", "a\u{85}b", "名前：全角", "`code`", "%p", "|", ">",
    "---", "...", "1_000", "0x1F", ".5", "y", "N", "Off", "key: |", "a\n\n  b", "\ttab", "\r\n", "'", "\"",
  ]

  init(_ random: inout SplitMix64) {
    ending = random.chance(30) ? "\r\n" : "\n"
    hasBOM = random.chance(15)
    body = random.pick(["", "Text.\n", "Text without end", "\n\n# 見出し\r\n- x\n", "---\nrule\n"])
    isTerminated = !body.isEmpty || random.chance(50)
    var keys = [
      "name", "kana", "email", "phone", "company", "lifecycle", "tags", "birthday", "source", "address",
      "ids",
      "note", "created", "do_not_contact", "zz_own",
    ]
    keys.shuffle(using: &random)
    let count = Int.random(in: 0...9, using: &random)
    for key in keys.prefix(count) {
      if random.chance(25) { noise(&random) }
      block(key, &random)
    }
    if random.chance(20) { noise(&random) }
  }

  var text: String {
    (hasBOM ? "\u{FEFF}" : "") + "---" + ending
      + blocks.flatMap(\.lines).map { $0 + ending }.joined() + "---" + (isTerminated ? ending : "") + body
  }

  /// The bytes before and after the lines of block `index`.
  func around(_ index: Int) -> (before: [UInt8], after: [UInt8]) {
    let before = blocks[..<index].flatMap(\.lines).map { $0 + ending }.joined()
    let after = blocks[(index + 1)...].flatMap(\.lines).map { $0 + ending }.joined()
    let head = (hasBOM ? "\u{FEFF}" : "") + "---" + ending + before
    let tail = after + "---" + (isTerminated ? ending : "") + body
    return (Array(head.utf8), Array(tail.utf8))
  }

  private mutating func noise(_ random: inout SplitMix64) {
    let isAfterBlockScalar = blocks.last?.lines.first.map { $0.contains("|") || $0.contains(">") } ?? false
    let choices = isAfterBlockScalar ? ["", "# comment"] : ["", "# comment", "  # indented", "#", "  "]
    blocks.append(Block(key: nil, lines: [random.pick(choices)]))
  }

  private mutating func block(_ key: String, _ random: inout SplitMix64) {
    let written = random.chance(10) ? "\"\(key)\"" : random.chance(5) ? "'\(key)'" : key
    let gap = random.pick([" ", " ", " ", "  ", "\t"])
    let comment = random.chance(25) ? " # keep \(key)" : ""
    var lines: [String]
    switch key {
    case "tags", "email", "phone": lines = list(written, gap, comment, &random)
    case "address", "ids": lines = object(written, gap, comment, &random)
    default: lines = scalar(written, gap, comment, &random)
    }
    if random.chance(5), lines.count == 1 { lines[0] += "  " }
    blocks.append(Block(key: key, lines: lines, comment: lines[0].hasSuffix(comment) ? comment : nil))
  }

  private func scalar(
    _ key: String, _ gap: String, _ comment: String, _ random: inout SplitMix64
  ) -> [String] {
    switch Int.random(in: 0..<13, using: &random) {
    case 0: ["\(key):\(gap)'it''s one'\(comment)"]
    case 1: ["\(key):\(gap)\"d\\u3042 \\\"q\\\"\"\(comment)"]
    case 2: ["\(key):\(comment)"]
    case 3: ["\(key): |\(comment)", "  first: line # no comment", "", "  third"]
    case 4: ["\(key): >-\(comment)", "    folded", "    text"]
    case 5: ["\(key): |+\(comment)", "  keep", "", ""]
    case 6: ["\(key):\(gap)plain over", "  two lines\(comment)"]
    case 7: ["\(key):\(gap)\"double over", "", "  lines\"\(comment)"]
    case 8: ["\(key):", "  on the next line\(comment)"]
    case 9: ["\(key): |2-\(comment)", "    indented", "  text"]
    case 10: ["\(key):\(gap)''\(comment)"]
    default: ["\(key):\(gap)\(random.pick(["山田 花子", "plain", "2026-11-20", "no", "x-y_z"]))\(comment)"]
    }
  }

  private func list(
    _ key: String, _ gap: String, _ comment: String, _ random: inout SplitMix64
  ) -> [String] {
    switch Int.random(in: 0..<14, using: &random) {
    case 0: ["\(key):\(gap)[]\(comment)"]
    case 1: ["\(key):\(gap)[ ]\(comment)"]
    case 2: ["\(key):\(gap)[a]\(comment)"]
    case 3: ["\(key):\(gap)[a, 'b', \"c\"]\(comment)"]
    case 4: ["\(key):\(gap)[a,b , c,]\(comment)"]
    case 5: ["\(key): [\(comment)", "  a,", "  b # last", "]"]
    case 6: ["\(key): [\(comment)", "    a, # first", "    b,", "  ]"]
    case 7: ["\(key): [a,", "  b, c]\(comment)"]
    case 8: ["\(key):\(comment)", "  - a", "  - 'b' # item"]
    case 9: ["\(key):\(comment)", "- a", "- b", "- c"]
    case 10: ["\(key):\(comment)", "  # about", "  -   a", "", "  # more", "  - b", "  -", "    c"]
    case 11: ["\(key):\(comment)"]
    case 12: ["\(key):\(comment)", "  - a"]
    default: ["\(key):\(gap)a\(comment)"]
    }
  }

  private func object(
    _ key: String, _ gap: String, _ comment: String, _ random: inout SplitMix64
  ) -> [String] {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: ["\(key):\(gap){}\(comment)"]
    case 1: ["\(key):\(gap){city: 台東区}\(comment)"]
    case 2: ["\(key):\(gap){city: 台東区, \"region\": '東京都', street: }\(comment)"]
    case 3: ["\(key): {\(comment)", "  city: x, # c", "  region: y", "}"]
    case 4: ["\(key):\(comment)", "  city: 台東区 # c"]
    case 5:
      ["\(key):\(comment)", "    region: 東京都", "    # between", "    city: |", "      block", "    street:"]
    case 6: ["\(key):\(comment)", "  city: \"x\"", "  deep: {a: [1, 2]}", "  region: z"]
    case 7: ["\(key):\(comment)"]
    case 8: ["\(key):\(comment)", "  # only", "  region: >", "    folded", "", "  city: y"]
    default: ["\(key):\(gap){city: x,", "  region: y}\(comment)"]
    }
  }
}
