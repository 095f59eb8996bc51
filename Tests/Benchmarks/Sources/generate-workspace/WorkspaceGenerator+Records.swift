extension WorkspaceGenerator {
  mutating func writeCustomer(_ index: Int) throws(FileError) {
    let (family, given) = name(index)
    let id = customerID(index)
    let created = day(within: 1095)
    var lines = [
      "---", "name: \(family.written) \(given.written)", "family_name: \(family.written)",
      "given_name: \(given.written)", "kana: \(family.kana) \(given.kana)", "email: \(id)@mail.example.com",
      "phone: 090-\(digits(index / 10_000 % 10_000, 4))-\(digits(index % 10_000, 4))",
    ]
    if random.chance(10) { lines.append("company: \(companyID(random.below(companies)))") }
    lines.append("ids: {shopify: \"\(6_000_000_000_000 + index)\"}")
    if random.chance(40) {
      lines.append(
        "lifecycle: \(random.pick(["subscriber", "lead", "lead", "qualified", "customer", "former"]))")
    }
    if random.chance(50) { lines.append("owner: \(random.pick(Vocabulary.members))") }
    if random.chance(60) { lines.append("tags: [\(tags().joined(separator: ", "))]") }
    if random.chance(50) {
      let year = random.chance(80) ? "\(1950 + random.below(55))-" : ""
      lines.append("birthday: \(year)\(digits(1 + random.below(12), 2))-\(digits(1 + random.below(28), 2))")
    }
    lines.append("source: \(random.pick(Vocabulary.sources))")
    let (code, region, city, street) = random.pick(Vocabulary.addresses)
    let block = "\(1 + random.below(6))-\(1 + random.below(20))-\(1 + random.below(15))"
    lines += [
      "address:", "  postal_code: \(code)", "  region: \(region)", "  city: \(city)",
      "  street: \(street)\(block)",
    ]
    if random.chance(75) {
      let granted = created + random.below(max(1, until.number - created.number))
      let via = random.pick(Vocabulary.vias)
      lines += ["consent:", "  - {channel: email, granted: \(created), via: \(via), basis: consent}"]
      if random.chance(10) { lines.append("  - {channel: email, withdrawn: \(granted)}") }
    }
    if random.chance(1) { lines.append("do_not_contact: true") }
    if random.chance(30) { lines.append("favourite_roast: \(random.pick(["light", "medium", "dark"]))") }
    lines += ["created: \(created)", "---", ""]
    let entries = random.pick([0, 0, 1, 2, 3, 3, 4, 5])
    let log = entries == 0 ? "" : log(entries, within: 900, taskChance: 40)
    try files.write(lines.joined(separator: "\n") + log, to: "customers/\(shard(index))/\(id).md")
  }

  private mutating func tags() -> [String] {
    var tags: [String] = []
    for _ in 0...random.below(3) {
      let tag = random.pick(Vocabulary.tags)
      if !tags.contains(tag) { tags.append(tag) }
    }
    return tags
  }

  mutating func writeCompany(_ index: Int) throws(FileError) {
    let family = random.pick(JapaneseName.families)
    let (code, region, city, street) = random.pick(Vocabulary.addresses)
    let text = """
      ---
      name: 株式会社\(family.written)\(random.pick(Vocabulary.companies))\(digits(index, 5))
      kana: \(family.kana)
      domain: \(family.romaji)-\(digits(index, 5)).example.com
      industry: \(random.pick(Vocabulary.industries))
      owner: \(random.pick(Vocabulary.members))
      tags: [法人]
      phone: 03-\(digits(index / 10_000 % 10_000, 4))-\(digits(index % 10_000, 4))
      address: {postal_code: \(code), region: \(region), city: \(city), street: \(street)\(1 + random.below(9))-1}
      ---

      """
    try files.write(text, to: "companies/\(shard(index))/\(companyID(index)).md")
  }

  mutating func writeDeal(_ index: Int) throws(FileError) {
    let customer = random.below(customers)
    let (family, _) = name(customer)
    let stage = random.pick(["inquiry", "proposal", "proposal", "negotiation", "won", "won", "lost"])
    let created = day(within: 700)
    var lines = [
      "---", "title: \(family.written)様 \(random.pick(["卸売のご相談", "ギフト一式", "オフィスの定期便", "イベントのコーヒー"]))",
      "customer: \(customerID(customer))",
    ]
    if random.chance(30) { lines.append("company: \(companyID(random.below(companies)))") }
    lines += [
      "pipeline: default", "stage: \(stage)", "amount: \((1 + random.below(200)) * 5000)",
      "close: \(created + 20 + random.below(90))",
    ]
    if random.chance(15) { lines.append("probability: 0.\(1 + random.below(9))") }
    lines.append("owner: \(random.pick(Vocabulary.members))")
    let first = random.below(WorkspaceGenerator.productCount)
    let second =
      (first + 1 + random.below(WorkspaceGenerator.productCount - 1)) % WorkspaceGenerator.productCount
    lines.append("products: [\(productID(first)), \(productID(second))]")
    if stage == "lost" { lines.append("lost_reason: \(random.pick(["price", "timing", "他社に決定"]))") }
    if stage != "lost", stage != "won" { lines.append("next_step: \(random.pick(Vocabulary.tasks))") }
    lines += ["source: \(random.pick(Vocabulary.sources))", "created: \(created)", "---", ""]
    let log = log(1 + random.below(4), within: 600, taskChance: 50)
    try files.write(
      lines.joined(separator: "\n") + log, to: "deals/\(shard(index))/deal-\(digits(index, 6)).md")
  }

  mutating func writeInquiry(_ index: Int) throws(FileError) {
    let opened = day(within: 500)
    let status = random.pick(["open", "waiting", "resolved", "resolved", "resolved"])
    var lines = [
      "---", "subject: \(random.pick(Vocabulary.questions))",
      "customer: \(customerID(random.below(customers)))",
      "channel: \(random.pick(["email", "form", "call", "line"]))",
      "type: \(random.pick(["question", "request", "complaint", "praise", "return"]))", "status: \(status)",
      "priority: \(random.pick(["low", "normal", "normal", "high"]))",
      "product: \(productID(random.below(WorkspaceGenerator.productCount)))",
      "owner: \(random.pick(Vocabulary.members))", "opened: \(opened) \(clock())",
    ]
    if status == "resolved" { lines.append("resolved: \(opened + 1 + random.below(9)) \(clock())") }
    lines += ["---", "", "お問い合わせの内容です。\(random.pick(Vocabulary.notes))", ""]
    let log = log(1 + random.below(2), within: 400, taskChance: 20)
    try files.write(
      lines.joined(separator: "\n") + log, to: "inquiries/\(shard(index))/inquiry-\(digits(index, 6)).md")
  }

  mutating func writeProduct(_ index: Int) throws(FileError) {
    let origin = Vocabulary.origins[index % Vocabulary.origins.count].2
    let related = (1...3).map { productID((index + $0 * 8) % WorkspaceGenerator.productCount) }
    let text = """
      ---
      name: \(origin) \(Vocabulary.roasts[index % 4]) \(100 + index)
      sku: \(sku(index))
      price: \(price(index))
      category: \(Vocabulary.categories[index / 8 % 4])
      stock: \(random.below(300))
      reorder_at: 20
      related: [\(related.joined(separator: ", "))]
      active: true
      ---

      """
    try files.write(text, to: "products/\(productID(index)).md")
  }
}
