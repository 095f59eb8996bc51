extension AuditPage {
  /// Light and dark as the reader's system has it; A4 and plain ink on paper. On a phone a table's rows are cards.
  static let style = """
    :root { color-scheme: light dark;
      --page: #f5f4f1; --card: #ffffff; --ink: #22211e; --muted: #6d6a63; --rule: #e3e0d9; --well: #f7f6f3;
      --good: #2f7d4f; --bad: #b3372c; --accent: #2f6f8f; }
    @media (prefers-color-scheme: dark) { :root {
      --page: #161718; --card: #1f2123; --ink: #ecebe7; --muted: #a19e96; --rule: #34363a; --well: #191b1d;
      --good: #86c493; --bad: #f0897d; --accent: #6fb3d2; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--ink); line-height: 1.55; font-size: 14.5px;
      font-family: system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP",
        "Yu Gothic UI", Meiryo, sans-serif; }
    main { max-width: 900px; margin: 0 auto; padding: 36px 20px 48px; }
    header { margin-bottom: 16px; }
    .shop, .asof { margin: 0; color: var(--muted); font-size: 13px; }
    h1 { margin: 2px 0 4px; font-size: 26px; line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; }
    h2 { margin: 0 0 10px; font-size: 16px; font-weight: 650; }
    h2 small { color: var(--muted); font-weight: 400; font-size: 13px; }
    h3 { margin: 0 0 6px; font-size: 14.5px; font-weight: 400; overflow-wrap: anywhere; }
    time { color: var(--muted); font-variant-numeric: tabular-nums; margin-right: 6px; }
    section, main > .facts { margin: 0 0 18px; padding: 16px 18px; background: var(--card);
      border: 1px solid var(--rule); border-radius: 10px; }
    .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 8px 18px; }
    dt { color: var(--muted); font-size: 12px; }
    dd { margin: 0; overflow-wrap: anywhere; }
    code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK JP", monospace;
      font-size: .9em; }
    table { width: 100%; border-collapse: collapse; font-size: 13.5px; }
    th, td { padding: 6px 12px 6px 0; text-align: left; vertical-align: top; font-weight: 400;
      border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
    th { color: var(--muted); font-size: 12px; white-space: nowrap; }
    .short { white-space: nowrap; font-variant-numeric: tabular-nums; }
    tbody tr:last-child td { border-bottom: 0; }
    .chips { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 12px; padding: 0; list-style: none; }
    .chips li { padding: 2px 10px; border: 1px solid var(--rule); border-radius: 999px; font-size: 13px; }
    .yes { color: var(--good); } .no { color: var(--muted); }
    .bound { margin: 0 0 12px; padding-left: 1.2em; color: var(--bad); overflow-wrap: anywhere; }
    .findings { margin: 0; padding: 0; list-style: none; overflow-wrap: anywhere; }
    .findings li { padding: 6px 0 6px 12px; border-left: 3px solid var(--rule); margin-bottom: 8px; }
    .findings .attention { border-left-color: var(--bad); }
    .source { color: var(--muted); font-size: 12.5px; }
    del, ins { text-decoration: none; font-size: 13px; }
    del::before { content: "− "; color: var(--bad); } ins::before { content: "+ "; color: var(--good); }
    article { padding: 14px 0; border-top: 1px solid var(--rule); }
    article:first-of-type { padding-top: 0; border-top: 0; }
    article:last-of-type { padding-bottom: 0; }
    article .facts { margin: 0 0 8px; font-size: 13px; }
    .proof, .doubt { margin: 0 0 8px; font-size: 13px; overflow-wrap: anywhere; }
    .proof { color: var(--good); } .proof::before { content: "✓ "; }
    .doubt { color: var(--bad); } .doubt::before { content: "! "; }
    pre { margin: 0; padding: 12px 14px; background: var(--well); border: 1px solid var(--rule); border-radius: 8px;
      white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; line-height: 1.6; font-family: inherit; }
    .none { margin: 0; color: var(--muted); }
    footer { color: var(--muted); font-size: 12.5px; }
    .notes { margin: 0; padding-left: 1.2em; }
    @media screen and (max-width: 560px) {
      main { padding: 20px 10px 32px; }
      h1 { font-size: 22px; }
      section, main > .facts { padding: 12px 14px; }
      .facts { grid-template-columns: repeat(auto-fill, minmax(130px, 1fr)); }
      thead { display: none; }
      table, tbody, tr, td { display: block; }
      tr { padding: 8px 0; border-bottom: 1px solid var(--rule); }
      tbody tr:last-child { border-bottom: 0; padding-bottom: 0; }
      td { padding: 1px 0; border: 0; white-space: normal; }
      .short { white-space: normal; }
      td:empty { display: none; }
      td::before { content: attr(data-label) "  "; color: var(--muted); font-size: 12px; }
    }
    @page { size: A4; margin: 16mm 15mm; }
    @media print {
      :root { --page: #ffffff; --card: #ffffff; --ink: #000000; --muted: #444444; --rule: #bbbbbb; --well: #ffffff;
        --good: #1c5c36; --bad: #8f241b; --accent: #000000; }
      body { font-size: 10.5pt; }
      main { max-width: none; padding: 0; }
      section, main > .facts { padding: 0; border: 0; border-radius: 0; }
      h2 { padding-bottom: 3px; border-bottom: 1.5px solid var(--ink); }
      h2, h3 { break-after: avoid; }
      table { font-size: 9.5pt; }
      thead { display: table-header-group; }
      tr, .findings li { break-inside: avoid; }
      article > .facts, article > .proof { break-after: avoid; break-inside: avoid; }
      pre { font-size: 9.5pt; orphans: 3; widows: 3; }
    }
    """
}
