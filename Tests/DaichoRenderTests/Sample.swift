import DaichoModel

@testable import DaichoRender

/// A campaign, its recipient and the schema of both.
enum Sample {
  static let schema: ContextSchema = {
    var schema = ContextSchema(names: [
      "customer.salutation", "customer.name", "customer.email", "coupon.code",
    ])
    schema.allow("customer.tags", .list(.text))
    schema.allow("customer.website")
    schema.allow("customer.vip", .flag)
    for name in ["products", "recommendations"] {
      schema.allow(
        name,
        .list(.object(["name": .text, "price": .text, "url": .text, "image": .text])))
    }
    schema.allow("items", .list(.object(["name": .text, "price": .number])))
    return schema
  }()

  static func context(
    _ customer: [String: RenderValue] = [:], _ others: [String: RenderValue] = [:]
  ) -> RenderValue {
    var fields: [String: RenderValue] = [
      "customer": .object(
        ["salutation": "山田様", "name": "山田 花子", "email": "hanako@example.jp"].merging(customer) { $1 }),
      "sender": [
        "name": "喫茶つばめ", "postal_address": "東京都台東区谷中1-2-3", "contact": "support@tsubame.example",
      ],
      "unsubscribe_url": "https://crm.tsubame.example/u/TOKEN",
    ]
    fields.merge(others) { $1 }
    return .object(fields)
  }

  static func compile(
    _ body: String, subject: String = "お知らせ", preheader: String? = nil, layout: String = "newsletter",
    layouts: [String: String] = [:], language: Language = .ja
  ) throws -> CompiledMail {
    try MailCompiler(layouts: layouts, schema: schema).compile(
      MailSource(
        path: "campaigns/winter.md",
        subject: TemplateText(subject, at: SourcePosition(line: 3, column: 11)),
        preheader: preheader.map { TemplateText($0, at: SourcePosition(line: 4, column: 12)) },
        body: TemplateText(body, at: SourcePosition(line: 7, column: 1)), layout: layout,
        layoutPosition: SourcePosition(line: 5, column: 9), language: language))
  }

  static func render(
    _ body: String, _ context: RenderValue = context(), subject: String = "お知らせ", language: Language = .ja
  ) throws -> RenderedMail {
    try compile(body, subject: subject, language: language).render(context)
  }

  /// What stands between the content cell and its end.
  static func content(_ body: String, _ context: RenderValue = context(), language: Language = .ja) throws
    -> String
  {
    let layout = "{{content}}\u{1}<a href=\"{{unsubscribe_url}}\">x</a>"
    let mail = try compile(body, layout: "bare", layouts: ["bare": layout], language: language).render(
      context)
    return String(mail.html.prefix { $0 != "\u{1}" })
  }

  /// The text part without its footer.
  static func text(_ body: String, _ context: RenderValue = context(), language: Language = .ja) throws
    -> String
  {
    let mail = try render(body, context, language: language)
    let rule = "\n\n" + Wording.textRule(language) + "\n喫茶つばめ"
    guard let range = mail.text.firstRange(of: rule) else { return "no footer: " + mail.text }
    return String(mail.text[..<range.lowerBound])
  }

  /// `line:column code` of every problem.
  static func problems(_ compile: () throws -> CompiledMail) -> [String] {
    do {
      return try compile().warnings.map(describe)
    } catch let failure as RenderFailure {
      return failure.diagnostics.map(describe)
    } catch {
      return ["\(error)"]
    }
  }

  private static func describe(_ diagnostic: Diagnostic) -> String {
    let position = diagnostic.location.position ?? SourcePosition(line: 0, column: 0)
    return "\(position.line):\(position.column) \(diagnostic.code)"
  }
}

/// The generator of Steele, Lea and Flood; seeded, so that a failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
