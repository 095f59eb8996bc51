import DaichoFiles
import DaichoModel
import DaichoWorkspace
import OrderedCollections

extension Session {
  /// Says what an import of orders did.
  func report(_ result: OrdersImported) throws(DaichoError) {
    for item in result.remarks.summary { messages.print(item, in: "") }
    if result.isDiffLeftOut {
      messages.printNote(.diffLeftOut(result.new + result.changed))
      try finish()
    } else {
      try report(result.recorded)
    }
    for note in Wording.importNotes(result) { messages.printNote(note) }
    messages.printNote(.ordersImported(result))
  }
}

extension OrdersImported {
  /// For machines.
  var json: JSONValue {
    .object([
      "import": .string("orders"), "commit": .optional(recorded.commit), "new": .integer(new),
      "changed": .integer(changed), "unchanged": .integer(unchanged), "older": .integer(older),
      "repeated": .integer(repeated), "skipped": .integer(skippedRows),
      "passed_over": .integer(
        passedOver.blank + passedOver.headers + passedOver.footers + passedOver.skipped),
      "customers_created": .integer(created.count), "customers_unmatched": .integer(unmatchedCustomers),
      "rows_without_customer": .integer(rowsWithoutCustomer),
    ])
  }
}

extension Wording {
  static func diffLeftOut(_ rows: Int) -> Wording {
    Wording(
      en: "the diff of \(rows) rows is left out", ja: "\(rows)行の差分は長いため表示しません")
  }

  /// `orders: 120 new, 3 changed, 977 unchanged; customers: 5 created, 2 unmatched`
  static func ordersImported(_ result: OrdersImported) -> Wording {
    let english = [
      "\(result.new) new", "\(result.changed) changed", "\(result.unchanged + result.older) unchanged",
    ]
    let japanese = ["追加\(result.new)", "変更\(result.changed)", "変更なし\(result.unchanged + result.older)"]
    var people: (en: [String], ja: [String]) = ([], [])
    if !result.created.isEmpty {
      people.en.append("\(result.created.count) created")
      people.ja.append("新規\(result.created.count)")
    }
    if result.unmatchedCustomers > 0 {
      people.en.append("\(result.unmatchedCustomers) unmatched")
      people.ja.append("不明\(result.unmatchedCustomers)")
    }
    return Wording(
      en: "orders: " + english.joined(separator: ", ")
        + (people.en.isEmpty ? "" : "; customers: " + people.en.joined(separator: ", ")),
      ja: "注文: " + japanese.joined(separator: "、")
        + (people.ja.isEmpty ? "" : " / 顧客: " + people.ja.joined(separator: "、")))
  }

  /// What else became of rows, one sentence each.
  static func importNotes(_ result: OrdersImported) -> [Wording] {
    var notes: [Wording] = []
    func note(_ count: Int, _ en: String, _ ja: String) {
      let rows = count == 1 ? "1 row" : "\(count) rows"
      if count > 0 { notes.append(Wording(en: "\(rows) \(en)", ja: "\(count)\(ja)")) }
    }
    let line = result.passedOver.footerLine.map { " (line \($0))" } ?? ""
    let lineJa = result.passedOver.footerLine.map { "（\($0)行目）" } ?? ""
    note(result.passedOver.footers, "of sums passed over" + line, "行は合計の行なので飛ばしました" + lineJa)
    note(result.passedOver.headers, "with the header once more passed over", "行は見出しの繰り返しなので飛ばしました")
    note(result.passedOver.skipped, "skipped, as the map says", "行を対応表に従って飛ばしました")
    note(
      result.older, "behind what the ledger says already: it stands", "行は台帳のほうが先に進んでいるため、台帳のままにしました")
    note(result.repeated, "in the files more than once: the furthest is taken", "行は重複していたため、最も進んだものを使いました")
    note(result.skippedRows, "skipped, nobody knows their customer", "行は顧客が不明なため飛ばしました")
    let nameless = max(0, result.rowsWithoutCustomer - result.skippedRows)
    note(nameless, "without a word of who bought", "行には購入者の情報がありません")
    return notes
  }
}
