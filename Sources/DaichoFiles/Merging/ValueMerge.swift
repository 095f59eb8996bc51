import DaichoModel

/// Three-way merge of what a field says, without regard to how it is written.
enum ValueMerge {
  struct Result: Equatable {
    var ours: EditValue?
    var theirs: EditValue?

    init(_ agreed: EditValue?) { self.init(agreed, agreed) }
    init(_ ours: EditValue?, _ theirs: EditValue?) { (self.ours, self.theirs) = (ours, theirs) }
  }

  static func merge(
    _ base: EditValue?, _ ours: EditValue?, _ theirs: EditValue?, type: FieldType?
  ) -> Result {
    if isSame(ours, theirs) || isSame(base, theirs) { return Result(ours) }
    if isSame(base, ours) { return Result(theirs) }
    if case .prohibition? = type { return prohibition(ours, theirs) }
    let all = [base, ours, theirs].compactMap(\.self)
    let isList = type?.isList ?? all.contains { if case .list = $0 { true } else { false } }
    if isList, all.allSatisfy({ type?.isList == true || $0.members == nil }) {
      return list(base, ours, theirs, type)
    }
    if all.allSatisfy({ $0.members != nil }) { return object(base, ours, theirs, type) }
    return Result(ours, theirs)
  }

  static func isSame(_ a: EditValue?, _ b: EditValue?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return a.agrees(with: b)
  }

  /// Of two versions the one that forbids wins.
  private static func prohibition(_ ours: EditValue?, _ theirs: EditValue?) -> Result {
    switch (forbids(ours), forbids(theirs)) {
    case (true, false): Result(ours)
    case (false, true): Result(theirs)
    default: Result(ours, theirs)
    }
  }

  private static func forbids(_ value: EditValue?) -> Bool {
    guard let value else { return false }
    guard let text = value.text else { return true }
    return RecordReading.truth(text) != false
  }

  /// A list as a set in an order. One value is a list of one.
  private static func list(
    _ base: EditValue?, _ ours: EditValue?, _ theirs: EditValue?, _ type: FieldType?
  ) -> Result {
    var pieces = MergePieces()
    var values: [Int: EditValue] = [:]
    let sides = [base, ours, theirs].map { value in
      var seen: Set<Int> = []
      return (value?.items ?? []).compactMap { item -> Int? in
        let name = identity(item)
        let id = pieces.unit(named: name)
        values[id] = values[id] ?? item
        return seen.insert(id).inserted ? id : nil
      }
    }
    let (inBase, inOurs, inTheirs) = (Set(sides[0]), Set(sides[1]), Set(sides[2]))
    // Of two edits of one fact neither may stand beside the other.
    let isEditedTwice = sides[0].contains { id in
      values[id]?.members != nil && !inOurs.contains(id) && !inTheirs.contains(id)
    }
    if isEditedTwice, !inOurs.subtracting(inBase).symmetricDifference(inTheirs.subtracting(inBase)).isEmpty {
      return Result(ours, theirs)
    }
    for (id, item) in values {
      let stays = inBase.contains(id) ? inOurs.contains(id) && inTheirs.contains(id) : true
      // Of two added at one place the one that reads first is first.
      pieces.set(.init(stays ? Array((item.text ?? identity(item)).utf8) : nil), for: id)
    }
    let merged = SequenceMerge(base: sides[0], ours: sides[1], theirs: sides[2], pieces).ours
      .compactMap { values[$0] }
    if merged.isEmpty { return Result(nil) }
    let areSingle = [ours, theirs].compactMap(\.self).allSatisfy { $0.text != nil }
    if merged.count == 1, areSingle { return Result(merged[0]) }
    return Result(.list(merged))
  }

  /// The same for what says the same.
  static func identity(_ value: EditValue) -> String {
    switch value {
    case .text(let text): "\(text.utf8.count):\(text)"
    case .list(let items): "[" + items.map(identity).joined() + "]"
    case .object(let members):
      "{" + members.map { "\($0.name.utf8.count):\($0.name)" + identity($0.value) }.sorted().joined() + "}"
    }
  }

  private static func object(
    _ base: EditValue?, _ ours: EditValue?, _ theirs: EditValue?, _ type: FieldType?
  ) -> Result {
    var names: [String] = []
    for value in [base, ours, theirs] {
      for member in value?.members ?? [] where !names.contains(member.name) { names.append(member.name) }
    }
    var (left, right): ([EditValue.Member], [EditValue.Member]) = ([], [])
    for name in names {
      let versions = [base, ours, theirs].map { $0?.members?.first { $0.name == name }?.value }
      let merged = merge(versions[0], versions[1], versions[2], type: member(name, of: type))
      if let value = merged.ours { left.append(.init(name, value)) }
      if let value = merged.theirs { right.append(.init(name, value)) }
    }
    return Result(left.isEmpty ? nil : .object(left), right.isEmpty ? nil : .object(right))
  }

  private static func member(_ name: String, of type: FieldType?) -> FieldType? {
    switch type {
    case .object(let fields)?: fields.first { $0.name == name }?.type
    case .map(let element)?: element
    default: nil
    }
  }

  /// The edits that lead from one value of a field to another, touching as little as can be.
  static func edits(_ path: [String], from old: EditValue?, to new: EditValue?) -> [FieldEdit]? {
    if isSame(old, new) { return [] }
    guard let place = FieldPath(names: path) else { return nil }
    guard let new else { return [.clear(place)] }
    guard let before = old?.members, let after = new.members else { return [.set(place, new)] }
    var edits: [FieldEdit] = []
    for member in after {
      let present = before.first { $0.name == member.name }?.value
      guard let inner = self.edits(path + [member.name], from: present, to: member.value) else { return nil }
      edits += inner
    }
    for member in before where !after.contains(where: { $0.name == member.name }) {
      guard let inner = FieldPath(names: path + [member.name]) else { return nil }
      edits.append(.clear(inner))
    }
    return edits
  }
}
