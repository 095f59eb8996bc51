import DaichoModel

/// Reads daicho.yml.
package enum SettingsReader {
  static let maximumSize = 262_144

  /// Everything daicho.yml says. What cannot be read keeps its default and is in `diagnostics`.
  package struct Result: Sendable {
    package var settings = WorkspaceSettings()
    package var delivery = DeliverySettings()
    package var diagnostics: [Diagnostic] = []
    /// False where the YAML could not be read at all, so that everything is at its default.
    package var isReadable = true
  }

  package static func read(_ bytes: [UInt8], path: String) -> (WorkspaceSettings, [Diagnostic]) {
    let result = readAll(bytes, path: path)
    return (result.settings, result.diagnostics)
  }

  package static func readAll(_ bytes: [UInt8], path: String) -> Result {
    var reading = SettingsReading(SourceText(bytes, path: path))
    do throws(YAMLError) {
      if let root = try tree(reading.source) { reading.readAll(root) }
    } catch {
      reading.report(.error, error.code, at: error.offset, error.message, suggestion: error.suggestion)
      var result = reading.result
      result.isReadable = false
      return result
    }
    return reading.result
  }

  private static func tree(_ source: SourceText) throws(YAMLError) -> YAMLNode? {
    try source.bytes.withUnsafeBufferPointer { bytes throws(YAMLError) in
      if let error = FrontMatter.encodingError(source, bytes) { throw error }
      guard bytes.count <= maximumSize else {
        throw YAMLError("settings-too-long", at: 0, .settingsTooLong)
      }
      return try YAMLParser.parse(bytes, range: source.start..<bytes.count)
    }
  }
}
