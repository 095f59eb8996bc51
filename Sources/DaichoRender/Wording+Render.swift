import DaichoModel

/// What the templates' errors say: the message and, where there is one, the next step.
extension Wording {
  static func unknownName(_ name: String, nearest: String?) -> (Wording, Wording?) {
    (
      Wording(en: "unknown name '\(name)'", ja: "「\(name)」という名前はありません"),
      nearest.map { Wording(en: "did you mean '\($0)'?", ja: "「\($0)」ではありませんか") }
    )
  }

  static func notAValue(_ name: String, example: String?) -> (Wording, Wording?) {
    (
      Wording(en: "'\(name)' is a group of fields, not a value", ja: "「\(name)」は項目のまとまりで、値ではありません"),
      example.map {
        Wording(en: "name one of its fields, such as '\($0)'", ja: "「\($0)」のように項目まで書いてください")
      }
    )
  }

  static func dotOutsideList() -> (Wording, Wording?) {
    (
      Wording(en: "'{{.}}' stands only inside a section", ja: "「{{.}}」はセクションの中でだけ使えます"),
      Wording(en: "put it inside {{#list}}…{{/list}}", ja: "{{#一覧}}…{{/一覧}} の中に書いてください")
    )
  }

  static func badTagName(_ name: String, repaired: String?) -> (Wording, Wording?) {
    let shown = printable(name)
    let message =
      shown.isEmpty
      ? Wording(en: "a tag without a name", ja: "名前のないタグです")
      : Wording(en: "'\(shown)' is not a name", ja: "「\(shown)」は名前として読めません")
    let rule = Wording(
      en: "names are letters, digits, '_', '-' and dots, such as customer.name",
      ja: "名前は customer.name のように、半角の英数字と「_」「-」「.」で書いてください")
    return (
      message,
      repaired.map { Wording(en: "did you mean '\($0)'?", ja: "「\($0)」ではありませんか") } ?? rule
    )
  }

  static func fullWidthBraces() -> (Wording, Wording?) {
    (
      Wording(en: "full-width braces do not make a tag", ja: "全角の「｛｛」はタグになりません"),
      Wording(en: "write {{ and }} in half width", ja: "半角の {{ と }} で書いてください")
    )
  }

  static func unclosedTag() -> (Wording, Wording?) {
    (
      Wording(en: "this tag is not closed", ja: "このタグは閉じられていません"),
      Wording(en: "add '}}' after the name", ja: "名前のあとに「}}」を書いてください")
    )
  }

  static func refusedTag(sigil: Unicode.Scalar) -> (Wording, Wording?) {
    switch sigil {
    case "{", "&":
      (
        Wording(
          en: "values are always escaped; this tag asks for a raw one",
          ja: "値は必ず安全な形に直して差し込みます。そのまま差し込むタグは使えません"),
        Wording(en: "write {{name}}", ja: "{{名前}} と書いてください")
      )
    case "=":
      (
        Wording(en: "tags cannot get other delimiters", ja: "タグの区切り記号は変えられません"),
        Wording(en: "write tags as {{name}}", ja: "タグは {{名前}} と書いてください")
      )
    case "%":
      (
        Wording(en: "pragmas are not available", ja: "「{{%…}}」は使えません"),
        Wording(en: "remove this tag", ja: "このタグを消してください")
      )
    default:
      (
        Wording(en: "this tag is not available", ja: "このタグは使えません"),
        Wording(en: "remove this tag", ja: "このタグを消してください")
      )
    }
  }

  static func inheritanceHere() -> (Wording, Wording?) {
    (
      Wording(en: "a subject or preheader inherits nothing", ja: "件名とプリヘッダーでは継承を使えません"),
      Wording(en: "use inheritance in the body or a layout", ja: "本文かレイアウトで使ってください")
    )
  }

  static func textOutsideBlock(_ name: String) -> (Wording, Wording?) {
    (
      Wording(
        en: "between {{<\(name)}} and {{/\(name)}} stand only blocks; anything else would be lost",
        ja: "{{<\(name)}} から {{/\(name)}} の間にはブロックだけを書けます。ほかの文字は失われます"),
      Wording(en: "put it into a block: {{$block}}…{{/block}}", ja: "{{$ブロック}}…{{/ブロック}} の中に書いてください")
    )
  }

  static func sectionNotOpen(_ name: String) -> (Wording, Wording?) {
    (
      Wording(en: "no section '\(name)' is open here", ja: "「\(name)」のセクションは始まっていません"),
      Wording(en: "add {{#\(name)}} before it, or remove this tag", ja: "前に {{#\(name)}} を書くか、このタグを消してください")
    )
  }

  static func sectionMismatch(_ name: String, open: String, line: Int) -> (Wording, Wording?) {
    (
      Wording(
        en: "'\(name)' is closed while '\(open)' of line \(line) is open",
        ja: "\(line)行目の「\(open)」が開いたまま、「\(name)」が閉じられています"),
      Wording(en: "write {{/\(open)}}", ja: "{{/\(open)}} と書いてください")
    )
  }

  static func sectionNotClosed(_ name: String) -> (Wording, Wording?) {
    (
      Wording(en: "section '\(name)' is not closed", ja: "「\(name)」のセクションが閉じられていません"),
      Wording(en: "add {{/\(name)}}", ja: "{{/\(name)}} を書いてください")
    )
  }

  static func nestedTooDeeply(limit: Int) -> (Wording, Wording?) {
    (
      Wording(en: "nested more than \(limit) deep", ja: "入れ子が\(limit)段を超えています"),
      Wording(en: "make the template flatter", ja: "入れ子を浅くしてください")
    )
  }

  static func unknownPartial(_ name: String, nearest: String?) -> (Wording, Wording?) {
    (
      Wording(en: "there is no template '\(name)'", ja: "「\(name)」というテンプレートはありません"),
      nearest.map { Wording(en: "did you mean '\($0)'?", ja: "「\($0)」ではありませんか") }
        ?? Wording(en: "add templates/\(name).html", ja: "templates/\(name).html を作ってください")
    )
  }

  static func circularPartial(_ names: [String]) -> (Wording, Wording?) {
    let chain = names.joined(separator: " → ")
    return (
      Wording(en: "a template includes itself: \(chain)", ja: "テンプレートが自分自身を取り込んでいます: \(chain)"), nil
    )
  }

  static func templateTooLarge() -> (Wording, Wording?) {
    (
      Wording(en: "a template may have at most 64 KiB", ja: "テンプレートは64KiBまでです"),
      Wording(en: "shorten it", ja: "短くしてください")
    )
  }

  static func tooManyTags(limit: Int) -> (Wording, Wording?) {
    (
      Wording(en: "more than \(limit) braces in one template", ja: "波かっこが\(limit)個を超えています"),
      Wording(en: "shorten it", ja: "短くしてください")
    )
  }

  static func unreadableTemplate() -> (Wording, Wording?) {
    (
      Wording(en: "this template cannot be read", ja: "このテンプレートは読み取れません"),
      Wording(en: "look for a tag with an unusual character beside its braces", ja: "波かっこの隣の文字を確かめてください")
    )
  }

  static func multilineSubject() -> (Wording, Wording?) {
    (
      Wording(en: "a subject is one line", ja: "件名は1行で書いてください"),
      Wording(en: "join the lines", ja: "改行を消してください")
    )
  }

  static func controlCharacterInTemplate() -> (Wording, Wording?) {
    (
      Wording(en: "a control character stands in the subject", ja: "件名に制御文字が入っています"),
      Wording(en: "remove it", ja: "取り除いてください")
    )
  }

  /// A C0 character shown as its picture, so that an error cannot write to a terminal.
  private static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(60) {
      if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
        result.append(picture)
      } else if scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
      {
        result.append("\u{FFFD}")
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
