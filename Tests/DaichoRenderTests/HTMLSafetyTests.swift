import DaichoModel
import Foundation
import Testing

@testable import DaichoRender

/// Values can say anything; the mail prints it and means nothing by it.
struct HTMLSafetyTests {
  private static let attacks = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>", "<iframe src=javascript:alert(1)>", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "&#106;avascript:alert(1)", "java\nscript:alert(1)", "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)", "[a](javascript:alert(1))", "![a](x onerror=alert(1))", "<javascript:alert(1)>",
    "**x**", "# x", "\n# x\n", "{{customer.email}}", "{{{customer.email}}}", "{{> newsletter}}", "{{#x}}",
    "`x`",
    "</style><script>alert(1)</script>", "</title><script>x</script>", "--><script>x</script>",
    "]]><script>x</script>", "\u{FF1C}script\u{FF1E}", "https://x.example/\" onclick=\"alert(1)",
    "x](https://evil.example)", "- a\n- b", "    code", "<!-- x -->", "&lt;script&gt;", "\\", "\\<b>",
    "<a@b.c>",
    "https://evil.example", "\u{10FFFA}\u{100000}\u{100001}", "[r]: https://evil.example", "***", "---",
    "|a|b|",
  ]

  private static let body = """
    {{customer.name}}

    # {{customer.name}}

    前{{customer.name}}後 **{{customer.name}}** *{{customer.name}}* `{{customer.name}}` [{{customer.name}}](https://x.example)

    - {{customer.name}}

    > {{customer.name}}

    [a]({{customer.name}}) and [b](https://x.example/{{customer.name}}?q={{customer.name}} "{{customer.name}}")
    and [c](<{{customer.name}}>) ![{{customer.name}}]({{customer.name}}) https://x.example/{{customer.name}}

    [button]({{customer.name}})

    ```{{customer.name}}
    {{customer.name}}
    ```

        {{customer.name}}

    [ref][{{customer.name}}] <b {{customer.name}}>x</b> &{{customer.name}};

    <div class="{{customer.name}}">
    {{customer.name}}
    </div>
    """

  @Test func noValueBecomesMarkup() throws {
    let layout = """
      <title>{{customer.name}}</title><p title="{{customer.name}}">{{customer.name}}</p>
      <a href="{{customer.name}}">a</a><a href='https://x.example/{{customer.name}}'>b</a><img src="{{customer.name}}/x.png">
      {{content}}<a href="{{unsubscribe_url}}">u</a>
      """
    let newsletter = try Sample.compile(Self.body, preheader: "{{customer.name}}")
    let own = try Sample.compile(Self.body, layout: "own", layouts: ["own": layout])
    var pages: [String] = []
    for attack in Self.attacks {
      let context = Sample.context(
        ["name": .text(attack)], ["sender": ["name": .text(attack)], "unsubscribe_url": .text(attack)])
      pages.append(try newsletter.render(context).html)
      pages.append(try own.render(context).html)
    }
    let report = try PythonCheck.run(Self.inspector, input: pages.joined(separator: "\u{0}"))
    #expect(report == "checked \(Self.attacks.count * 2) pages\n")
  }

  @Test func theInspectorSeesAnAttack() throws {
    let report = try PythonCheck.run(Self.inspector, input: "<p onclick=x><a href=' java\tscript:x'><script>")
    #expect(report.contains("onclick") && report.contains("scheme") && report.contains("script"))
  }

  @Test func randomValuesArePrintedAsTheyAre() throws {
    let mail = try Sample.compile("前{{customer.name}}後\n\n- {{customer.name}}終\n")
    var random = SplitMix64(state: 2026)
    let alphabet = Array("<>&\"'`*_[](){}#!|\\~=-+.:;/%@ ab1山田ｱ\u{301}👩‍👩‍👧😀\u{200B}\u{10FFFF}\u{100001}")
    for _ in 0..<400 {
      let value = String(
        (0..<Int.random(in: 1...24, using: &random)).compactMap { _ in alphabet.randomElement(using: &random)
        })
      let rendered = try mail.render(Sample.context(["name": .text(value)]))
      #expect(rendered.text.hasPrefix("前\(value)後\n\n・\(value)終\n"), "\(value)")
      #expect(unescaped(rendered.html).contains("前\(value)後"), "\(value)")
      #expect(unescaped(rendered.html).contains(">\(value)終"), "\(value)")
    }
  }

  private func unescaped(_ html: String) -> String {
    html.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }

  @Test func placeholdersOfATemplateAreTakenOut() throws {
    #expect(try Sample.text("a\u{100000}b\u{10FFFD}{{customer.salutation}}\u{10FFFA}") == "ab山田様")
  }

  @Test func controlCharactersOfValuesAreLeftOut() throws {
    let context = Sample.context(["name": "a\u{0}b\u{1B}[31mc\u{85}d\u{7F}\te"])
    #expect(try Sample.text("{{customer.name}}", context) == "ab[31mcd\te")
    #expect(try Sample.content("{{customer.name}}", context).contains(">ab[31mcd\te<"))
  }

  private static let inspector = """
    import sys, html.parser
    problems = []
    class Inspector(html.parser.HTMLParser):
        def handle_starttag(self, tag, attributes):
            if tag in ('script', 'iframe', 'svg', 'object', 'form', 'b', 'div') and (tag != 'div' or self.page.count('<div') > 2):
                problems.append(tag)
            for name, value in attributes:
                if name.startswith('on'):
                    problems.append(name)
                if name in ('href', 'src', 'action', 'background'):
                    bare = ''.join(c for c in (value or '') if c > ' ').lower()
                    if not (bare.startswith('#') or bare.startswith(('https://', 'http://', 'mailto:', 'tel:'))):
                        problems.append('scheme ' + bare)
                    if 'evil' in bare.split('?')[0].split('/')[2:3]:
                        problems.append('evil')
    pages = sys.stdin.buffer.read().decode('utf-8').split('\\0')
    for page in pages:
        inspector = Inspector()
        inspector.page = page
        inspector.feed(page)
        inspector.close()
    print('\\n'.join(problems) if problems else 'checked %d pages' % len(pages))
    """
}

/// Runs a Python program; tests that need it fail where there is no python3, as the checks they hold
/// must not be skipped unseen.
enum PythonCheck {
  static func run(_ program: String, input: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "daicho-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (script, data) = (folder.appending(path: "check.py"), folder.appending(path: "input"))
    try Data(program.utf8).write(to: script)
    try Data(input.utf8).write(to: data)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", script.path()]
    process.standardInput = try FileHandle(forReadingFrom: data)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }
}
