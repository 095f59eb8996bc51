import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoRender

/// The reading of one campaign's file.
struct CampaignReading {
  let found: FoundRecord
  let bytes: [UInt8]
  let surroundings: CampaignSurroundings
  private let matter: FrontMatter
  private let record: Record
  private var problems: [Diagnostic] = []

  /// - Throws: what makes the front matter unreadable.
  init(_ found: FoundRecord, _ bytes: [UInt8], _ surroundings: CampaignSurroundings) throws(DaichoError) {
    self.found = found
    self.bytes = bytes
    self.surroundings = surroundings
    matter = FrontMatter.parse(bytes, path: found.path)
    if let problem = matter.problems.first {
      throw DaichoError(problem.code, problem.message, at: problem.location, hint: problem.suggestion)
    }
    record = RecordReader(settings: surroundings.settings).read(
      bytes: bytes, path: found.path, kind: .campaigns)
  }

  private func text(_ field: String) -> String? { record.value(field)?.plainText }

  private func location(_ node: YAMLNode) -> SourceLocation {
    matter.source.location(at: node.range.lowerBound)
  }

  mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, _ node: YAMLNode, _ message: Wording,
    _ suggestion: Wording? = nil
  ) {
    problems.append(Diagnostic(severity, code, at: location(node), message, suggestion: suggestion))
  }

  // MARK: The campaign

  /// - Throws: `no-subject`.
  mutating func campaign() throws(DaichoError) -> Campaign {
    guard let subject = template(matter.root?["subject"]) else { throw .campaignWithoutSubject(found.path) }
    let settings = surroundings.settings
    let sender =
      text("sender").flatMap { name in settings.senders.first { $0.id == name } } ?? settings.senders.first
    let bodyLine = bytes.prefix(matter.body.lowerBound).count { $0 == 0x0A } + 1
    let body = matter.source.text(matter.body).replacing("\r\n", with: "\n")
    var sendAt: DateAndTime?
    if case .datetime(let moment) = record.value("send_at") { sendAt = moment }
    var holdout: ExactDecimal?
    if case .decimal(let part) = record.value("holdout") { holdout = part }
    var audience: Int?
    if case .integer(let size) = record.value("audience") { audience = Int(exactly: size) }
    let variants = readVariants()
    let coupon = readCoupon()
    let source = MailSource(
      path: found.path, subject: subject, preheader: template(matter.root?["preheader"]),
      body: TemplateText(body, at: SourcePosition(line: bodyLine, column: 1)),
      layout: text("layout") ?? "newsletter",
      layoutPosition: matter.root?["layout"].map { matter.source.position(at: $0.range.lowerBound) },
      language: settings.language)
    let exclude = record.value("exclude")?.items.map(\.plainText) ?? []
    return Campaign(
      found: found, name: text("name") ?? found.reference.id.text, segment: text("segment"),
      filter: text("where"), exclude: exclude, sender: sender, coupon: coupon, variants: variants,
      holdout: holdout, sendAt: sendAt, audience: audience,
      products: (matter.root?["products"]).map { $0.items ?? [$0] }?.compactMap(\.text) ?? [],
      source: source, layouts: surroundings.layouts, revision: revision(source, sender, exclude),
      state: text("status") ?? "draft", places: places, fields: fields,
      problems: problems)
  }

  /// The front matter's fields as they are written.
  private var fields: [String: String] {
    Dictionary(
      matter.entries.map { ($0.key, $0.value.text ?? matter.source.text($0.value.range)) },
      uniquingKeysWith: { first, _ in first })
  }

  private var places: [String: SourceLocation] {
    Dictionary(
      matter.entries.map { ($0.key, matter.source.location(at: $0.keyRange.lowerBound)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The text of a field as a template, with the place where its characters begin.
  private func template(_ node: YAMLNode?) -> TemplateText? {
    guard let node, let text = node.text, !text.isEmpty, case .scalar(_, let style) = node.content
    else { return nil }
    var position = matter.source.position(at: node.range.lowerBound)
    if style.isBlock {
      position = SourcePosition(line: position.line + 1, column: position.column)
    } else if style != .plain {
      position.column += 1
    }
    return TemplateText(text, at: position)
  }

  // MARK: Coupon

  private mutating func readCoupon() -> CouponRule? {
    guard let node = matter.root?["coupon"], !node.isEmpty else { return nil }
    guard let entries = node.entries else {
      report(.error, "bad-coupon", node, .couponNotAMapping, .couponForms)
      return nil
    }
    for entry in entries
    where !["code", "prefix", "codes", "percent", "expires", "length"].contains(entry.key) {
      report(.warning, "unknown-field", entry.value, .unknownInCoupon(entry.key), .couponForms)
    }
    let forms = ["code", "prefix", "codes"].compactMap { key in
      node[key].flatMap { node in node.text.map { (key, $0, node) } }
    }.filter { !$0.1.isEmpty }
    guard forms.count == 1, let (form, text, place) = forms.first else {
      report(.error, "bad-coupon", node, .couponForm, .couponForms)
      return nil
    }
    let codes: CouponRule.Codes
    switch form {
    case "code": codes = .shared(text)
    case "prefix": codes = .each(prefix: text, length: couponLength(node))
    default: codes = .file(filePath(text))
    }
    if form != "codes", !CampaignReading.isCode(text) {
      report(.error, "bad-coupon", place, .couponCharacters, .couponForms)
      return nil
    }
    return CouponRule(
      codes: codes, percent: couponPercent(node), expires: couponExpiry(node), location: location(node))
  }

  /// What a customer can type and a shop system can match.
  private static func isCode(_ text: String) -> Bool {
    (1...60).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x21..<0x7F).contains($0) && !"\"',;<>{}\\".utf8.contains($0) }
  }

  /// A name alone is beside the campaign, a path with a slash begins at the workspace.
  private func filePath(_ written: String) -> String {
    if written.contains("/") { return written }
    let folders = found.path.split(separator: "/").dropLast()
    return (folders + [Substring(written)]).joined(separator: "/")
  }

  private mutating func couponLength(_ node: YAMLNode) -> Int {
    guard let written = node["length"], !written.isEmpty else { return CouponRule.usualLength }
    guard let length = written.text.flatMap({ Int($0) }), CouponRule.lengths.contains(length) else {
      report(.error, "bad-coupon", written, .couponLength(CouponRule.lengths))
      return CouponRule.usualLength
    }
    return length
  }

  private mutating func couponPercent(_ node: YAMLNode) -> ExactDecimal? {
    guard let written = node["percent"], !written.isEmpty else { return nil }
    let digits = (written.text ?? "").unicodeScalars.filter { $0 != "%" && $0 != "％" }
    guard let number = ExactDecimal(typed: String(String.UnicodeScalarView(digits))),
      number.double > 0, number.double <= 100
    else {
      report(.error, "bad-coupon", written, .couponPercent)
      return nil
    }
    return number
  }

  private mutating func couponExpiry(_ node: YAMLNode) -> CalendarDate? {
    guard let written = node["expires"], !written.isEmpty else { return nil }
    guard let day = written.text.flatMap({ CalendarDate(typed: $0) }) else {
      report(.error, "bad-date", written, .couponExpiry)
      return nil
    }
    return day
  }

  // MARK: Variants

  private mutating func readVariants() -> [CampaignVariant] {
    guard let node = matter.root?["variants"], !node.isEmpty else { return [] }
    var found: [(name: String, place: YAMLNode, fields: YAMLNode)] = []
    if let entries = node.entries {
      for entry in entries {
        found.append((entry.key, entry.value, entry.value))
      }
    } else {
      for item in node.items ?? [] {
        guard let name = item["name"]?.text, !name.isEmpty else {
          report(.error, "bad-variant", item, .variantWithoutName, .variantForms)
          continue
        }
        found.append((name, item["name"] ?? item, item))
      }
    }
    guard !found.isEmpty || node.items?.isEmpty ?? false else {
      if node.items == nil { report(.error, "bad-variant", node, .variantsNotAList, .variantForms) }
      return []
    }
    var variants: [CampaignVariant] = []
    var inPercent = 0
    for (name, place, fields) in found {
      guard CampaignReading.isVariantName(name) else {
        report(.error, "bad-variant", place, .variantName(name), .variantNames)
        continue
      }
      guard !variants.contains(where: { $0.name == name }) else {
        report(.error, "bad-variant", place, .variantTwice(name))
        continue
      }
      for entry in fields.entries ?? [] where !["name", "weight", "subject", "preheader"].contains(entry.key)
      {
        report(.warning, "unknown-field", entry.value, .unknownInVariant(entry.key), .variantForms)
      }
      if fields["weight"]?.text?.contains(where: { $0 == "%" || $0 == "％" }) ?? false { inPercent += 1 }
      variants.append(
        CampaignVariant(
          name: name, weight: variantWeight(fields), subject: template(fields["subject"]),
          preheader: template(fields["preheader"]), location: location(place)))
    }
    checkWeights(variants, inPercent: inPercent, node)
    return variants
  }

  /// Sections are named after it.
  private static func isVariantName(_ name: String) -> Bool {
    (1...40).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  private mutating func variantWeight(_ fields: YAMLNode) -> ExactDecimal {
    guard let node = fields["weight"], !node.isEmpty else { return ExactDecimal(units: 1) }
    let digits = (node.text ?? "").unicodeScalars.filter { $0 != "%" && $0 != "％" }
    guard let weight = ExactDecimal(typed: String(String.UnicodeScalarView(digits))), weight.units >= 0,
      weight.double <= 1_000_000
    else {
      report(.error, "bad-variant", node, .variantWeight, .variantForms)
      return ExactDecimal(units: 1)
    }
    return weight
  }

  private mutating func checkWeights(_ variants: [CampaignVariant], inPercent: Int, _ node: YAMLNode) {
    if variants.count == 1 {
      report(.error, "bad-variant", node, .oneVariant, .variantForms)
    } else if inPercent > 0, inPercent < variants.count {
      report(.error, "bad-variant", node, .weightsMixed, .variantForms)
    } else if inPercent > 0 {
      let sum = variants.reduce(0) { $0 + $1.weight.double }
      if abs(sum - 100) > 0.000_001 { report(.error, "bad-variant", node, .weightsDoNotAddUp(sum)) }
    } else if !variants.isEmpty, variants.allSatisfy({ $0.weight.units == 0 }) {
      report(.error, "bad-variant", node, .weightsAreNothing, .variantForms)
    }
  }

  // MARK: Revision

  private func revision(
    _ source: MailSource, _ sender: WorkspaceSettings.Sender?, _ exclude: [String]
  ) -> String {
    var revision = CampaignRevision()
    revision.add("subject", source.subject.text)
    revision.add("preheader", source.preheader?.text)
    revision.add("body", source.body.text)
    for field in ["segment", "where", "repeat", "holdout"] { revision.add(field, text(field)) }
    revision.add("exclude", exclude.map(RecordID.key).sorted().joined(separator: " "))
    for field in ["coupon", "variants", "products"] {
      revision.add(field, matter.root?[field].map { matter.source.text($0.range) })
    }
    for (name, text) in [
      ("id", sender?.id), ("from", sender?.from), ("reply_to", sender?.replyTo),
      ("postal_address", sender?.postalAddress),
    ] {
      revision.add("sender.\(name)", text)
    }
    let rules = surroundings.rules(
      segments: [text("segment")].compactMap(\.self) + exclude, mentionedIn: [text("where") ?? ""])
    for rule in rules { revision.add(rule.name, rule.text) }
    let texts = [source.subject.text, source.preheader?.text ?? "", source.body.text]
    revision.add("layout", source.layout)
    for layout in surroundings.layouts(
      named: [source.layout] + texts.flatMap(CampaignSurroundings.included))
    {
      revision.add("template \(layout.name)", layout.text)
    }
    return revision.text
  }
}
