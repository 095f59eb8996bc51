#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What `--color` may say.
package enum ColorChoice: String, Sendable, CaseIterable {
  case auto, always, never
}

/// What is known of the other end of a file descriptor.
package struct Terminal: Sendable, Hashable {
  package var isTerminal: Bool
  /// `nil` where there is no terminal to be narrow.
  package var width: Int?
  package var height: Int
  package var isColored: Bool
  /// Whether a line can be written over: false for `TERM=dumb`.
  package var canRewriteLines: Bool

  package init(isTerminal: Bool, width: Int? = nil, height: Int = 24, isColored: Bool = false) {
    self.isTerminal = isTerminal
    self.width = width
    self.height = height
    self.isColored = isColored
    canRewriteLines = isTerminal
  }

  /// `COLUMNS` and `LINES` outrank what the terminal says. `--color` outranks `NO_COLOR`, which
  /// outranks the terminal (no-color.org).
  package init(descriptor: Int32, environment: [String: String], color: ColorChoice = .auto) {
    isTerminal = isatty(descriptor) == 1
    var size = winsize()
    if isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) != 0 { size = winsize() }
    func positive(_ name: String, _ measured: UInt16, _ usual: Int) -> Int {
      if let typed = environment[name].flatMap({ Int($0) }), 1...10_000 ~= typed { return typed }
      return measured > 0 ? Int(measured) : usual
    }
    width = isTerminal ? positive("COLUMNS", size.ws_col, 80) : nil
    height = positive("LINES", size.ws_row, 24)
    let isDumb = environment["TERM"] == "dumb"
    canRewriteLines = isTerminal && !isDumb
    switch color {
    case .always: isColored = true
    case .never: isColored = false
    case .auto: isColored = isTerminal && !isDumb && (environment["NO_COLOR"] ?? "").isEmpty
    }
  }
}

/// Text attributes of a terminal; without colour every text stays as it is.
package struct Style: Sendable, Hashable {
  package enum Attribute: Int, Sendable {
    case bold = 1
    case dim = 2
    case underline = 4
    case red = 31
    case green, yellow, blue, magenta, cyan
  }

  package static let plain = Style(isColored: false)
  package let isColored: Bool

  package init(isColored: Bool) { self.isColored = isColored }

  package func callAsFunction(_ text: String, _ attributes: Attribute...) -> String {
    paint(text, attributes)
  }

  package func paint(_ text: String, _ attributes: [Attribute]) -> String {
    guard isColored, !text.isEmpty, !attributes.isEmpty else { return text }
    return "\u{1B}[" + attributes.map { String($0.rawValue) }.joined(separator: ";") + "m" + text
      + "\u{1B}[0m"
  }
}

extension Terminal {
  /// Whether the locale's encoding has block characters: not where it names one that is no UTF-8, nor in
  /// the plain C locale; where nothing is said, yes.
  package static func drawsBlocks(_ environment: [String: String]) -> Bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    guard let named = named?.lowercased() else { return true }
    return named.contains("utf-8") || named.contains("utf8")
  }

  package var style: Style { Style(isColored: isColored) }
}
