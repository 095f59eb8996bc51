import DaichoModel

extension SettingsReading {
  mutating func recommend(_ node: YAMLNode) {
    let known = ["min_support", "min_orders", "exclude_bought_within", "limit"]
    for entry in entries(node, "recommend", known: known) {
      let key = "recommend.\(entry.key)"
      switch entry.key {
      case "min_support":
        guard let support = share(entry.value, key) else { continue }
        result.settings.recommend.minimumSupport = support.double
      case "min_orders":
        guard let count = integer(entry.value, key, 1...1_000_000) else { continue }
        result.settings.recommend.minimumOrders = count
      case "exclude_bought_within":
        guard let days = entry.value.text.flatMap({ TimeSpan(typed: $0) })?.days else {
          wrong(entry.value, key, .expectedDays)
          continue
        }
        result.settings.recommend.boughtWithin = days
      case "limit":
        guard let count = integer(entry.value, key, 1...100) else { continue }
        result.settings.recommend.limit = count
      default: continue
      }
    }
  }
}
