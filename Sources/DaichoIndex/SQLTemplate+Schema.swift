import DaichoQuery

extension SQLTemplate {
  /// SQL put together from names and pieces of this schema. What a person typed has no way in: it goes
  /// into `arguments`.
  init(schema text: String, _ arguments: [SQLValue] = []) {
    self.init(text, arguments)
  }
}
