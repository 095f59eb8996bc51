#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `generate-workspace --customers N --out DIR [--seed S] [--until YYYY-MM-DD]`: a workspace as a shop
/// would have after three years. The same numbers give the same bytes.
@main
enum GenerateWorkspace {
  private static let usage = """
    usage: generate-workspace --customers N --out DIR [--seed S] [--until YYYY-MM-DD]
      --customers  1…10,000,000; everything else follows: a tenth as many deals, five order lines each
      --out        a folder that does not exist yet
      --seed       default 1
      --until      the last day of the data; default 2026-10-31

    """

  static func main() {
    guard let (customers, folder, seed, until) = arguments() else {
      complain(usage)
      exit(64)
    }
    do {
      let files = try FileWriter(root: folder)
      var generator = WorkspaceGenerator(customers: customers, seed: seed, until: until, files: files)
      try generator.run()
      print("\(files.count) files, \(files.bytes) bytes")
    } catch {
      complain("generate-workspace: error: \(error.path): \(error.reason)\n")
      exit(2)
    }
  }

  private static func complain(_ message: String) {
    var message = message
    _ = message.withUTF8 { write(2, $0.baseAddress, $0.count) }
  }

  private static func arguments() -> (customers: Int, folder: String, seed: UInt64, until: Day)? {
    var options: [String: String] = [:]
    var rest = CommandLine.arguments.dropFirst()
    while let name = rest.popFirst() {
      guard ["--customers", "--out", "--seed", "--until"].contains(name), let value = rest.popFirst()
      else { return nil }
      options[name] = value
    }
    guard let customers = options["--customers"].flatMap({ Int($0) }), 1...10_000_000 ~= customers,
      let folder = options["--out"], !folder.isEmpty, let seed = UInt64(options["--seed"] ?? "1"),
      let until = Day(iso: options["--until"] ?? "2026-10-31")
    else { return nil }
    return (customers, folder, seed, until)
  }
}
