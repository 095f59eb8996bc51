import DaichoModel
import Foundation
import Testing

@testable import DaichoFiles

/// What we read and write, as another YAML reader sees it. Needs `python3` with PyYAML.
@Suite(.enabled(if: PyYAML.isInstalled))
struct PyYAMLTests {
  @Test func `clean files read the same`() throws {
    var random = SplitMix64(seed: 7)
    var documents: [(yaml: String, tree: NSObject)] = []
    while documents.count < 400 {
      let matter = RandomFrontMatter(&random)
      // PyYAML takes no tab between a key and its value, though YAML does.
      if matter.text.contains("\t") { continue }
      let read = FrontMatter.parse(Array(matter.text.utf8), path: "f.md")
      guard let yaml = read.yaml, let root = read.root else { continue }
      documents.append((read.source.text(yaml), tree(root)))
    }
    let theirs = try PyYAML.load(documents.map(\.yaml), loader: "BaseLoader")
    for (document, other) in zip(documents, theirs) {
      #expect(other.isEqual(document.tree), "\(document.yaml)\n\(document.tree)\n\(other)")
    }
  }

  @Test func `text we write is the same text to others`() throws {
    let schema = KindSchema.builtIn(.customers)
    let fields = try ["name", "tags", "ids.x", "address.city", "own"].map { try #require(FieldPath($0)) }
    var documents: [String] = []
    // PyYAML folds U+FEFF away at the start of a file only, and cannot hold a lone surrogate.
    let texts = RandomFrontMatter.texts
    for text in texts {
      let bytes = try FieldEditor.newRecord(
        kind: .customers, schema: schema,
        fields: fields.map { ($0, $0.description == "tags" ? .list([.text(text)]) : .text(text)) }, body: [])
      let matter = FrontMatter.parse(bytes, path: "f.md")
      documents.append(matter.source.text(matter.yaml ?? 0..<0))
    }
    for (text, other) in zip(texts, try PyYAML.load(documents, loader: "SafeLoader")) {
      let expected: NSDictionary = [
        "name": text, "tags": [text], "ids": ["x": text], "address": ["city": text], "own": text,
      ]
      #expect(other.isEqual(expected), "\(text.debugDescription): \(other)")
    }
  }

  private func tree(_ node: YAMLNode) -> NSObject {
    switch node.content {
    case .scalar(let text, _): text as NSString
    case .sequence(let items, _): items.map(tree) as NSArray
    case .mapping(let entries, _):
      Dictionary(uniqueKeysWithValues: entries.map { ($0.key, tree($0.value)) }) as NSDictionary
    }
  }
}

enum PyYAML {
  static let isInstalled: Bool = (try? run("import yaml", input: Data())) != nil

  struct Failure: Error {}

  static func load(_ documents: [String], loader: String) throws -> [NSObject] {
    let script = """
      import json, sys, yaml
      out = [yaml.load(text, Loader=yaml.\(loader)) for text in json.load(sys.stdin.buffer)]
      print(json.dumps(out, default=lambda x: {'not text': str(x)}))
      """
    let output = try run(script, input: JSONSerialization.data(withJSONObject: documents))
    guard let list = try JSONSerialization.jsonObject(with: output) as? [Any] else { throw Failure() }
    return try list.map { item in
      guard let object = item as? NSObject ?? (item as? [String: Any]).map({ $0 as NSDictionary }) else {
        throw Failure()
      }
      return object
    }
  }

  private static func run(_ script: String, input: Data) throws -> Data {
    let folder = FileManager.default.temporaryDirectory.appending(path: "daicho-yaml-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "input")
    try input.write(to: source)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    process.standardInput = try FileHandle(forReadingFrom: source)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure() }
    return output
  }
}
