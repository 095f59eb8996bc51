import DaichoModel

/// What the bytes of a file from elsewhere are.
package enum SourceEncoding: String, Sendable, CaseIterable {
  /// Told from the bytes: UTF-8, CP932, or UTF-16 by its byte order mark.
  case auto
  case utf8 = "utf-8"
  case cp932
  /// In the order that its mark or its zero bytes tell; little-endian where nothing does.
  case utf16 = "utf-16"
  case eucJP = "euc-jp"
  case iso2022JP = "iso-2022-jp"
  /// Western Europe's, of which ISO 8859-1 is a part.
  case windows1252 = "windows-1252"

  package init?(typed text: String) {
    switch TextFolding.fold(text).filter({ $0 != "-" && $0 != "_" && !$0.isWhitespace }) {
    case "auto", "自動": self = .auto
    case "utf8", "utf8bom", "utf8sig": self = .utf8
    case "cp932", "sjis", "shiftjis", "windows31j", "ms932": self = .cp932
    case "utf16", "utf16le", "utf16be", "unicode": self = .utf16
    case "eucjp", "ujis", "eucjpms": self = .eucJP
    case "iso2022jp", "jis": self = .iso2022JP
    case "windows1252", "cp1252", "latin1", "iso88591": self = .windows1252
    default: return nil
    }
  }

  /// The one that the first bytes of a file tell for certain.
  static func marked(_ head: [UInt8]) -> SourceEncoding? {
    head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) ? .utf16 : nil
  }
}
