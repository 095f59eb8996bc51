import Foundation

/// Puts a name in place of what differs from run to run: temporary paths, object ids, and whatever
/// the transcript masks.
struct VolatileText {
  private let paths: [(path: String, name: String)]
  private let masks: [(pattern: Regex<AnyRegexOutput>, name: String)]

  init(root: String, masks: [Transcript.Mask]) throws {
    paths = [("\(root)/workspace", "<workspace>"), ("\(root)/home", "<home>"), (root, "<root>")]
    self.masks = try masks.map { (try Regex($0.pattern), "<\($0.name)>") }
  }

  /// - Parameter objects: The sorted ids of the objects whose names and abbreviations become `<hash>`;
  ///   other hexadecimal words, such as phone numbers, stay.
  func replaced(in text: String, objects: [String]) -> String {
    var text = text
    for (path, name) in paths { text = text.replacingOccurrences(of: path, with: name) }
    text = Self.replacingObjects(objects, in: text)
    for (pattern, name) in masks { text = text.replacing(pattern, with: name) }
    return text
  }

  private static func replacingObjects(_ objects: [String], in text: String) -> String {
    var result: [UInt8] = []
    var word: [UInt8] = []
    func endWord() {
      let isObject = (7...40).contains(word.count) && isAbbreviation(word, of: objects)
      result += isObject ? Array("<hash>".utf8) : word
      word = []
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...:
        word.append(byte)
      default:
        endWord()
        result.append(byte)
      }
    }
    endWord()
    return String(decoding: result, as: UTF8.self)
  }

  private static func isAbbreviation(_ word: [UInt8], of objects: [String]) -> Bool {
    let word = String(decoding: word, as: UTF8.self)
    var low = 0, high = objects.count
    while low < high {
      let middle = (low + high) / 2
      if objects[middle] < word { low = middle + 1 } else { high = middle }
    }
    return low < objects.count && objects[low].hasPrefix(word)
  }
}
