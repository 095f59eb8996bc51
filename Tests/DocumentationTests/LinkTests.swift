import Foundation
import Testing

/// Links between the documents lead somewhere.
struct LinkTests {
  @Test func allResolve() throws {
    let documents = try Document.all()
    #expect(documents.count > 10)
    var count = 0
    for document in documents {
      let folder = Document.root.appending(path: document.path).deletingLastPathComponent()
      for link in document.text.matches(of: /\]\(([^)\s]+)\)/) {
        let target = link.output.1.split(separator: "#", omittingEmptySubsequences: false)[0]
        if target.isEmpty || target.contains("://") || target.hasPrefix("mailto:") { continue }
        count += 1
        let file = folder.appending(path: String(target)).path
        #expect(FileManager.default.fileExists(atPath: file), "\(document.path) links to \(target)")
      }
      for link in document.text.matches(of: /<doc:([A-Za-z]+)[^>]*>/) {
        count += 1
        let file = folder.appending(path: "\(link.output.1).md").path
        #expect(FileManager.default.fileExists(atPath: file), "\(document.path) links to \(link.output.1)")
      }
    }
    #expect(count > 30)
  }

  @Test func landingPageNamesEveryPage() throws {
    let landing = try Document.manual("DaichoWorkspace")
    let pages = try Document.all().filter { $0.path.hasPrefix(Document.catalogue) && $0.path != landing.path }
    for page in pages {
      let name = URL(filePath: page.path).deletingPathExtension().lastPathComponent
      #expect(landing.text.contains("- <doc:\(name)>"), "\(landing.path) leaves \(name) out")
    }
  }
}
