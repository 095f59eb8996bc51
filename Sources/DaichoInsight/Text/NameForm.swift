import DaichoModel

/// The forms in which parts of names and addresses are compared.
package enum NameForm {
  /// Folded, without spaces and signs, in today's characters: `髙橋` is `高橋`, `O'Leary` is `oleary`.
  package static func written(_ text: String) -> String {
    let folded = KanjiVariants.folded(TextFolding.fold(text))
    if folded.unicodeScalars.allSatisfy(isOfName) { return folded }
    var out = String.UnicodeScalarView()
    out.append(contentsOf: folded.unicodeScalars.filter(isOfName))
    return String(out)
  }

  private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A, 0x3041...0x3096, 0x30FC, 0x4E00...0x9FFF, 0x3005: true
    case 0..<0xC0: false
    default: scalar.properties.isAlphabetic
    }
  }

  /// How a name in kana or Latin letters sounds, in Latin letters: `やまだ`, `ヤマダ` and `Yamada` agree, and
  /// so do `おおた`, `Ohta` and `Ōta`. `nil` for other scripts.
  package static func reading(_ text: String) -> String? {
    let written = written(text)
    guard !written.isEmpty, written.unicodeScalars.allSatisfy(hasSound) else { return nil }
    let latin = TextFolding.unmarked(Romaji.romanized(written))
    return isRomaji(latin) ? shortened(latin) : latin
  }

  private static func hasSound(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x61...0x7A, 0xDF...0x24F, 0x3041...0x3096, 0x30FC: true
    default: false
    }
  }

  private static let consonants: Set<String> = [
    "", "k", "s", "t", "n", "h", "f", "m", "y", "r", "w", "g", "z", "d", "b", "p", "j", "v", "sh", "ch", "ts",
    "ky", "sy", "ty", "ny", "hy", "my", "ry", "gy", "zy", "jy", "by", "py", "kk", "ss", "tt", "pp", "tch",
    "ssh",
    "cch", "nn", "nk", "ns", "nt", "nd", "ng", "nz", "nj", "nh", "nf", "nm", "mm", "mb", "mp", "nb", "np",
    "nw",
    "nr", "ny", "nsh", "nch", "nts", "nky", "ngy", "nry", "hk", "ht", "hs", "hm", "hn", "hr", "hy", "hw",
    "hg",
    "hsh", "hts", "hb", "hj", "hch",
  ]

  /// Whether all of it is Japanese syllables in Latin letters.
  private static func isRomaji(_ text: String) -> Bool {
    var cluster = ""
    for character in text {
      if "aiueo".contains(character) {
        if !consonants.contains(cluster) { return false }
        cluster = ""
      } else {
        cluster.append(character)
        if cluster.utf8.count > 3 { return false }
      }
    }
    return ["", "n", "h", "m"].contains(cluster)
  }

  /// Long vowels once, `n` before b, m and p as `m`, and the spellings of Kunrei as those of Hepburn.
  private static func shortened(_ text: String) -> String {
    var out: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    func at(_ offset: Int) -> UInt8 { bytes.indices.contains(offset) ? bytes[offset] : 0 }
    func isVowel(_ byte: UInt8) -> Bool { "aiueo".utf8.contains(byte) }
    while index < bytes.count {
      let (byte, next) = (bytes[index], at(index + 1))
      let previous = out.last ?? 0
      switch byte {
      case UInt8(ascii: "u") where previous == UInt8(ascii: "o") || previous == byte: break
      case UInt8(ascii: "o") where previous == byte: break
      case UInt8(ascii: "h") where isVowel(previous) && !isVowel(next) && next != UInt8(ascii: "y"): break
      case UInt8(ascii: "n") where "bmp".utf8.contains(next): out.append(UInt8(ascii: "m"))
      case UInt8(ascii: "s") where next == UInt8(ascii: "i"): out += "sh".utf8
      case UInt8(ascii: "t") where next == UInt8(ascii: "i"): out += "ch".utf8
      case UInt8(ascii: "t") where next == UInt8(ascii: "u"): out += "ts".utf8
      case UInt8(ascii: "h") where next == UInt8(ascii: "u") && !"sc".utf8.contains(previous):
        out.append(UInt8(ascii: "f"))
      case UInt8(ascii: "z") where next == UInt8(ascii: "i"): out.append(UInt8(ascii: "j"))
      case UInt8(ascii: "s") where next == UInt8(ascii: "y"):
        out += "sh".utf8
        index += 1
      case UInt8(ascii: "t") where next == UInt8(ascii: "y"):
        out += "ch".utf8
        index += 1
      case UInt8(ascii: "z") where next == UInt8(ascii: "y"),
        UInt8(ascii: "j") where next == UInt8(ascii: "y"):
        out.append(UInt8(ascii: "j"))
        index += 1
      default: out.append(byte)
      }
      index += 1
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// A street as it compares: `１丁目２番３号`, `一丁目2-3` and `1-2-3` agree.
  package static func street(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    let scalars = Array(KanjiVariants.folded(TextFolding.fold(text)).unicodeScalars)
    var index = 0
    func follows(_ words: String, at place: Int) -> Bool {
      scalars[min(place, scalars.count)...].starts(with: words.unicodeScalars)
    }
    while index < scalars.count {
      let scalar = scalars[index]
      let isAfterDigit = out.last.map { ("0"..."9").contains($0) } ?? false
      index += 1
      if let digit = kanjiDigits[scalar], follows("丁目", at: index) {
        out.append(digit)
        continue
      }
      switch scalar.value {
      case 0x30...0x39, 0x61...0x7A: out.append(scalar)
      case 0x2010...0x2015, 0x2212, 0x30FC, 0x2D, 0x306E, 0x5BEE:
        // Dashes, and の between numbers.
        if isAfterDigit {
          out.append("-")
        } else if scalar.value == 0x30FC || scalar.value == 0x306E {
          out.append(scalar)
        }
      case 0x4E01 where isAfterDigit && follows("目", at: index):
        out.append("-")
        index += 1
      case 0x756A where isAfterDigit:
        out.append("-")
        if follows("地の", at: index) { index += 2 } else if follows("地", at: index) { index += 1 }
      case 0x53F7 where isAfterDigit: out.append("-")
      case 0..<0xC0: break
      case 0x3041...0x3096, 0x4E00...0x9FFF, 0x3005: out.append(scalar)
      default: if scalar.properties.isAlphabetic { out.append(scalar) }
      }
    }
    while out.last == "-" { out.removeLast() }
    return String(out)
  }

  private static let kanjiDigits: [Unicode.Scalar: Unicode.Scalar] = [
    "一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9",
  ]
}
