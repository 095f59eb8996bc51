import Dispatch
import Foundation
import Synchronization

/// Maps inputs on every core and hands the results to one consumer in the order of the inputs, with
/// no more than `lookahead` of them waiting: reading and parsing run beside SQLite's one writer.
///
/// The calling thread is the consumer, and works ahead on later inputs while the next result is not ready.
struct ParallelReader<Input: Sendable, Output: Sendable> {
  private struct State {
    var next = 0
    var consumed = 0
    var ready: [Int: Output] = [:]
    var stopped = false
  }

  private enum Step {
    case take(Output)
    case work(Int)
    case wait
  }

  private final class Shared: Sendable {
    let state = Mutex(State())
    let roomFreed = DispatchSemaphore(value: 0)
    let resultReady = DispatchSemaphore(value: 0)
  }

  let inputs: [Input]
  /// Threads beside the calling one.
  var workers = max(1, min(ProcessInfo.processInfo.activeProcessorCount, 8) - 1)
  var lookahead = 24
  let transform: @Sendable (Input) -> Output

  /// Throws what `consume` throws, after the workers have stopped.
  func forEach(_ consume: (Output) throws -> Void) rethrows {
    let shared = Shared()
    let group = DispatchGroup()
    let (inputs, lookahead, transform) = (inputs, lookahead, transform)
    for _ in 0..<min(workers, inputs.count) {
      DispatchQueue.global().async(group: group) {
        while true {
          let claimed: Int?? = shared.state.withLock { state in
            if state.stopped || state.next >= inputs.count { return .some(nil) }
            if state.next - state.consumed >= lookahead { return nil }
            state.next += 1
            return state.next - 1
          }
          guard let claim = claimed else {
            shared.roomFreed.wait()
            continue
          }
          guard let index = claim else { break }
          let output = transform(inputs[index])
          shared.state.withLock { $0.ready[index] = output }
          shared.resultReady.signal()
        }
      }
    }
    defer {
      shared.state.withLock { $0.stopped = true }
      for _ in 0..<workers { shared.roomFreed.signal() }
      group.wait()
    }
    for index in inputs.indices {
      try consume(result(index, shared))
    }
  }

  private func result(_ index: Int, _ shared: Shared) -> Output {
    while true {
      let step: Step = shared.state.withLock { state in
        if let output = state.ready.removeValue(forKey: index) {
          state.consumed = index + 1
          return .take(output)
        }
        if state.next < inputs.count, state.next - index < lookahead {
          state.next += 1
          return .work(state.next - 1)
        }
        return .wait
      }
      switch step {
      case .take(let output):
        shared.roomFreed.signal()
        return output
      case .work(let index):
        let output = transform(inputs[index])
        shared.state.withLock { $0.ready[index] = output }
      case .wait:
        shared.resultReady.wait()
      }
    }
  }
}
