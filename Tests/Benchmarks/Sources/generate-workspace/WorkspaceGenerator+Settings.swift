extension WorkspaceGenerator {
  func writeSettings() throws(FileError) {
    let names = ["佐藤 健", "森 葵", "阿部 恵", "木村 誠", "池田 愛"]
    let members = zip(Vocabulary.members, names).map {
      "  \($0): {name: \($1), email: \($0)@tsubame.example.com}"
    }
    try files.write(
      """
      name: 喫茶つばめ
      timezone: Asia/Tokyo
      currency: JPY
      locale: ja
      fiscal_year_start: 4
      counting: [paid, shipped, delivered]
      tax: included
      members:
      \(members.joined(separator: "\n"))
      pipelines:
        default:
          - {stage: inquiry, probability: 0.1}
          - {stage: proposal, probability: 0.4, rot_after: 21 days}
          - {stage: negotiation, probability: 0.7, rot_after: 14 days}
          - {stage: won, probability: 1}
          - {stage: lost, probability: 0}
      fields:
        customers:
          favourite_roast: {type: choice, of: [light, medium, dark], label: 好みの焙煎}
      senders:
        shop:
          from: 喫茶つばめ <hello@tsubame.example.com>
          reply_to: support@tsubame.example.com
          postal_address: 東京都台東区谷中3-1-2
      base_url: https://crm.tsubame.example.com

      """, to: "daicho.yml")
    try files.write(
      "orders/*.csv merge=union\nevents/*.jsonl merge=union\nsends/*.jsonl merge=union\n",
      to: ".gitattributes")
  }

  func writeSegments() throws(FileError) {
    let segments = [
      ("lapsed-regulars", "離れた常連", "orders.count >= 3 and last_order older than 90 days"),
      ("repeat-buyers", "リピーター", "orders.count >= 2"),
      ("gift-buyers", "ギフト", "tags has \"gift\" and company is not set"),
      ("mailable-tokyo", "東京", "consent.email and address.region = 東京都"),
      ("birthday-soon", "誕生日", "birthday falls in next 7 days"),
      ("leads", "見込み客", "lifecycle in (lead, qualified)"),
      ("clickers", "クリックした人", "count(events where kind = click and campaign = winter-sale) >= 1"),
      ("ethiopia-lovers", "エチオピア好き", "any(order_lines where sku starts with ETH)"),
      ("big-spenders", "お得意様", "orders.total > 30000"),
      ("never-contacted", "未対応", "last_contact is not set"),
      ("dark-roast", "深煎り派", "favourite_roast = dark"),
      ("lapsed-mailable", "離れた常連でメール可", "segment(lapsed-regulars) and consent.email"),
    ]
    for (id, name, filter) in segments {
      try files.write(
        "---\nname: \(name)\nof: customers\nwhere: |\n  \(filter)\n---\n\n\(name)の顧客。\n",
        to: "segments/\(id).md")
    }
  }

  func writeCampaigns() throws(FileError) {
    for (index, id) in Vocabulary.campaigns.enumerated() {
      try files.write(
        """
        ---
        name: \(["冬のセール", "新豆のご案内", "お礼", "水出しコーヒー"][index])
        subject: "{{customer.salutation}}、喫茶つばめです"
        segment: repeat-buyers
        sender: shop
        status: draft
        ---

        {{customer.salutation}}

        いつもありがとうございます。

        """, to: "campaigns/\(id).md")
    }
  }
}
