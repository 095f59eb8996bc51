/// Kana become Hepburn romaji, as on a passport: `おおの` is `ono`. Kanji stay as they are.
package enum Romaji {
  /// An id from a name: `やまだ はなこ` is `yamada-hanako`.
  ///
  /// `nil` when nothing of the text can stand in an id.
  package static func id(from name: String) -> String? {
    let words = TextFolding.fold(name).split { !$0.isLetter && !$0.isNumber && $0 != "ー" }
    let parts = words.map { romanized(String($0)) }.filter { !$0.isEmpty }
    let id = parts.joined(separator: "-").prefix(60)
    return id.isEmpty ? nil : String(id)
  }

  /// A word of folded kana in romaji; other characters stay.
  package static func romanized(_ word: String) -> String {
    var out = ""
    var (doubled, lastWasN) = (false, false)
    let scalars = Array(word.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let pair = index + 1 < scalars.count ? String(scalars[index]) + String(scalars[index + 1]) : ""
      var syllable: String?
      if let known = digraphs[pair] {
        syllable = known
        index += 1
      } else {
        syllable = syllables[scalars[index]]
      }
      switch scalars[index] {
      case "っ": doubled = true
      case "ー": break
      default:
        if var text = syllable {
          if doubled { text = (text.hasPrefix("ch") ? "t" : String(text.prefix(1))) + text }
          // Passport Hepburn: n is m before b, m and p; long o and u are written once.
          if out.hasSuffix("n"), let first = text.first, "bmp".contains(first), lastWasN {
            out.removeLast()
            out += "m"
          }
          if text == "u", out.hasSuffix("o") || out.hasSuffix("u") {
            text = ""
          } else if text == "o", out.hasSuffix("o"), index + 1 < scalars.count {
            text = ""
          }
          out += text
          lastWasN = scalars[index] == "ん"
        } else {
          out.unicodeScalars.append(scalars[index])
          lastWasN = false
        }
        doubled = false
      }
      index += 1
    }
    return out
  }

  private static let syllables: [Unicode.Scalar: String] = [
    "あ": "a", "い": "i", "う": "u", "え": "e", "お": "o", "か": "ka", "き": "ki", "く": "ku", "け": "ke",
    "こ": "ko", "さ": "sa", "し": "shi", "す": "su", "せ": "se", "そ": "so", "た": "ta", "ち": "chi", "つ": "tsu",
    "て": "te", "と": "to", "な": "na", "に": "ni", "ぬ": "nu", "ね": "ne", "の": "no", "は": "ha", "ひ": "hi",
    "ふ": "fu", "へ": "he", "ほ": "ho", "ま": "ma", "み": "mi", "む": "mu", "め": "me", "も": "mo", "ら": "ra",
    "り": "ri", "る": "ru", "れ": "re", "ろ": "ro", "が": "ga", "ぎ": "gi", "ぐ": "gu", "げ": "ge", "ご": "go",
    "ざ": "za", "じ": "ji", "ず": "zu", "ぜ": "ze", "ぞ": "zo", "だ": "da", "ぢ": "ji", "づ": "zu", "で": "de",
    "ど": "do", "ば": "ba", "び": "bi", "ぶ": "bu", "べ": "be", "ぼ": "bo", "ぱ": "pa", "ぴ": "pi", "ぷ": "pu",
    "ぺ": "pe", "ぽ": "po", "や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ゔ": "vu",
    "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ゎ": "wa",
    "ゐ": "i", "ゑ": "e",
  ]

  private static let digraphs: [String: String] = [
    "きゃ": "kya", "きゅ": "kyu", "きょ": "kyo", "しゃ": "sha", "しゅ": "shu", "しょ": "sho", "ちゃ": "cha",
    "ちゅ": "chu", "ちょ": "cho", "にゃ": "nya", "にゅ": "nyu", "にょ": "nyo", "ひゃ": "hya", "ひゅ": "hyu",
    "ひょ": "hyo", "みゃ": "mya", "みゅ": "myu", "みょ": "myo", "りゃ": "rya", "りゅ": "ryu", "りょ": "ryo",
    "ぎゃ": "gya", "ぎゅ": "gyu", "ぎょ": "gyo", "じゃ": "ja", "じゅ": "ju", "じょ": "jo", "ぢゃ": "ja",
    "ぢゅ": "ju", "ぢょ": "jo", "びゃ": "bya", "びゅ": "byu", "びょ": "byo", "ぴゃ": "pya", "ぴゅ": "pyu",
    "ぴょ": "pyo", "ふぁ": "fa", "ふぃ": "fi", "ふぇ": "fe", "ふぉ": "fo", "しぇ": "she", "じぇ": "je",
    "ちぇ": "che", "てぃ": "ti", "でぃ": "di", "うぃ": "wi", "うぇ": "we", "うぉ": "wo", "ゔぁ": "va",
    "ゔぃ": "vi", "ゔぇ": "ve", "ゔぉ": "vo",
  ]
}
