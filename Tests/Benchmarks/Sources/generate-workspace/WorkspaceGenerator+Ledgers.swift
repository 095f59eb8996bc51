extension WorkspaceGenerator {
  /// Two and a half orders a customer over 36 months, few customers with many: five lines a customer.
  mutating func writeOrders() throws(FileError) {
    let perMonth = max(1, customers * 5 / 2 / WorkspaceGenerator.months)
    let (lastYear, lastMonth, lastDay) = until.civil
    var number = 0
    for back in (0..<WorkspaceGenerator.months).reversed() {
      let months = lastYear * 12 + lastMonth - 1 - back
      let start = Day(months / 12, months % 12 + 1, 1)
      let next = Day((months + 1) / 12, (months + 1) % 12 + 1, 1)
      let length = back == 0 ? lastDay : next.number - start.number
      var text = "date,order,line,customer,sku,quantity,amount,status,type\n"
      for index in 0..<perMonth {
        number += 1
        let day = start + index * length / perMonth
        appendOrder("A\(digits(number, 8))", on: day, to: &text)
      }
      try files.write(text, to: "orders/\(start.month).csv")
    }
  }

  private mutating func appendOrder(_ order: String, on day: Day, to text: inout String) {
    // A prime step scatters the frequent buyers over all ids.
    let customer = random.skewed(below: customers) * 7919 % customers
    let id = customerID(customer)
    let status: String
    if until.number - day.number < 5 {
      status = random.pick(["placed", "paid"])
    } else {
      status = random.chance(3) ? "cancelled" : random.pick(["shipped", "delivered", "delivered"])
    }
    let lines = 1 + random.below(3)
    let first = random.below(WorkspaceGenerator.productCount)
    for line in 1...lines {
      let product = (first + line * 17) % WorkspaceGenerator.productCount
      let quantity = 1 + random.below(3)
      text +=
        "\(day),\(order),\(line),\(id),\(sku(product)),\(quantity),\(price(product) * quantity),\(status),item\n"
    }
    if status != "cancelled", random.chance(1) {
      let refunded = min(day + 7, until)
      let product = (first + 17) % WorkspaceGenerator.productCount
      text += "\(refunded),\(order),\(lines + 1),\(id),\(sku(product)),1,-\(price(product)),paid,refund\n"
    }
  }

  /// A tenth as many events as customers, over the last twelve months.
  mutating func writeEvents() throws(FileError) {
    var months: [String: [(at: String, line: String)]] = [:]
    for index in 0..<customers / 10 {
      let day = day(within: 365)
      let at = "\(day)T\(clock(from: 7, to: 23)):\(digits(random.below(60), 2))+09:00"
      let kind = random.pick(["open", "open", "open", "click", "click", "view", "form"])
      var line = "{\"id\": \"e\(digits(index, 8))\", \"at\": \"\(at)\", \"kind\": \"\(kind)\""
      line += ", \"customer\": \"\(customerID(random.below(customers)))\""
      if kind == "open" || kind == "click" {
        line += ", \"campaign\": \"\(random.pick(Vocabulary.campaigns))\""
      }
      if kind != "open" {
        line += ", \"url\": \"https://tsubame.example.com/beans/\(productID(random.below(200)))\""
      }
      months[day.month, default: []].append((at, line + "}\n"))
    }
    for (month, lines) in months.sorted(by: { $0.key < $1.key }) {
      let text = lines.sorted { ($0.at, $0.line) < ($1.at, $1.line) }.map(\.line).joined()
      try files.write(text, to: "events/\(month).jsonl")
    }
  }
}
