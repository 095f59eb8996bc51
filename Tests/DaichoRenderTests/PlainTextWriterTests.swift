import DaichoModel
import Testing

@testable import DaichoRender

struct PlainTextWriterTests {
  @Test func japanese() throws {
    let body = """
      # 冬のセール ABC

      いつも
      ありがとうございます。

      ## おすすめ

      - 豆A
        - 浅煎り
      - 豆B

      1. 一つ目

         続き
      2. 二つ目

      > 引用です。
      > 続きです。
      >
      > - 中の項目

      [お店を見る](https://tsubame.example/shop?a=1&b=2)

      詳しくは[こちら](https://tsubame.example)か<https://tsubame.example>まで。

      ***

          code {{customer.name}}

      ### 終わり
      """
    #expect(
      try Sample.text(body) == """
        冬のセール ABC
        ━━━━━━━

        いつもありがとうございます。

        ■ おすすめ

        ・豆A
          ・浅煎り
        ・豆B

        1. 一つ目

           続き

        2. 二つ目

        > 引用です。続きです。
        >
        > ・中の項目

        お店を見る
        https://tsubame.example/shop?a=1&b=2

        詳しくはこちら <https://tsubame.example>かhttps://tsubame.exampleまで。

        ────────────────────

            code 山田 花子

        ▼ 終わり
        """)
  }

  @Test func english() throws {
    let body = """
      # Winter sale

      Thank
      you, **dear** `customer`.

      ## Beans

      - one
      - two

      ![Cup](https://x.example/cup.png)\\
      next line
      """
    #expect(
      try Sample.text(body, language: .en) == """
        Winter sale
        ===========

        Thank you, dear customer.

        Beans
        -----

        - one
        - two

        [Cup]
        next line
        """)
  }

  @Test func linesOfAValueKeepTheirPlace() throws {
    let context = Sample.context(["name": "一行目\n二行目\r\n三行目"])
    #expect(try Sample.text("> {{customer.name}}", context) == "> 一行目\n> 二行目\n> 三行目")
    #expect(try Sample.text("- {{customer.name}}", context) == "・一行目\n  二行目\n  三行目")
  }
}
