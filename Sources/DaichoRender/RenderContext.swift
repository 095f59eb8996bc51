import DaichoModel
import Mustache

/// What one rendering says: the values in the order they are printed, and the names that had none.
final class RenderRecorder {
  /// A value is referred to by its index; see `Placeholder`.
  private(set) var values: [String] = []
  private(set) var valueNames: [String] = []
  private(set) var emptyNames: [String] = []
  /// True when the template asked for more than one mail may hold, as nested lists can.
  private(set) var isExhausted = false
  private let language: Language
  private var budget: Int

  /// - Parameter templateSize: in bytes. Each lookup may print the template once more, so that the
  ///   budget of lookups bounds the memory of a rendering.
  init(language: Language, templateSize: Int) {
    self.language = language
    budget = max(1_000, 16_777_216 / max(templateSize, 1))
  }

  /// Puts the values of `names` at the indices their placeholders have. To be called first, once.
  func load(_ names: DirectNames, from context: RenderValue) {
    for (entry, path) in zip(names.entries, names.paths) {
      append(entry.isOfLayout ? .text("-") : context.value(at: path), name: entry.name)
    }
  }

  func replaceValue(at index: Int, with text: String) {
    values[index] = text
  }

  private func append(_ value: RenderValue, name: String) {
    if value.isNothingToPrint, !emptyNames.contains(name) { emptyNames.append(name) }
    values.append(value.text(language))
    valueNames.append(name)
  }

  func spend(_ cost: Int) -> Bool {
    guard budget >= cost else {
      isExhausted = true
      return false
    }
    budget -= cost
    return true
  }

  func placeholder(for node: ContextNode) -> String {
    guard let scalar = Placeholder.scalar(values.count) else {
      isExhausted = true
      return ""
    }
    append(node.value, name: node.name)
    return String(Character(scalar))
  }
}

/// A value as Mustache sees it: it answers for the names the schema allows, and prints a placeholder.
final class ContextNode: MustacheParent, MustacheCustomRenderable {
  let value: RenderValue
  let shape: ContextShape
  /// Dotted, from the root.
  let name: String
  private let recorder: RenderRecorder

  init(_ value: RenderValue, shape: ContextShape, name: String = "", recorder: RenderRecorder) {
    self.value = value
    self.shape = shape
    self.name = name
    self.recorder = recorder
  }

  /// Nil sends Mustache to the group outside; a name the schema knows never goes there.
  func child(named childName: String) -> Any? {
    guard case .object(let shapes) = shape, let childShape = shapes[childName], recorder.spend(1) else {
      return nil
    }
    var child = RenderValue.missing
    if case .object(let fields) = value { child = fields[childName] ?? .missing }
    let fullName = name.isEmpty ? childName : name + "." + childName
    guard case .list(let elementShape) = childShape else {
      return ContextNode(child, shape: childShape, name: fullName, recorder: recorder)
    }
    let elements: [RenderValue]
    switch child {
    case .list(let list): elements = list
    case .missing: elements = []
    default: elements = child.closesSection ? [] : [child]
    }
    let list = ContextNode(.list(elements), shape: .text, name: fullName, recorder: recorder)
    guard !elements.isEmpty, recorder.spend(elements.count) else { return list }
    return ContextList(
      list: list,
      elements: elements.map { ContextNode($0, shape: elementShape, name: fullName, recorder: recorder) })
  }

  var renderText: String { recorder.placeholder(for: self) }

  var isNull: Bool { value.closesSection }
}

/// A list that has elements: a section repeats for each, a variable prints them all.
struct ContextList: MustacheSequence, MustacheParent, MustacheCustomRenderable {
  let list: ContextNode
  let elements: [ContextNode]

  func makeIterator() -> Array<ContextNode>.Iterator { elements.makeIterator() }

  /// A list has no names of its own; without this Mustache would look through our properties.
  func child(named: String) -> Any? { nil }

  var renderText: String { list.renderText }

  var isNull: Bool { false }
}

extension RenderValue {
  func text(_ language: Language) -> String {
    switch self {
    case .missing, .object: ""
    case .text(let text), .number(let text): text
    case .flag(let flag): (flag ? Wording.yes : Wording.no)(language)
    case .list(let elements):
      elements.map { $0.text(language) }.filter { !$0.isEmpty }.joined(
        separator: Wording.listSeparator(language))
    }
  }

  fileprivate var isNothingToPrint: Bool {
    switch self {
    case .flag: false
    case .object: true
    case .number(let text): text.isEmpty
    default: closesSection
    }
  }
}
