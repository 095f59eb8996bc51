import DaichoModel

/// What is said about layouts, links and single mails.
extension Wording {
  static func unknownLayout(_ name: String, nearest: String?, known: [String]) -> (Wording, Wording?) {
    let list = known.joined(separator: ", ")
    return (
      Wording(en: "there is no layout '\(name)'", ja: "「\(name)」というレイアウトはありません"),
      nearest.map { Wording(en: "did you mean '\($0)'?", ja: "「\($0)」ではありませんか") }
        ?? Wording(en: "there are: \(list)", ja: "使えるのは次のとおりです: \(list)")
    )
  }

  static func layoutLacks(_ name: String) -> (Wording, Wording?) {
    (
      Wording(en: "the layout has no {{\(name)}}", ja: "レイアウトに {{\(name)}} がありません"),
      Wording(en: "every mail needs it: add {{\(name)}}", ja: "どのメールにも必要です。{{\(name)}} を書いてください")
    )
  }

  static func refusedElement(_ name: String) -> (Wording, Wording?) {
    (
      Wording(en: "<\(name)> cannot stand in a mail", ja: "メールに <\(name)> は使えません"),
      Wording(en: "remove it", ja: "取り除いてください")
    )
  }

  static func refusedAttribute(_ name: String) -> (Wording, Wording?) {
    (
      Wording(en: "the attribute '\(name)' cannot stand in a mail", ja: "メールに属性「\(name)」は使えません"),
      Wording(en: "remove it", ja: "取り除いてください")
    )
  }

  static func valueInMarkup() -> (Wording, Wording?) {
    (
      Wording(
        en: "a value can stand in text or in a quoted attribute, not here",
        ja: "値を書けるのは、文章の中か、引用符で囲んだ属性の中だけです"),
      Wording(en: "move the tag, or put quotes around the attribute", ja: "タグを移すか、属性を引用符で囲んでください")
    )
  }

  static func unclosedMarkup() -> (Wording, Wording?) {
    (
      Wording(en: "the template ends inside an element's tag", ja: "テンプレートがHTMLタグの途中で終わっています"),
      Wording(en: "close it with '>'", ja: "「>」で閉じてください")
    )
  }

  static func sectionCrossesMarkup(_ name: String) -> (Wording, Wording?) {
    (
      Wording(
        en: "section '\(name)' begins and ends in different places of the markup",
        ja: "「\(name)」のセクションが、HTMLの別の場所で始まり、終わっています"),
      Wording(en: "put whole elements or whole attributes inside it", ja: "要素か属性をまるごと囲んでください")
    )
  }

  static func badLink() -> (Wording, Wording?) {
    (
      Wording(
        en: "this link does not lead anywhere a mail may lead", ja: "このリンク先は、メールでは使えません"),
      Wording(
        en: "begin it with https://, http://, mailto: or tel:",
        ja: "https://、http://、mailto:、tel: のどれかで始めてください")
    )
  }

  static func badImage() -> (Wording, Wording?) {
    (
      Wording(en: "this picture cannot be shown in a mail", ja: "この画像は、メールでは表示できません"),
      Wording(en: "begin its address with https://", ja: "画像のURLを https:// で始めてください")
    )
  }

  static func imageWithoutAlt() -> (Wording, Wording?) {
    (
      Wording(
        en: "this picture has no words for those who do not see it", ja: "この画像には代替テキストがありません"),
      Wording(
        en: "write ![what it shows](https://…), or alt=\"…\" in a layout",
        ja: "![何の画像か](https://…) のように書いてください（レイアウトでは alt=\"…\"）")
    )
  }

  static func rawHTML() -> (Wording, Wording?) {
    (
      Wording(en: "HTML in a body is shown as text", ja: "本文のHTMLは、文字としてそのまま表示されます"),
      Wording(en: "use Markdown, or put it into a layout", ja: "Markdownで書くか、レイアウトに書いてください")
    )
  }

  static func bodyTooLarge(bytes: Int) -> (Wording, Wording) {
    (
      Wording(en: "the body has \(bytes) bytes; 65536 is the limit", ja: "本文が\(bytes)バイトあります。上限は65536バイトです"),
      Wording(en: "shorten the body", ja: "本文を短くしてください")
    )
  }

  static func bodyTooDeep(limit: Int) -> (Wording, Wording) {
    (
      Wording(en: "the body is nested more than \(limit) deep", ja: "本文の入れ子が\(limit)段を超えています"),
      Wording(en: "use fewer quotes and lists inside one another", ja: "引用や箇条書きの入れ子を浅くしてください")
    )
  }

  static func mailTooLarge() -> (Wording, Wording) {
    (
      Wording(en: "the lists of this mail make it too large", ja: "一覧の件数が多く、メールが大きくなりすぎます"),
      Wording(en: "shorten the lists, or use fewer within one another", ja: "一覧を短くするか、入れ子を減らしてください")
    )
  }

  static func controlCharacterInSubject(name: String) -> (Wording, Wording) {
    (
      Wording(
        en: "'\(name)' holds a line break or control character and stands in the subject",
        ja: "件名に差し込む「\(name)」に、改行か制御文字が入っています"),
      Wording(en: "correct the record", ja: "レコードを直してください")
    )
  }

  static func outOfMemory() -> Wording {
    Wording(en: "there is not enough memory to render this mail", ja: "メモリーが足りず、メールを組み立てられません")
  }
}
