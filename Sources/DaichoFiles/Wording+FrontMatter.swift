import DaichoModel

/// What is wrong with the bytes or the YAML of a file.
extension Wording {
  static let outOfMemory = Wording(en: "not enough memory", ja: "メモリが足りません")
  static let yamlSyntax = Wording(en: "this cannot be read as YAML", ja: "YAMLとして読めません")
  static let secondDocument = Wording(
    en: "a second YAML document begins here; a file holds one", ja: "ここから2つ目のYAML文書が始まっています。1つにしてください")
  static let yamlKey = Wording(
    en: "a field's name must be plain words before the ':'", ja: "「:」の前の項目名はふつうの文字で書いてください")
  static let keepOneKey = Wording(en: "keep one of the two", ja: "どちらか一方を残してください")
  static let yamlAlias = Wording(
    en: "'*' begins a YAML alias; aliases are not allowed here", ja: "「*」はYAMLのエイリアスになります。エイリアスは使えません")
  static let yamlAnchor = Wording(
    en: "'&' begins a YAML anchor; anchors are not allowed here", ja: "「&」はYAMLのアンカーになります。アンカーは使えません")
  static let yamlTag = Wording(
    en: "'!' begins a YAML tag; tags are not allowed here", ja: "「!」はYAMLのタグになります。タグは使えません")
  static let deleteCharacter = Wording(en: "delete the character", ja: "その文字を消してください")
  static let containsNUL = Wording(
    en: "the file contains a NUL byte; it is not a text file", ja: "NULバイトがあります。テキストファイルではありません")
  static let notUTF8Unknown = Wording(
    en: "the file is not UTF-8; save it as UTF-8", ja: "UTF-8ではありません。UTF-8で保存し直してください")
  static let frontMatterTooLong = Wording(
    en: "the front matter is longer than 64 KiB; move the text below the second '---'",
    ja: "フロントマターが64 KiBを超えています。文章は2つ目の「---」より下に移してください")
  static let frontMatterUnclosed = Wording(
    en: "the front matter that begins here has no closing '---' line", ja: "ここから始まるフロントマターを閉じる「---」の行がありません")
  static let closeFrontMatter = Wording(
    en: "add a line '---' after the last field", ja: "最後の項目の次に「---」だけの行を足してください")
  static let notAMapping = Wording(
    en: "expected fields such as 'name: Hanako' here", ja: "「name: 花子」のような項目を書いてください")
  static let yamlTabIndent = Wording(en: "a tab indents this line", ja: "この行はタブで字下げされています")
  static let indentWithSpaces = Wording(en: "indent with spaces", ja: "半角スペースで字下げしてください")
  static let quoteTheValue = Wording(en: "put the value in quotes", ja: "値を引用符で囲んでください")
  static let yamlSecondColon = Wording(
    en: "a second ':' in this line, or a line indented too far", ja: "この行に2つ目の「:」があるか、字下げが深すぎます")
  static let yamlMissingColon = Wording(
    en: "this line has no ':' after the field's name", ja: "この行には項目名のあとの「:」がありません")
  static let yamlIndentOrColon = Wording(
    en: "write 'field: value', or indent the line if it continues the value above",
    ja: "「項目名: 値」と書くか、上の値の続きなら字下げしてください")
  static let yamlUnexpected = Wording(
    en: "a field was expected here; this line does not fit the ones above it", ja: "ここには項目が来るはずですが、上の行と合いません")
  static let yamlIndentOrQuote = Wording(
    en: "check the indentation, or put the value in quotes", ja: "字下げを確かめるか、値を引用符で囲んでください")
  static let yamlUnclosedBracket = Wording(
    en: "the bracket that opens here is not closed properly", ja: "ここで開いた括弧が正しく閉じられていません")
  static let yamlCloseBracket = Wording(
    en: "separate the items with ', ' and close the bracket", ja: "要素を「, 」で区切り、括弧を閉じてください")
  static let yamlBadStart = Wording(
    en: "a value cannot begin with this character", ja: "値はこの文字で始められません")
  static let yamlUnclosedQuote = Wording(
    en: "the quote that opens here is never closed", ja: "ここで開いた引用符が閉じられていません")
  static let yamlCloseQuote = Wording(en: "close the quote", ja: "引用符を閉じてください")
  static let yamlBadEscape = Wording(
    en: "unknown escape after '\\' in a double-quoted value", ja: "二重引用符の中の「\\」のあとが読めません")
  static let yamlDoubleBackslash = Wording(
    en: "write '\\\\' for a backslash, or use single quotes", ja: "「\\」そのものは「\\\\」と書くか、一重引用符を使ってください")
  static let yamlDashAfterColon = Wording(
    en: "a '-' list cannot begin on the field's own line", ja: "「-」のリストは項目名と同じ行からは始められません")
  static let yamlListOnNextLine = Wording(
    en: "begin it on the next line, write [a, b], or put the value in quotes",
    ja: "次の行から始めるか、[a, b] と書くか、値を引用符で囲んでください")
  static let yamlBlockHeader = Wording(
    en: "text cannot follow '|' or '>' on the same line", ja: "「|」や「>」と同じ行に文章は書けません")

  static func yamlTooDeep(limit: Int) -> Wording {
    Wording(en: "nested more than \(limit) levels deep", ja: "入れ子が\(limit)段を超えています")
  }

  static func duplicateKey(_ key: String) -> Wording {
    Wording(en: "'\(key)' is given twice", ja: "「\(key)」が2回書かれています")
  }

  static func controlCharacter(_ value: UInt32) -> Wording {
    let code =
      "U+" + String(repeating: "0", count: max(0, 4 - String(value, radix: 16).count))
      + String(value, radix: 16).uppercased()
    return Wording(
      en: "the character \(code) is not allowed here", ja: "ここに文字\(code)は使えません")
  }

  static func notUTF8(likely name: String) -> Wording {
    Wording(en: "the file is not UTF-8; it looks like \(name)", ja: "UTF-8ではありません。\(name)のようです")
  }

  static func importWithEncoding(_ name: String) -> Wording {
    Wording(
      en: "save it as UTF-8, or read it in with: daicho import --encoding \(name)",
      ja: "UTF-8で保存し直すか、daicho import --encoding \(name) で取り込んでください")
  }

  static func writeInQuotes(_ line: String) -> Wording {
    Wording(en: "write it in quotes: \(line)", ja: "引用符で囲んでください: \(line)")
  }

  static func filterBreaksYAML(_ read: String) -> Wording {
    Wording(
      en: "YAML cannot read this filter as it stands: \(read)", ja: "この条件はこのままではYAMLとして読めません: \(read)")
  }

  static func writeFilterAsBlock(key: String, filter: String) -> Wording {
    Wording(
      en: "write '\(key): |' and the filter on the next line, indented: \(filter)",
      ja: "「\(key): |」と書き、次の行に字下げして条件を書いてください: \(filter)")
  }
}
