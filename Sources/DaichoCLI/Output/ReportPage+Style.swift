extension ReportPage {
  /// Light and dark as the reader's system has it, and plain ink on paper.
  static let style = """
    :root { color-scheme: light dark;
      --page: #f5f4f1; --card: #ffffff; --ink: #22211e; --muted: #6d6a63; --rule: #e3e0d9; --track: #efede8;
      --c0: #2f6f8f; --c1: #e0912f; --c2: #5b9a68; --c3: #8a63a8; --c4: #8d8a82; --c5: #bf4a3f;
      --over: #ffffff; --under: #22211e; }
    @media (prefers-color-scheme: dark) { :root {
      --page: #161718; --card: #1f2123; --ink: #ecebe7; --muted: #a19e96; --rule: #34363a; --track: #2b2d30;
      --c0: #6fb3d2; --c1: #f0b05c; --c2: #86c493; --c3: #b996d6; --c4: #a7a49b; --c5: #e5796d;
      --over: #10181c; --under: #ecebe7; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--ink); line-height: 1.55;
      font-family: system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP",
        "Yu Gothic UI", Meiryo, sans-serif; font-size: 15px; }
    main { max-width: 900px; margin: 0 auto; padding: 36px 20px 48px; }
    header { margin-bottom: 20px; }
    .shop { margin: 0; color: var(--muted); font-size: 13px; letter-spacing: .04em; }
    h1 { margin: 2px 0 4px; font-size: 26px; line-height: 1.25; font-weight: 650; }
    .asof { margin: 0; color: var(--muted); font-size: 13px; }
    .headline { margin: 0 0 20px; padding: 14px 18px; font-size: 18px; font-weight: 600; background: var(--card);
      border: 1px solid var(--rule); border-left: 5px solid var(--c0); border-radius: 8px; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 0 0 20px; }
    .tiles div, .chart, .sheet { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; }
    .tiles div { padding: 12px 16px; }
    dt { color: var(--muted); font-size: 12px; }
    dd { margin: 2px 0 0; font-size: 19px; font-weight: 650; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    .chart, .sheet { margin: 0 0 20px; padding: 18px 20px; }
    figcaption { margin-bottom: 12px; font-weight: 650; }
    figcaption small { margin-left: 8px; color: var(--muted); font-weight: 400; font-size: 12px; }
    .legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0 0 14px; padding: 0; list-style: none;
      font-size: 12.5px; color: var(--muted); }
    .legend i { display: inline-block; width: 10px; height: 10px; margin-right: 6px; border-radius: 3px; }
    svg { display: block; overflow: visible; }
    svg.plot { box-sizing: content-box; padding: 8px 0 26px 52px; max-width: calc(100% - 52px); }
    svg.map { box-sizing: content-box; padding: 28px 0 4px 110px; max-width: calc(100% - 110px); }
    svg text { fill: var(--ink); font-size: 12.5px; }
    svg .muted { fill: var(--muted); font-size: 11.5px; }
    svg .num { font-variant-numeric: tabular-nums; font-weight: 600; }
    svg .end { text-anchor: end; }
    svg .mid { text-anchor: middle; }
    svg .over { fill: var(--over); }
    svg .under { fill: var(--under); }
    svg.map rect { stroke: var(--card); stroke-width: 2; }
    .track { fill: var(--track); }
    .grid { stroke: var(--rule); }
    .axis { stroke: var(--muted); }
    .f0 { fill: var(--c0); } .f1 { fill: var(--c1); } .f2 { fill: var(--c2); }
    .f3 { fill: var(--c3); } .f4 { fill: var(--c4); } .f5 { fill: var(--c5); }
    .s0 { background: var(--c0); } .s1 { background: var(--c1); } .s2 { background: var(--c2); }
    .s3 { background: var(--c3); } .s4 { background: var(--c4); } .s5 { background: var(--c5); }
    polyline { fill: none; stroke-width: 2.5; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
    .l0 { stroke: var(--c0); } .l1 { stroke: var(--c1); } .l2 { stroke: var(--c2); }
    .l3 { stroke: var(--c3); } .l4 { stroke: var(--c4); } .l5 { stroke: var(--c5); }
    .narrow { display: none; }
    .scroll { overflow-x: auto; }
    table { width: 100%; border-collapse: collapse; font-size: 13.5px; }
    th, td { padding: 7px 10px; text-align: left; font-weight: 400; border-bottom: 1px solid var(--rule);
      white-space: nowrap; }
    tbody th { white-space: normal; min-width: 7em; }
    thead th { color: var(--muted); font-size: 12px; border-bottom: 1px solid var(--muted); }
    tbody tr:last-child > * { border-bottom: 0; }
    tfoot > tr > * { border-top: 1px solid var(--muted); border-bottom: 0; font-weight: 650; }
    .n { text-align: right; font-variant-numeric: tabular-nums; }
    td i { color: var(--muted); }
    summary { cursor: pointer; color: var(--muted); font-size: 13px; }
    .none { color: var(--muted); }
    .notes { margin: 0; padding: 0 0 0 1.2em; color: var(--muted); font-size: 12.5px; }
    @media (max-width: 560px) {
      main { padding: 20px 12px 32px; }
      h1 { font-size: 22px; }
      .headline { font-size: 16px; }
      .chart, .sheet { padding: 14px; }
      .tiles { grid-template-columns: repeat(2, 1fr); gap: 8px; }
      .tiles div { padding: 10px 12px; }
      dd { font-size: 16px; }
      svg.map { padding-left: 92px; max-width: calc(100% - 92px); }
      .wide { display: none; }
      .narrow { display: inline; }
      th, td { padding: 6px 7px; }
    }
    @media print {
      :root { --page: #ffffff; --card: #ffffff; --ink: #000000; --muted: #555555; --rule: #cccccc; --track: #eeeeee;
        --c0: #2f6f8f; --c1: #e0912f; --c2: #5b9a68; --c3: #8a63a8; --c4: #8d8a82; --c5: #bf4a3f;
        --over: #ffffff; --under: #000000; }
      * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
      body { font-size: 12px; }
      main { max-width: none; padding: 0; }
      .chart, .tiles div, tr { break-inside: avoid; }
      thead { display: table-header-group; }
      .scroll { overflow: visible; }
    }
    """
}
