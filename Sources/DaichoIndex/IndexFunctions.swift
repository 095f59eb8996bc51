import DaichoInsight
import DaichoQuery
import GRDB
import Synchronization

/// SQL functions that filters compile to.
enum IndexFunctions {
  static func register(on database: Database) {
    database.add(function: matches)
    database.add(function: decay)
  }

  /// `daicho_matches(PATTERN, TEXT)`: 1 or 0; NULL where a value is missing or the match gave up.
  private static let matches = DatabaseFunction("daicho_matches", argumentCount: 2, pure: true) { values in
    guard let pattern = String.fromDatabaseValue(values[0]), let text = String.fromDatabaseValue(values[1]),
      let compiled = pattern_(pattern)
    else { return nil }
    return compiled.matches(text)
  }

  /// `daicho_decay(AGE, HALF_LIFE)`, both in days: 0…1; NULL where a value is missing.
  private static let decay = DatabaseFunction("daicho_decay", argumentCount: 2, pure: true) { values in
    guard let age = Int.fromDatabaseValue(values[0]), let halfLife = Double.fromDatabaseValue(values[1])
    else { return nil }
    return ScoreDecay.weight(age: age, halfLife: halfLife)
  }

  private static let compiled = Mutex<[String: Pattern]>([:])

  private static func pattern_(_ text: String) -> Pattern? {
    if let known = compiled.withLock({ $0[text] }) { return known }
    guard let pattern = try? Pattern(text) else { return nil }
    compiled.withLock { $0[text] = pattern }
    return pattern
  }
}
