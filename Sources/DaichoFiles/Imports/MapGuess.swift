import DaichoModel

/// A map for a file that nobody has described: by the words of its headings, in Japanese and English, and
/// by what stands below them.
package struct MapGuess {
  package struct Choice: Sendable, Hashable {
    package let column: String
    package let headings: [String]
    package let reason: Wording
  }

  package let table: ImportTable
  package let kind: ImportKind
  package private(set) var choices: [Choice] = []
  /// Our columns that an import needs and for which there is no heading.
  package private(set) var missing: [String] = []
  /// What a person had to say of the file's bytes; `nil` where they tell by themselves.
  private let encoding: SourceEncoding?
  private let samples: [[String]]
  private var taken: Set<Int> = []
  private var dates: [String] = []

  /// - Parameter others: files with the same headings: what stands below theirs may decide what is open.
  package init(_ file: SourceFile, others: [SourceFile] = [], kind: ImportKind) throws(DaichoError) {
    let table = try ImportTable.find(in: file)
    var samples = try MapGuess.samples(file, table)
    for other in others { samples += try MapGuess.samples(other, ImportTable.find(in: other)) }
    self.table = table
    self.samples = samples
    self.kind = kind
    encoding =
      file.encoding == .auto || file.encoding == SourceEncoding.marked(file.head) ? nil : file.encoding
    choose()
  }

  private static func samples(_ file: SourceFile, _ table: ImportTable) throws(DaichoError) -> [[String]] {
    try ImportTable.firstRows(of: file, separator: table.separator, limit: 220)
      .filter { $0.line > table.headerLine }.map(\.fields)
  }

  // MARK: Choosing

  private mutating func choose() {
    for target in MapGuess.targets(kind) {
      let candidates = table.headings.indices.filter { !taken.contains($0) }.compactMap { column in
        score(column, target).map { (column, $0) }
      }
      guard let best = candidates.max(by: { ($0.1, -$0.0) < ($1.1, -$1.0) }) else {
        if target.isNeeded { missing.append(target.name) }
        continue
      }
      take(target, best.0)
    }
    joinNames()
    if kind == .orders { chooseAmount() }
    findDateFormat()
  }

  private mutating func take(_ target: Target, _ column: Int) {
    taken.insert(column)
    choices.append(
      Choice(column: target.name, headings: [table.headings[column]], reason: reason(column, target)))
  }

  /// Higher is better; `nil`: not this one. A heading that is the word beats one that holds it, and what
  /// stands below must be of the shape.
  private func score(_ column: Int, _ target: Target) -> Int? {
    let key = ImportTable.key(table.headings[column])
    guard !key.isEmpty else { return nil }
    var best: Int?
    for (place, word) in target.words.enumerated() {
      let word = ImportTable.key(word)
      let score = key == word ? 1000 - place : MapGuess.holds(key, word) ? 500 - place - key.count : nil
      if let score { best = max(best ?? 0, score) }
    }
    guard let best, !target.never.contains(where: { key.contains(ImportTable.key($0)) }) else { return nil }
    return fits(column, target.shape) ? best : nil
  }

  /// A word of one character says something only apart: `姓(請求先)`, `お名前(姓)`.
  private static func holds(_ key: String, _ word: String) -> Bool {
    word.count > 1 ? key.contains(word) : key.hasPrefix(word + "(") || key.contains("(\(word))")
  }

  private func values(_ column: Int) -> [String] {
    samples.compactMap { row in
      guard row.indices.contains(column), !row[column].isEmpty else { return nil }
      return row[column]
    }
  }

  /// Nine in ten of the values, where there are any.
  private func fits(_ column: Int, _ shape: Shape) -> Bool {
    let values = values(column)
    if values.isEmpty || shape == .any { return true }
    var date = SourceDate(
      formats: ["MM/DD/YYYY", "DD/MM/YYYY"].compactMap { DateFormat($0) }, zone: .utc)
    let fitting = values.count { value in
      switch shape {
      case .any: true
      case .date: date.read(value) != nil && value.utf8.count >= 5
      case .number:
        SourceAmount().decimal(value) != nil || SourceAmount(decimalComma: true).decimal(value) != nil
      case .email: value.contains("@") || value.contains("＠")
      }
    }
    return fitting * 10 >= values.count * 9
  }

  private func reason(_ column: Int, _ target: Target) -> Wording {
    switch target.shape {
    case .any: return Wording(en: "by its heading", ja: "見出しから")
    case .date: return Wording(en: "heading, and days below it", ja: "見出しと、日付の値から")
    case .number: return Wording(en: "heading, and numbers below it", ja: "見出しと、数の値から")
    case .email: return Wording(en: "heading, and addresses below it", ja: "見出しと、アドレスの値から")
    }
  }

  /// 姓 and 名 are one name.
  private mutating func joinNames() {
    let prefix = kind == .orders ? "customer." : ""
    guard let family = choices.firstIndex(where: { $0.column == prefix + "family_name" }),
      let given = choices.firstIndex(where: { $0.column == prefix + "given_name" })
    else {
      choices.removeAll {
        [prefix + "family_name", prefix + "given_name"].contains($0.column) && kind == .orders
      }
      return
    }
    guard kind == .orders else { return }
    let headings = choices[family].headings + choices[given].headings
    choices.removeAll {
      [prefix + "family_name", prefix + "given_name", prefix + "name"].contains($0.column)
    }
    choices.append(
      Choice(
        column: prefix + "name", headings: headings, reason: Wording(en: "family and given name", ja: "姓と名")))
  }

  /// Without a total of the line it is the price times the quantity.
  private mutating func chooseAmount() {
    guard !choices.contains(where: { $0.column == "amount" }) else {
      missing.removeAll { $0 == "amount" }
      return
    }
    guard
      let price = column(
        "単価", "販売価格", "価格", "unit price", "lineitem price", "item price", "price", "item cost")
    else {
      if !missing.contains("amount") { missing.append("amount") }
      return
    }
    taken.insert(price)
    missing.removeAll { $0 == "amount" }
    let quantity = choices.first { $0.column == "quantity" }?.headings ?? []
    choices.append(
      Choice(
        column: "amount", headings: [table.headings[price]] + quantity,
        reason: Wording(en: "the price times the quantity", ja: "単価×数量")))
  }

  private func column(_ words: String...) -> Int? {
    let target = Target("", words, .number)
    return table.headings.indices.filter { !taken.contains($0) }
      .compactMap { column in score(column, target).map { (column, $0) } }
      .max { ($0.1, -$0.0) < ($1.1, -$1.0) }?.0
  }

  /// A form that could be mistaken must be declared: month first unless a day says otherwise.
  private mutating func findDateFormat() {
    guard
      let choice = choices.first(where: { ["date", "opened", "birthday", "created"].contains($0.column) }),
      let column = table.index(of: choice.headings[0])
    else { return }
    var plain = SourceDate(zone: .utc)
    let values = values(column)
    guard let unclear = values.first(where: { plain.read($0) == nil }) else { return }
    let candidates = unclear.contains(".") ? ["DD.MM.YYYY", "MM.DD.YYYY"] : ["MM/DD/YYYY", "DD/MM/YYYY"]
    dates = candidates.filter { text in
      guard let format = DateFormat(text) else { return false }
      var reader = SourceDate(formats: [format], zone: .utc)
      return values.allSatisfy { reader.read($0) != nil }
    }
  }

  /// Order-level columns stand only on an order's first line: some rows of an order lack its day.
  private var fillsDown: Bool {
    guard kind == .orders, let order = index(of: "order"), let date = index(of: "date") else { return false }
    var begun: Set<String> = []
    for row in samples where row.indices.contains(order) && !row[order].isEmpty {
      let hasDay = row.indices.contains(date) && !row[date].isEmpty
      if hasDay { begun.insert(row[order]) } else if begun.contains(row[order]) { return true }
    }
    return false
  }

  private func index(of column: String) -> Int? {
    choices.first { $0.column == column }.flatMap { table.index(of: $0.headings[0]) }
  }

  // MARK: Writing

  /// The map, with why each column was chosen.
  package func text(named name: String, language: Language) -> String {
    func said(_ wording: Wording) -> String { wording(language) }
    var lines = [
      "# "
        + said(
          Wording(
            en: "Proposed by daicho from the file's headings and values: look through it.",
            ja: "daichoがファイルの見出しと値から作った案です。確かめてください。")),
      "name: " + MapGuess.scalar(name), "kind: \(kind.rawValue)",
    ]
    if kind == .orders || kind == .customers {
      lines.append(
        "shop: " + shopName(name) + "  # "
          + said(
            Wording(en: "the key of the customers' ids, and their source", ja: "顧客のidsのキーと、きっかけ（source）")))
    }
    if let encoding { lines.append("encoding: \(encoding.rawValue)") }
    let separators: [UInt8: String] = [0x09: "tab", 0x3B: "semicolon", 0x7C: "pipe"]
    if let separator = separators[table.separator] { lines.append("separator: \(separator)") }
    if let first = dates.first {
      lines.append(
        "dates: [\(first)]"
          + (dates.count > 1
            ? "  # "
              + said(Wording(en: "or \(dates[1]): the values fit both", ja: "または\(dates[1])。値からは決められません"))
            : ""))
    }
    lines.append("columns:")
    for choice in choices.sorted(by: { MapGuess.rank($0.column, kind) < MapGuess.rank($1.column, kind) }) {
      lines += self.lines(choice, said)
    }
    var used = taken
    lines += rowLines(said, &used)
    if fillsDown {
      let filled = choices.map(\.column).filter {
        ["date", "status", "currency", "coupon", "channel", "shipped"].contains($0)
      }
      let customer = choices.contains { $0.column.hasPrefix("customer.") } ? ["customer"] : []
      lines.append(
        "fill_down: [\((filled + customer).joined(separator: ", "))]  # "
          + said(Wording(en: "only the first line of an order has them", ja: "注文の最初の行だけにある値")))
    }
    let unused = table.headings.indices.filter { !used.contains($0) && !table.headings[$0].isEmpty }
    if !unused.isEmpty {
      lines.append(
        "# "
          + said(
            Wording(
              en: "Not used; keep some under their own names with 'keep: [HEADING]':",
              ja: "使っていない列（残すなら「keep: [見出し]」）:")))
      for column in unused {
        lines.append(
          "#   \(table.headings[column].split(whereSeparator: \.isNewline).joined(separator: " "))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func shopName(_ name: String) -> String {
    let latin = name.unicodeScalars.prefix { $0.properties.isAlphabetic && $0.isASCII }
    return latin.isEmpty ? "shop" : String(latin).lowercased()
  }

  private func lines(_ choice: Choice, _ said: (Wording) -> String) -> [String] {
    let headings = choice.headings.map { MapGuess.scalar($0) }
    let comment = "  # " + said(choice.reason)
    switch choice.column {
    case "amount" where choice.headings.count > 1:
      return ["  amount: {multiply: [\(headings.joined(separator: ", "))]}" + comment]
    case "status":
      return ["  status:" + comment, "    column: " + MapGuess.scalar(choice.headings[0]), "    words:"]
        + statusWords(choice, said).map { "      " + $0 }
    default:
      if headings.count > 1 { return ["  \(choice.column): [\(headings.joined(separator: ", "))]" + comment] }
      return ["  \(choice.column): " + MapGuess.scalar(choice.headings[0]) + comment]
    }
  }

  private func statusWords(_ choice: Choice, _ said: (Wording) -> String) -> [String] {
    guard let column = table.index(of: choice.headings[0]) else { return [] }
    var seen: Set<String> = []
    let words = values(column).filter { seen.insert(TextFolding.fold($0)).inserted }.prefix(30)
    return words.map { word in
      let known = MapGuess.status(word)
      return MapGuess.scalar(word) + ": " + (known ?? "placed")
        + (known == nil ? "  # " + said(Wording(en: "a guess: correct it", ja: "推測です。直してください")) : "")
    }
  }

  /// Amounts of the whole order, where the file has them beside the lines.
  private func rowLines(_ said: (Wording) -> String, _ used: inout Set<Int>) -> [String] {
    guard kind == .orders else { return [] }
    let rows: [(name: String, isNegative: Bool, words: [String], type: String?)] = [
      ("shipping", false, ["送料", "配送料", "shipping", "postage", "order shipping"], nil),
      ("fee", false, ["手数料", "決済手数料", "代引手数料", "代引き手数料", "fee"], nil),
      ("discount", true, ["割引金額", "割引額", "値引", "値引き", "クーポン割引", "discount amount", "cart discount"], nil),
      ("points", true, ["利用ポイント", "ポイント利用額", "使用ポイント"], "discount"),
      ("refund", true, ["返金額", "返金", "refunded amount", "refund"], nil),
    ]
    var lines: [String] = []
    for row in rows {
      let target = Target(
        row.name, row.words, .number, never: ["税率", "方法", "method", "区分", "rate", "%", "lineitem", "商品"])
      let columns = table.headings.indices.filter { !used.contains($0) && score($0, target) != nil }
      guard let best = columns.max(by: { (score($0, target) ?? 0, -$0) < (score($1, target) ?? 0, -$1) })
      else { continue }
      used.insert(best)
      let heading = MapGuess.scalar(table.headings[best])
      // A discount may be written with its minus or without.
      let isNegative =
        row.isNegative && !values(best).contains { ($0.first.map { "-−△▲(".contains($0) }) ?? false }
      let amount =
        isNegative
        ? "{subtract: \(heading)}" : row.type == nil ? MapGuess.scalar(table.headings[best]) : heading
      lines.append(
        row.type == nil
          ? "  \(row.name): \(amount)" : "  \(row.name): {type: \(row.type ?? ""), amount: \(amount)}")
    }
    if lines.isEmpty { return [] }
    return ["rows:  # " + said(Wording(en: "once for each order", ja: "注文ごとに1行"))] + lines
  }
}
