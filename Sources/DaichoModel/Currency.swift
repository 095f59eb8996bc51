/// An ISO 4217 currency code and the number of its minor digits: JPY 0, USD 2.
package struct Currency: Sendable, Hashable, CustomStringConvertible {
  package let code: String

  /// `nil` unless `code` is three ASCII letters.
  package init?(_ code: String) {
    let bytes = Array(code.utf8)
    guard bytes.count == 3, bytes.allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) && $0 < 0x80 })
    else { return nil }
    self.code = code.uppercased()
  }

  private init(known code: String) { self.code = code }
  package static let jpy = Currency(known: "JPY")

  package var minorDigits: Int {
    switch code {
    case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
      "XAF", "XOF", "XPF":
      0
    case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
    default: 2
    }
  }

  package var description: String { code }
}
