import DaichoModel
import OrderedCollections

/// Three-way merge of ledgers. Nothing in them is ever a conflict: of two versions of one row both stay, and
/// the reader's rule (the furthest status, then the later line) decides.
package enum LedgerMerge {
  /// `events/*.jsonl`, `sends/*.jsonl`: lines as a set, new ones in the order of their time.
  package static func jsonLines(base: [UInt8]?, ours: [UInt8], theirs: [UInt8]) -> MergedFile {
    TextMerge.merge(base: base, ours: ours, theirs: theirs, MarkerStyle()) { base, ours, theirs in
      EndOfText.merge(base: base, ours: ours, theirs: theirs) { base, ours, theirs in
        var rows = RowsMerge()
        let sides = [base ?? [], ours, theirs].map { text in
          rows.side(LineMerge.lines(of: text).map { (String(decoding: $0, as: UTF8.self), Array($0)) })
        }
        return rows.merge(sides) { row in [Int(time(of: row) ?? 0)] }
      }
    }
  }

  private static func time(of row: [UInt8]) -> Int64? {
    guard let value = try? JSONReader.read(String(decoding: row, as: UTF8.self)),
      case .object(let members) = value, case .string(let at)? = members["at"]
    else { return nil }
    return RFC3339.milliseconds(at)
  }

  /// `orders/*.csv`: rows by order and line (or sku), cell by cell, columns by their names. Files with
  /// several headers or none are united line by line.
  package static func orders(base: [UInt8]?, ours: [UInt8], theirs: [UInt8]) -> MergedFile {
    let encodings = [base, ours, theirs].compactMap(\.self).map {
      $0.withUnsafeBufferPointer(TextEncoding.firstOffence) == nil
    }
    guard Set(encodings).count == 1 || base == ours || base == theirs else {
      return MergedFile(bytes: ours, conflicts: [MergeConflict(line: nil, field: nil)])
    }
    return TextMerge.merge(base: base, ours: ours, theirs: theirs, MarkerStyle()) { base, ours, theirs in
      EndOfText.merge(base: base, ours: ours, theirs: theirs) { base, ours, theirs in
        OrdersMerge.merge(base: base, ours: ours, theirs: theirs)
          ?? LineMerge.merge(base: base, ours: ours, theirs: theirs, isUnion: true)
      }
    }
  }
}

/// Rows that are known by a name.
struct RowsMerge {
  var pieces = MergePieces()
  private var rows: [Int: [UInt8]] = [:]

  struct Side {
    var ids: [Int] = []
    var rows: [Int: [UInt8]] = [:]
  }

  /// Rows of the same name within one side are told apart by their number.
  mutating func side(_ named: [(name: String, row: [UInt8])]) -> Side {
    var side = Side()
    var counts: [String: Int] = [:]
    for (name, row) in named {
      counts[name, default: 0] += 1
      let id = pieces.unit(named: "\(counts[name, default: 1]) \(name)")
      side.ids.append(id)
      side.rows[id] = row
    }
    return side
  }

  /// A row that one side has removed is gone unless the other has changed it. `combine` makes one of two
  /// changed rows.
  mutating func merge(
    _ sides: [Side], combine: ([UInt8]?, [UInt8], [UInt8]) -> [UInt8] = RowsMerge.both,
    rank: ([UInt8]) -> [Int]
  ) -> MergeSides {
    for id in Set(sides.flatMap(\.ids)) {
      let (base, ours, theirs) = (sides[0].rows[id], sides[1].rows[id], sides[2].rows[id])
      let row: [UInt8]?
      if ours == theirs || base == theirs {
        row = ours
      } else if base == ours {
        row = theirs
      } else if let ours, let theirs {
        row = combine(base, ours, theirs)
      } else {
        row = ours ?? theirs
      }
      // The time is looked at only where it decides something.
      let isNew = base == nil
      pieces.set(.init(row, rank: isNew ? row.map(rank) ?? [] : []), for: id)
    }
    return SequenceMerge(base: sides[0].ids, ours: sides[1].ids, theirs: sides[2].ids, pieces).sides
  }

  static func both(_ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8]) -> [UInt8] {
    ours.lexicographicallyPrecedes(theirs) ? ours + theirs : theirs + ours
  }
}
