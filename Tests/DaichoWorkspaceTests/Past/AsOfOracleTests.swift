import DaichoTestSupport
import Foundation
import Testing

/// `--at COMMIT` against `git worktree add COMMIT` and the same command in it, asked on the same day.
struct AsOfOracleTests {
  static let questions = [
    "list customers --format json", "list deals --where 'stage != won' --sort -amount --format csv",
    "list customers --where 'orders.count >= 1 and consent.email' --columns id,rfm.segment,orders.total",
    "list customers --group-by owner", "show hanako-yamada --format json", "search light --format json",
    "segment list --format json", "segment show gifts", "segment explain gifts", "score list --format json",
    "report pipeline --format json", "report sales --format json", "report rfm --format csv",
    "report activity --format json", "recommend --format json", "duplicates --format json",
    "campaign list --format json", "today --format json",
    "sql 'SELECT name, count(*) FROM customers GROUP BY 1 ORDER BY 1'",
  ]

  /// A history of some length, of everything that answers.
  private static func history(_ shop: Shop, _ generator: inout SplitMix64, commits: Int) throws {
    try shop.write("---\nwhere: tags has gift or orders.count > 1\n---\n", "segments/gifts.md")
    try shop.write(
      "---\nrules:\n  - {when: tags has gift, points: 5}\n  - {when: orders.count > 0, points: 3}\n---\n",
      "scores/warm.md")
    try shop.write("---\nname: Sale\nsubject: Hi\nsegment: gifts\n---\nHello\n", "campaigns/sale.md")
    for number in 0..<commits {
      for _ in 0...Int.random(in: 0..<4, using: &generator) {
        let id = "c\(Int.random(in: 0..<9, using: &generator))"
        switch Int.random(in: 0..<7, using: &generator) {
        case 0:
          try shop.write(
            """
            ---
            name: Person \(id) \(number)
            owner: \(Bool.random(using: &generator) ? "sato" : "suzuki")
            tags: [\(Bool.random(using: &generator) ? "gift" : "")]
            email: \(id)@example.com
            consent: [{channel: email, granted: 2026-01-0\(1 + number % 9)}]
            ---
            Light roasts.

            """, "customers/\(id).md")
        case 1: try? FileManager.default.removeItem(atPath: shop.path("customers/\(id).md"))
        case 2:
          try shop.write(
            "---\ntitle: \(id)\nstage: proposal\namount: \(number * 100)\n---\n", "deals/2026/\(id).md")
        case 3:
          let file = "orders/2026-\(Int.random(in: 1..<4, using: &generator)).csv"
          let old = (try? shop.read(file)) ?? "date,order,line,customer,amount,sku\n"
          try shop.write(
            old + "2026-10-\(10 + number % 20),o\(number)\(id),1,\(id),\(number * 7),S\(number % 3)\n", file)
        case 4:
          try shop.write("name: Tsubame \(number)\ntimezone: Asia/Tokyo\nlocale: en\n", "daicho.yml")
        case 5:
          let old = try shop.read("customers/hanako-yamada.md")
          try shop.write(
            old + "- 2026-11-1\(number % 9) call in @sato: \(number)\n", "customers/hanako-yamada.md")
        default: try shop.write("---\nwhere: owner = sato\n---\n", "segments/gifts.md")
        }
      }
      let date = "2026-11-\(10 + number % 9)T10:00:00+0900"
      let result = try shop.shell(
        "git add -A :/ && GIT_AUTHOR_DATE=\(date) GIT_COMMITTER_DATE=\(date) git commit -qm c\(number) --allow-empty"
      )
      #expect(result.status == 0)
    }
  }

  @Test(arguments: ["", "shop"]) func answersAsACheckoutDoes(_ folder: String) throws {
    var generator = SplitMix64(seed: 20_261_122)
    let shop = try Shop(in: folder)
    try AsOfOracleTests.history(shop, &generator, commits: 12)
    let trees = try TemporaryFolder(named: "oracle")
    for back in [4, 9] {
      let tree = trees.path(of: "w\(back)")
      let script = """
        git worktree add -q --detach \(tree) HEAD~\(back)
        day=$(git log -1 --format=%cd --date=format:%F HEAD~\(back))
        here=$PWD
        ask() {
          (cd \(tree)/\(folder) && daicho "$@" --today $day) > \(trees.path)/plain 2>/dev/null
          plain=$?
          daicho "$@" --at HEAD~\(back) > \(trees.path)/at 2>/dev/null
          [ $plain = $? ] && cmp -s \(trees.path)/plain \(trees.path)/at || {
            echo "HEAD~\(back) $*"
            diff \(trees.path)/plain \(trees.path)/at | head -5
          }
        }
        \(AsOfOracleTests.questions.map { "ask \($0)" }.joined(separator: "\n"))
        """
      let differences = try shop.shell(script).stdout
      #expect(differences == "")
    }
  }
}
