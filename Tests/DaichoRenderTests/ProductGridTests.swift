import Testing

@testable import DaichoRender

struct ProductGridTests {
  private static func product(_ name: String, _ more: [String: RenderValue] = [:]) -> RenderValue {
    .object(["name": .text(name), "price": "￥1,200"].merging(more) { $1 })
  }

  @Test func showsTheCampaignsProductsInBothParts() throws {
    let mail = try Sample.compile("Hello", layout: "product-grid").render(
      Sample.context(
        [:],
        [
          "products": .list([
            Self.product("豆 <A>", ["url": "https://shop.example/a", "image": "https://shop.example/a.jpg"]),
            Self.product("B"),
          ]), "recommendations": .list([Self.product("C")]),
        ]))
    #expect(mail.html.contains("豆 &lt;A&gt;") && mail.html.contains("src=\"https://shop.example/a.jpg\""))
    #expect(mail.html.contains("alt=\"豆 &lt;A&gt;\"") && !mail.html.contains(">C<"))
    #expect(mail.text.contains("・豆 <A> ￥1,200\n  https://shop.example/a\n・B ￥1,200\n"))
    #expect(!mail.text.contains("・C"))
    #expect(mail.emptyNames.isEmpty)
  }

  @Test func offersRecommendationsWhereNoneAreNamed() throws {
    let mail = try Sample.compile("Hello", layout: "product-grid").render(
      Sample.context([:], ["recommendations": .list([Self.product("C")])]))
    #expect(mail.html.contains(">C<") && mail.text.contains("・C ￥1,200\n"))
  }

  @Test func aShopDrawsProductsItsOwnWay() throws {
    let mail = try Sample.compile(
      "Hello", layout: "product-grid", layouts: ["product-cell": "<p>own {{name}}</p>"]
    ).render(Sample.context([:], ["recommendations": .list([Self.product("C")])]))
    #expect(mail.html.contains("<p>own C</p>"))
    let problems = Sample.problems { try Sample.compile("x", layout: "nosuch") }
    #expect(problems.count == 1 && !problems[0].contains("product-cell"))
  }

  @Test func aListInTheBodyIsNotToldTwice() throws {
    let mail = try Sample.compile("{{#products}}\n- {{name}}\n{{/products}}\n", layout: "product-grid")
      .render(
        Sample.context([:], ["products": .list([Self.product("A")])]))
    #expect(mail.text.ranges(of: "・A").count == 1)
  }
}
