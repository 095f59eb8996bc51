import DaichoModel

/// Reads `imports/*.yml`.
package enum ImportMapReader {
  static let maximumSize = 65_536

  /// `nil` where the file is no map: an error among the diagnostics says why.
  package static func read(_ bytes: [UInt8], path: String, isBuiltIn: Bool = false) -> (
    ImportMap?, [Diagnostic]
  ) {
    var reading = ImportMapReading(SourceText(bytes, path: path))
    let root: YAMLNode?
    switch Result(catching: { () throws(YAMLError) in try tree(reading.source) }) {
    case .success(let node): root = node
    case .failure(let error):
      reading.report(.error, error.code, at: error.offset, error.message, suggestion: error.suggestion)
      return (nil, reading.diagnostics)
    }
    var map = reading.map(root)
    map?.isBuiltIn = isBuiltIn
    if reading.diagnostics.contains(where: { $0.severity == .error }) { map = nil }
    return (map, reading.diagnostics)
  }

  /// The name a map is called by.
  package static func id(ofFile path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.hasSuffix(".yml") ? String(name.dropLast(4)) : name
  }

  private static func tree(_ source: SourceText) throws(YAMLError) -> YAMLNode? {
    try source.bytes.withUnsafeBufferPointer { bytes throws(YAMLError) in
      if let error = FrontMatter.encodingError(source, bytes) { throw error }
      guard bytes.count <= maximumSize else {
        throw YAMLError("map-too-long", at: 0, .mapTooLong)
      }
      return try YAMLParser.parse(bytes, range: source.start..<bytes.count)
    }
  }
}
