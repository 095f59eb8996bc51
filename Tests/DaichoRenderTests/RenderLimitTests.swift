import DaichoModel
import Testing

@testable import DaichoRender

struct RenderLimitTests {
  @Test func aBodyHasAtMost64KiB() throws {
    let fits = String(repeating: "a", count: 65_536)
    #expect(try Sample.render(fits).text.hasPrefix(fits))
    #expect(Sample.problems { try Sample.compile(fits + "a") } == ["7:1 template-too-large"])
    let tags = Sample.context(["tags": .list(Array(repeating: "x", count: 500))])
    let body = "{{#customer.tags}}" + String(repeating: "a", count: 200) + "{{/customer.tags}}"
    let error = try #require(throws: DaichoError.self) { try Sample.render(body, tags) }
    #expect(error.code == "body-too-large")
  }

  @Test func quadraticInputIsBounded() {
    let body = String(repeating: "![[]()", count: 65_536 / 6)
    let time = ContinuousClock().measure { _ = Sample.problems { try Sample.compile(body) } }
    #expect(time < .seconds(20))
    let braces = String(repeating: "{ ", count: 30_000)
    #expect(
      Sample.problems { try Sample.compile(braces) }.map { $0.split(separator: " ")[1] } == ["too-many-tags"])
  }

  @Test func listsWithinThemselvesAreBounded() throws {
    let depth = 12
    let body =
      String(repeating: "{{#customer.tags}}", count: depth) + "x"
      + String(repeating: "{{/customer.tags}}", count: depth)
    let context = Sample.context(["tags": .list(Array(repeating: "t", count: 50))])
    let error = try #require(throws: DaichoError.self) { try Sample.render(body, context) }
    #expect(error.code == "mail-too-large")
  }

  @Test(arguments: [">", "- ", "1. "])
  func deepBlocksAreRefused(marker: String) throws {
    let body = String(repeating: marker, count: 2_000) + "x"
    let error = try #require(throws: DaichoError.self) { try Sample.render(body) }
    #expect(error.code == "body-too-deep")
  }

  @Test func deepEmphasisIsRefused() throws {
    let error = try #require(throws: DaichoError.self) {
      try Sample.render(String(repeating: "*a ", count: 5_000) + String(repeating: "b* ", count: 5_000))
    }
    #expect(error.code == "body-too-deep")
  }

  /// Loose on purpose: a debug build on a busy machine; the release figure is measured by hand.
  @Test func aTypicalMailIsQuick() throws {
    let mail = try Sample.compile(
      Self.typical, subject: "{{customer.salutation}}、冬の限定豆が入荷しました", preheader: "11月末まで10%オフ")
    let compiling = try ContinuousClock().measure {
      for _ in 0..<20 { _ = try Sample.compile(Self.typical) }
    }
    let context = Sample.context([:], ["coupon": ["code": "WINTER10"]])
    let rounds = 200
    let time = try ContinuousClock().measure {
      for _ in 0..<rounds { _ = try mail.render(context) }
    }
    print("compile: \(compiling / 20), render: \(time / rounds) a mail")
    #expect(time / rounds < .milliseconds(20))
  }

  static let typical = """
    # 冬の限定豆が入荷しました

    {{customer.salutation}}

    いつもありがとうございます。喫茶つばめの佐藤です。
    寒い季節にぴったりの、**深煎りのブレンド**をご用意しました。

    ## 今月のおすすめ

    - エチオピア・イルガチェフェ（浅煎り）
    - ブラジル・サントス（中煎り）
    - 冬のブレンド（深煎り）

    {{#coupon.code}}
    クーポンコード: `{{coupon.code}}` をお使いください。
    {{/coupon.code}}

    [お店を見る](https://tsubame.example/shop?c={{coupon.code}})

    > 「香りが良くて、毎朝の楽しみになりました」（{{customer.name}}）

    詳しくは[お店のページ](https://tsubame.example/)をご覧ください。
    """
}
