/// Finds a minimum of a smooth function of a few variables, each within bounds: the method of Broyden,
/// Fletcher, Goldfarb and Shanno (BFGS) on the variables that no bound holds, with a backtracking line
/// search (Nocedal and Wright, "Numerical Optimization", 2006, chapters 3 and 6).
struct BoxMinimizer {
  /// The lowest and the highest value of each variable.
  let bounds: [ClosedRange<Double>]

  struct Minimum {
    let point: [Double]
    let value: Double
    /// Evaluations of the function.
    let evaluations: Int
  }

  /// The function: its value, and its gradient in `gradient`. What is not finite counts as very high.
  typealias Objective = (_ point: [Double], _ gradient: inout [Double]) -> Double

  /// The gradient's largest component, where no bound holds it, at which the search has arrived; of a value
  /// of 1 or less, and in proportion of a greater one.
  private static let tolerance = 1e-9
  /// The same where rounding allows no further step.
  private static let roughTolerance = 1e-5
  private static let mostEvaluations = 2000
  /// No variable moves further in one step.
  private static let longestStep = 2.0

  /// `nil` when no point with a flat gradient was found.
  func minimum(from start: [Double], of objective: Objective) -> Minimum? {
    let count = bounds.count
    var point = inside(start)
    var gradient = Array(repeating: 0.0, count: count)
    var value = objective(point, &gradient)
    guard value.isFinite, gradient.allSatisfy(\.isFinite) else { return nil }
    var evaluations = 1
    var inverse = Curvature(count)
    var held = isHeld(point, gradient)
    while evaluations < BoxMinimizer.mostEvaluations {
      let steepness = steepness(gradient, held)
      let magnitude = max(1, value.magnitude)
      if steepness < BoxMinimizer.tolerance * magnitude {
        return Minimum(point: point, value: value, evaluations: evaluations)
      }
      var direction = inverse.direction(gradient, held)
      var slope = dot(direction, gradient)
      if slope >= 0 {
        inverse = Curvature(count)
        direction = inverse.direction(gradient, held)
        slope = dot(direction, gradient)
      }
      // The gain to be had is below what the value's last digit can show.
      if -slope < 1e-16 * magnitude, steepness < BoxMinimizer.roughTolerance * magnitude {
        return Minimum(point: point, value: value, evaluations: evaluations)
      }
      let longest = direction.reduce(0) { max($0, $1.magnitude) }
      var length = min(1, BoxMinimizer.longestStep / longest)
      var next: (point: [Double], gradient: [Double], value: Double)?
      while length * longest > 1e-14, evaluations < BoxMinimizer.mostEvaluations {
        let candidate = inside(point.indices.map { point[$0] + length * direction[$0] })
        var candidateGradient = gradient
        let candidateValue = objective(candidate, &candidateGradient)
        evaluations += 1
        let gained = point.indices.reduce(0) { $0 + gradient[$1] * (candidate[$1] - point[$1]) }
        if candidateValue.isFinite, candidateGradient.allSatisfy(\.isFinite), candidate != point,
          candidateValue <= value + 1e-4 * min(gained, 0)
        {
          next = (candidate, candidateGradient, candidateValue)
          break
        }
        length *= 0.4
      }
      guard let next else {
        if !inverse.isFresh {
          inverse = Curvature(count)
          continue
        }
        return steepness < BoxMinimizer.roughTolerance * magnitude
          ? Minimum(point: point, value: value, evaluations: evaluations) : nil
      }
      let step = point.indices.map { next.point[$0] - point[$0] }
      let change = point.indices.map { next.gradient[$0] - gradient[$0] }
      (point, gradient, value) = next
      let nowHeld = isHeld(point, gradient)
      if nowHeld == held { inverse.learn(step: step, change: change) } else { inverse = Curvature(count) }
      held = nowHeld
    }
    return steepness(gradient, held) < BoxMinimizer.roughTolerance * max(1, value.magnitude)
      ? Minimum(point: point, value: value, evaluations: evaluations) : nil
  }

  private func inside(_ point: [Double]) -> [Double] {
    point.indices.map { min(max(point[$0], bounds[$0].lowerBound), bounds[$0].upperBound) }
  }

  /// Which variables stand at a bound that the function falls towards.
  private func isHeld(_ point: [Double], _ gradient: [Double]) -> [Bool] {
    point.indices.map {
      (point[$0] <= bounds[$0].lowerBound && gradient[$0] > 0)
        || (point[$0] >= bounds[$0].upperBound && gradient[$0] < 0)
    }
  }

  private func steepness(_ gradient: [Double], _ held: [Bool]) -> Double {
    gradient.indices.reduce(0) { held[$1] ? $0 : max($0, gradient[$1].magnitude) }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    a.indices.reduce(0) { $0 + a[$1] * b[$1] }
  }
}

/// What is known of the inverse of the matrix of second derivatives.
private struct Curvature {
  private let count: Int
  private var rows: [[Double]]
  private(set) var isFresh = true

  init(_ count: Int) {
    self.count = count
    rows = (0..<count).map { row in (0..<count).map { $0 == row ? 1 : 0 } }
  }

  /// Downhill, leaving the held variables where they are.
  func direction(_ gradient: [Double], _ held: [Bool]) -> [Double] {
    (0..<count).map { row in
      held[row] ? 0 : -(0..<count).reduce(0) { held[$1] ? $0 : $0 + rows[row][$1] * gradient[$1] }
    }
  }

  mutating func learn(step: [Double], change: [Double]) {
    let product = (0..<count).reduce(0) { $0 + step[$1] * change[$1] }
    let size = (0..<count).reduce(0) { $0 + change[$1] * change[$1] }
    // A function that does not curve upwards here teaches nothing.
    guard product > 1e-14 * size, size > 0 else { return }
    if isFresh {
      for row in 0..<count { rows[row][row] = product / size }
      isFresh = false
    }
    let moved = (0..<count).map { row in (0..<count).reduce(0) { $0 + rows[row][$1] * change[$1] } }
    let factor = 1 + (0..<count).reduce(0) { $0 + change[$1] * moved[$1] } / product
    for row in 0..<count {
      for column in 0..<count {
        rows[row][column] +=
          (factor * step[row] * step[column] - moved[row] * step[column] - step[row] * moved[column])
          / product
      }
    }
  }
}
