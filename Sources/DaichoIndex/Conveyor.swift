import Dispatch
import Synchronization

/// A bounded belt between a thread that makes items and the one that uses them.
package final class Conveyor<Item: Sendable>: Sendable {
  private struct State {
    var items: [Item] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let room: DispatchSemaphore
  private let filled = DispatchSemaphore(value: 0)
  private let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    room = DispatchSemaphore(value: 0)
    for _ in 0..<capacity { room.signal() }
  }

  /// Runs `produce` on another thread and `consume` on this one, item by item in order. When `consume`
  /// throws, `put` returns `false` and the producer should end. What `produce` throws is thrown here, after
  /// the items it had put before.
  package static func run<Failure: Error>(
    capacity: Int, produce: @escaping @Sendable (Conveyor) throws(Failure) -> Void,
    consume: (Item) throws(Failure) -> Void
  ) throws(Failure) {
    let belt = Conveyor(capacity: capacity)
    let failure = FailureBox<Failure>()
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) {
      do throws(Failure) { try produce(belt) } catch { failure.value.withLock { $0 = error } }
      belt.close()
    }
    defer {
      belt.close()
      group.wait()
    }
    while let item = belt.take() { try consume(item) }
    if let failure = failure.value.withLock({ $0 }) { throw failure }
  }

  private final class FailureBox<Failure: Error>: Sendable {
    let value = Mutex<Failure?>(nil)
  }

  /// Waits for room.
  package func put(_ item: Item) -> Bool {
    room.wait()
    let accepted = state.withLock { state in
      if !state.isClosed { state.items.append(item) }
      return !state.isClosed
    }
    filled.signal()
    return accepted
  }

  private func take() -> Item? {
    filled.wait()
    let item = state.withLock { $0.items.isEmpty ? nil : $0.items.removeFirst() }
    room.signal()
    return item
  }

  /// Wakes whoever waits at either end.
  private func close() {
    state.withLock { $0.isClosed = true }
    filled.signal()
    room.signal()
  }
}
