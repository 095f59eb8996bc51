import DaichoIndex
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Testing

/// Records as commits know them, without the index of the files.
struct FindingInHistoryTests {
  private final class Shop: WorkProgress {
    let folder: TemporaryFolder
    var git: Git
    private var time = 1_760_000_000

    init() throws {
      folder = try TemporaryFolder(named: "daicho-found")
      git = Git(in: folder.path)
      try git.initialize()
    }

    func write(_ id: String, _ fields: String = "", prefix: String = "") throws {
      try folder.write("---\nname: \(id)\n\(fields)---\nSome words of \(id).\n", to: prefix + "\(id).md")
    }

    func commit(_ message: String) throws {
      time += 60
      git.environment["GIT_AUTHOR_DATE"] = "\(time) +0900"
      git.environment["GIT_COMMITTER_DATE"] = "\(time) +0900"
      try git.commitAll(message)
    }

    func workspace(in subfolder: String = "") throws -> Workspace {
      try Workspace(
        containing: folder.path + "/" + subfolder, epoch: 1_795_000_000_000, today: nil, identity: Identity(),
        progress: self)
    }

    func progress(_ work: Wording, done: Int, of total: Int) {}
    func progressEnded() {}
  }

  private func shop() throws -> Shop {
    let shop = try Shop()
    try shop.folder.write("name: Test\nlocale: en\n", to: "daicho.yml")
    try shop.write("Hanako", prefix: "customers/a/")
    try shop.write("taro", prefix: "customers/")
    try shop.write("both", prefix: "customers/")
    try shop.write("both", prefix: "products/")
    try shop.commit("one")
    return shop
  }

  @Test(arguments: ["hanako", "HANAKO", "customers/hanako", "customers/a/Hanako.md"])
  func findsByIDAndPath(_ text: String) throws {
    let shop = try shop()
    let found = try #require(try shop.workspace().committedRecord(text))
    #expect(found.path == "customers/a/Hanako.md" && found.reference.description == "customers/Hanako")
  }

  @Test(arguments: ["both", "han", "products/hanako", "customers/Hanako.md", "people/hanako", "", "/", ".md"])
  func leavesTheRestToTheIndex(_ text: String) throws {
    let shop = try shop()
    #expect(try shop.workspace().committedRecord(text) == nil)
  }

  @Test func makesNoIndexOfFiles() throws {
    let shop = try shop()
    let workspace = try shop.workspace()
    let record = try #require(try workspace.committedRecord("taro"))
    #expect(try workspace.history(of: record).count == 1)
    #expect(try workspace.blame(record).count == 1)
    #expect(try !shop.folder.list(".daicho").contains("index.sqlite"))
  }

  @Test func doesNotFindWhatWasMovedOrRemovedByHand() throws {
    let shop = try shop()
    try shop.git("mv", "customers/taro.md", "customers/a/taro.md")
    try shop.folder.remove("customers/a/Hanako.md")
    let workspace = try shop.workspace()
    #expect(try workspace.committedRecord("taro") == nil)
    #expect(try workspace.find("taro").first?.path == "customers/a/taro.md")
    #expect(try workspace.committedRecord("hanako") == nil)
  }

  @Test func knowsWhatIsNoLongerThere() throws {
    let shop = try shop()
    try shop.git("mv", "customers/taro.md", "customers/jiro.md")
    try shop.commit("two")
    try shop.git("mv", "customers/jiro.md", "customers/saburo.md")
    try shop.folder.remove("customers/a/Hanako.md")
    try shop.commit("three")
    let workspace = try shop.workspace()
    #expect(try workspace.formerRecords("taro").map(\.path) == ["customers/saburo.md"])
    #expect(try workspace.formerRecords("customers/jiro").map(\.path) == ["customers/saburo.md"])
    #expect(try workspace.formerRecords("saburo").isEmpty)
    let gone = try #require(try workspace.formerRecords("hanako").first)
    #expect(try workspace.history(of: gone).map(\.subject) == ["three", "one"])
    #expect(try workspace.history(of: gone).first?.kind == .deleted)
  }

  @Test func listsCommitsOfTheWorkspace() throws {
    let shop = try Shop()
    try shop.folder.write("name: Test\nlocale: en\n", to: "crm/daicho.yml")
    try shop.commit("settings")
    try shop.folder.write("x\n", to: "README.md")
    try shop.commit("elsewhere")
    try shop.write("taro", prefix: "crm/customers/")
    try shop.commit("new(taro): created\n\nRecord: customers/taro\nAction: new")
    let workspace = try shop.workspace(in: "crm")
    let entries = try workspace.history()
    #expect(entries.map(\.subject) == ["new(taro): created", "settings"])
    #expect(entries.first?.record == "customers/taro" && entries.first?.action == "new")
    #expect(try workspace.history(HistoryQuestion(limit: 1)).map(\.subject) == ["new(taro): created"])
    let day = CalendarDate(typed: "2025-10-09")
    #expect(try workspace.history(HistoryQuestion(since: day, until: day)).count == 2)
    #expect(try workspace.history(HistoryQuestion(since: day?.adding(days: 1))).isEmpty)
    #expect(try workspace.history(HistoryQuestion(author: "佐藤", limit: 1)).count == 1)
    #expect(try workspace.history(HistoryQuestion(author: "nobody")).isEmpty)
  }
}
