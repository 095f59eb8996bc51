import DaichoModel

/// Command lines that cannot be understood.
extension Wording {
  static func badValue(_ value: String, for name: String) -> Wording {
    Wording(en: "'\(value)' cannot stand for \(name)", ja: "「\(value)」は \(name) に指定できません")
  }

  static func missingArgument(_ name: String) -> Wording {
    Wording(en: "\(name) is missing", ja: "\(name) を指定してください")
  }

  static func missingOptionValue(_ name: String) -> Wording {
    Wording(en: "\(name) needs a value", ja: "\(name) に値を指定してください")
  }

  static func unknownOption(_ name: String) -> Wording {
    Wording(en: "there is no option '\(name)'", ja: "「\(name)」というオプションはありません")
  }

  static func unexpectedArguments(_ words: String) -> Wording {
    Wording(en: "nothing is expected here: \(words)", ja: "ここには何も指定できません: \(words)")
  }

  static func unknownCommand(_ word: String) -> Wording {
    Wording(en: "there is no command '\(word)'", ja: "「\(word)」というコマンドはありません")
  }

  static func oneOf(_ words: [String]) -> Wording {
    let list = words.joined(separator: ", ")
    return Wording(en: "one of: \(list)", ja: "次のどれかを指定してください: \(list)")
  }

  static func outOfRange(_ option: String, _ range: ClosedRange<Int>) -> Wording {
    Wording(
      en: "\(option) must be from \(range.lowerBound) to \(range.upperBound)",
      ja: "\(option) には\(range.lowerBound)から\(range.upperBound)までの数を指定してください")
  }

  static func negative(_ option: String) -> Wording {
    Wording(en: "\(option) must not be negative", ja: "\(option) に負の数は指定できません")
  }

  static let noColumns = Wording(en: "--columns names no column", ja: "--columns に項目がありません")
  static let emptySearch = Wording(en: "nothing to look for", ja: "探す言葉を指定してください")
  static let emptySQL = Wording(en: "no statement to run", ja: "SQL 文を指定してください")
  static let inOrOut = Wording(en: "an entry is --in or --out, not both", ja: "--in と --out は同時に指定できません")
  static let allNeedsFolder = Wording(en: "--all needs --output FOLDER", ja: "--all には --output フォルダー が必要です")
  static let allOrOne = Wording(
    en: "--all and --customer exclude each other", ja: "--all と --customer は同時に指定できません")
  static let segmentOrFilter = Wording(
    en: "name a segment, or give a filter with --where", ja: "セグメントか、--where の条件のどちらか一方を指定してください")
  static let nameRecord = Wording(
    en: "name the record first, as in 'daicho set hanako-yamada owner=sato', or give --where",
    ja: "「daicho set hanako-yamada owner=sato」のように先に記録を指定するか、--where を付けてください")
  static let nothingToSet = Wording(en: "nothing to set; write FIELD=VALUE", ja: "項目=値 を指定してください")

  static func noAssignment(_ word: String) -> Wording {
    Wording(en: "'\(word)' is no assignment; write FIELD=VALUE", ja: "「\(word)」は 項目=値 の形になっていません")
  }

  static func previewEnding(_ path: String) -> Wording {
    Wording(
      en: "a preview cannot be written as '\(path)'", ja: "「\(path)」の形式ではプレビューを書き出せません")
  }

  static func noTimeout(_ seconds: Int) -> Wording {
    Wording(
      en: "--timeout takes 1 to 86400 seconds, not \(seconds)",
      ja: "--timeout は1から86400（秒）です（\(seconds) は使えません）")
  }

  /// - Parameter hasLines: JSON lines will do, too.
  static func tableOrJSON(_ format: String, hasLines: Bool = false) -> Wording {
    Wording(
      en: "there is no \(format) here; --format is \(hasLines ? "table, json or jsonl" : "table or json")",
      ja: "ここでは \(format) は使えません。--format は \(hasLines ? "table、json、jsonl" : "table、json") のどれかです")
  }

  static let previewEndings = Wording(
    en: "end the name in .html, .eml or .txt", ja: "名前の末尾を .html、.eml、.txt のどれかにしてください")
}
