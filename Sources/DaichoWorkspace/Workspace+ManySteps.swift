import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

extension Workspace {
  /// From so many files on they wait for the disk together.
  static let manySteps = 64

  /// Writes all, or, when one cannot be, puts back those already written: new content first, then what is
  /// removed or too large to hold.
  func writeMany(_ steps: [WorkTreeStep]) throws(DaichoError) {
    var files = ManyFiles(folder)
    var first: [WorkTreeStep] = []
    var later: [WorkTreeStep] = []
    var folders: Set<String> = []
    for step in steps {
      if step.new.bytes == nil || step.expectation == nil { later.append(step) } else { first.append(step) }
    }
    var done: [WorkTreeStep] = []
    do {
      for (number, step) in first.enumerated() {
        guard let bytes = step.new.bytes, let expecting = step.expectation else { continue }
        if case .absent = expecting, let slash = step.path.lastIndex(of: "/"),
          folders.insert(String(step.path[..<slash])).inserted
        {
          try folder.makeDirectory(String(step.path[..<slash]))
        }
        try files.stage(step.path, bytes, expecting: expecting)
        if number % 500 == 0 { progress?.progress(.writingFiles, done: number, of: first.count) }
      }
    } catch {
      files.discard()
      throw error
    }
    do {
      try files.putAll()
      done = first
      for step in later {
        try step.apply(to: folder)
        done.append(step)
      }
    } catch {
      if done.isEmpty { done = Array(first.prefix(files.count)) }
      for step in done.reversed() { try? step.revert(in: folder, repository) }
      throw error
    }
  }
}

extension WorkTreeStep {
  /// What must stand there; `nil` where git has the content and not this step.
  fileprivate var expectation: FileExpectation? {
    switch old {
    case .absent: .absent
    case .bytes(let bytes): .bytes(bytes)
    case .committed: nil
    }
  }
}
