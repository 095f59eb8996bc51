import DaichoFiles
import DaichoModel
import DaichoTemplates
import OrderedCollections

/// What a campaign's file refers to: layouts, segments and scores, read once for any number of campaigns.
struct CampaignSurroundings {
  let settings: WorkspaceSettings
  /// The workspace's own, `templates/NAME.html`, by name.
  let layouts: [String: String]
  /// Of a segment `of` and `where`, of a score its front matter, by the id's key.
  private let segments: [String: String]
  private let scores: [String: String]

  init(_ files: any RegisterFiles, settings: WorkspaceSettings) throws(DaichoError) {
    self.settings = settings
    var layouts: [String: String] = [:]
    for path in try files.paths(under: "templates", ending: ".html") {
      guard let bytes = try files.bytesIfThere(path) else { continue }
      layouts[CampaignSurroundings.stem(path, ".html")] = String(decoding: bytes, as: UTF8.self)
    }
    self.layouts = layouts
    segments = try CampaignSurroundings.rules("segments", files) { matter in
      ["of", "where"].map { matter.root?[$0]?.text ?? "" }.joined(separator: "\0")
    }
    scores = try CampaignSurroundings.rules("scores", files) { matter in
      matter.yaml.map(matter.source.text) ?? ""
    }
  }

  /// Of two files with one id the one whose path comes first holds, as everywhere.
  private static func rules(
    _ folder: String, _ files: any RegisterFiles, _ text: (FrontMatter) -> String
  ) throws(DaichoError) -> [String: String] {
    var rules: [String: String] = [:]
    for path in try files.paths(under: folder, ending: ".md").reversed() {
      guard let bytes = try files.bytesIfThere(path) else { continue }
      rules[RecordID.key(stem(path, ".md"))] = text(FrontMatter.parse(bytes, path: path))
    }
    return rules
  }

  private static func stem(_ path: String, _ suffix: String) -> String {
    String((path.split(separator: "/").last ?? "").dropLast(suffix.count))
  }

  // MARK: What stands behind a name

  /// The rules of segments and scores that these texts mention, and that those mention in turn, by their kind
  /// and key. What no file holds is left out.
  func rules(segments names: [String], mentionedIn texts: [String]) -> [(name: String, text: String)] {
    var found: OrderedDictionary<String, String> = [:]
    var waiting = names.map { ("segment", RecordID.key($0)) } + texts.flatMap(CampaignSurroundings.mentions)
    while let (kind, key) = waiting.popLast() {
      let name = "\(kind) \(key)"
      guard found[name] == nil, let text = kind == "segment" ? segments[key] : scores[key] else { continue }
      found[name] = text
      waiting += CampaignSurroundings.mentions(in: text)
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// `segment(NAME)` and `score.NAME` of the filter language, wherever they stand; a word too many costs
  /// nothing but another revision when that file changes.
  private static func mentions(in text: String) -> [(String, String)] {
    let folded = RecordID.key(text.replacing("（", with: "(").replacing("）", with: ")"))
    var found: [(String, String)] = []
    for (mark, kind) in [("segment", "segment"), ("score.", "score")] {
      for range in folded.ranges(of: mark) {
        var rest = folded[range.upperBound...].drop { $0.isWhitespace }
        if kind == "segment" {
          guard rest.first == "(" else { continue }
          rest = rest.dropFirst().drop { $0.isWhitespace || "\"'「“".contains($0) }
        }
        let name = rest.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }
        found.append((kind, String(name)))
      }
    }
    return found
  }

  /// The texts of the layouts with these names and of all they include, by name; built-in ones too.
  func layouts(named names: [String]) -> [(name: String, text: String)] {
    let all = BuiltInTemplates.mails.merging(layouts) { _, own in own }
    var found: [String: String] = [:]
    var waiting = names
    while let name = waiting.popLast() {
      guard found[name] == nil, let text = all[name] else { continue }
      found[name] = text
      waiting += CampaignSurroundings.included(in: text)
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The names in `{{> name}}` and `{{< name}}`.
  static func included(in template: String) -> [String] {
    template.ranges(of: "{{").compactMap { range in
      let rest = template[range.upperBound...]
      guard let sigil = rest.first, sigil == ">" || sigil == "<" else { return nil }
      return rest.dropFirst().prefix { $0 != "}" }.trimmingCharactersOfBlank
    }
  }
}

extension Substring {
  fileprivate var trimmingCharactersOfBlank: String {
    let tail = drop { $0.isWhitespace }
    return String(tail.reversed().drop { $0.isWhitespace }.reversed())
  }
}
