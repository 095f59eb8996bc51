import DaichoModel

/// The http and https links that stand in a campaign's mail for everybody alike, each once. Their numbers are
/// what a click is told by; a link that holds a recipient's value has none.
package struct StaticLinks: Sendable, Hashable {
  /// By number: finished addresses, printable ASCII.
  package private(set) var addresses: [String] = []
  private var numbers: [String: Int] = [:]

  /// A click's token has two bytes for the number.
  private static let capacity = 65_536

  package init() {}

  /// Adds what can be followed on the web.
  ///
  /// - Parameter written: as in Markdown or as the value of `href`, without entities.
  /// - Returns: its number; `nil` for anything else, and for a link with a value in it.
  @discardableResult
  package mutating func add(_ written: String) -> Int? {
    guard !written.utf8.contains(Placeholder.leadByte) else { return nil }
    var written = written
    guard let address = written.withUTF8({ LinkDestination.resolve($0, values: []) }),
      address.prefix(4).lowercased() == "http"
    else { return nil }
    if let number = numbers[address] { return number }
    guard addresses.count < StaticLinks.capacity else { return nil }
    addresses.append(address)
    numbers[address] = addresses.count - 1
    return addresses.count - 1
  }

  func number(of address: String) -> Int? { numbers[address] }
}

/// How a mail tells that it was opened and where it was followed.
package struct MailTracking: Sendable {
  /// What stands for a link, by its number; `nil` leaves links as they are written.
  package var click: (@Sendable (Int) -> String)?
  /// The picture at the end of the HTML part.
  package var openPixel: String?

  package init(click: (@Sendable (Int) -> String)? = nil, openPixel: String? = nil) {
    self.click = click
    self.openPixel = openPixel
  }

  package static let none = MailTracking()

  /// Where a link of the HTML part leads.
  func address(for address: String, _ links: StaticLinks) -> String {
    guard let click, let number = links.number(of: address) else { return address }
    return click(number)
  }

  func appendPixel(to out: inout [UInt8]) {
    guard let openPixel, let address = LinkDestination.resolve(openPixel, use: .image) else { return }
    out.append(contentsOf: #"<img src=""#.utf8)
    MarkedText.appendEscaped(address, to: &out)
    out.append(
      contentsOf: #"" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">"#.utf8)
    out.append(0x0A)
  }
}
