import Foundation

/// Python 3, as an independent reader of what we write.
///
/// A test that needs it says so: `@Test(.enabled(if: Python.isAvailable))`.
package enum Python {
  /// A script that ended with a status other than 0.
  package struct Failure: Error, CustomStringConvertible {
    package let result: Subprocess.Result

    package var description: String { "python3 ended with \(result.status): \(result.stderr)" }
  }

  package static let isAvailable = Subprocess.find("python3") != nil

  /// Runs a script and returns its standard output.
  /// - Parameter arguments: The script's `sys.argv[1:]`.
  package static func run(
    _ script: String, _ arguments: [String] = [], in folder: String? = nil, input: [UInt8] = []
  ) throws -> String {
    var environment = ProcessInfo.processInfo.environment
    environment["PYTHONUTF8"] = "1"
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    let result = try Subprocess.run(
      "python3", ["-c", script] + arguments, in: folder, environment: environment, input: input)
    guard result.status == 0 else { throw Failure(result: result) }
    return result.stdout
  }
}
