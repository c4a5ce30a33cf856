#pragma once
// The style sheet of the report's page: light or dark as the reader's system is set, and black on white in
// print.
namespace vpass {

inline constexpr const char kReportStyle[] = R"css(
:root { color-scheme: light dark; --paper: #fff; --sheet: #f4f6f8; --ink: #16202a; --soft: #5b6875; --rule: #d9dfe5;
  --valid: #1f7a8c; --invalid: #e0a030; --failed: #c8323c; --shade: #c8323c1c; }
@media (prefers-color-scheme: dark) { :root { --paper: #12181f; --sheet: #1b232c; --ink: #e8edf2; --soft: #9aa7b4;
  --rule: #313c47; --valid: #4cb3c6; --invalid: #e8b04c; --failed: #f0616b; --shade: #f0616b2b; } }
* { box-sizing: border-box; }
body { margin: 0; word-break: keep-all; background: var(--paper); color: var(--ink); line-height: 1.5;
  font: 15px/1.5 system-ui, "Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -.01em; }
h2 { font-size: 19px; margin: 44px 0 10px; }
h1 small { display: block; margin: 4px 0 0; font-size: .62em; }
h1 small, h2 small { font-weight: 400; color: var(--soft); }
h2 small { font-size: .72em; margin-left: .5em; }
p { margin: 6px 0; max-width: 76ch; }
.soft { color: var(--soft); }
.lead { font-size: 17px; margin: 18px 0 0; }
.lead + .lead { margin-top: 2px; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; margin: 24px 0 8px; }
.tile { background: var(--sheet); border-radius: 10px; padding: 14px 16px; border-top: 4px solid var(--soft); }
.tile.valid { border-color: var(--valid); } .tile.invalid { border-color: var(--invalid); } .tile.failed { border-color: var(--failed); }
.tile b { display: block; font-size: 27px; line-height: 1.25; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
.tile span { color: var(--soft); font-size: 13px; display: block; }
.key { display: flex; flex-wrap: wrap; gap: 6px 20px; font-size: 13px; color: var(--soft); margin: 0 0 6px; }
.key i { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 6px; vertical-align: -1px; }
i.valid { background: var(--valid); } i.invalid { background: var(--invalid); } i.failed { background: var(--failed); }
i.outage { background: var(--shade); outline: 1px dashed var(--failed); }
svg.chart { width: 100%; height: auto; display: block; }
svg.bar { width: 100%; height: 10px; display: block; border-radius: 2px; }
.valid { fill: var(--valid); } .invalid { fill: var(--invalid); } .failed { fill: var(--failed); }
.outage { fill: var(--shade); }
.grid { stroke: var(--rule); stroke-width: 1; } .axis { stroke: var(--soft); stroke-width: 1; }
.tick, .band { fill: var(--soft); font-size: 12px; } .band { fill: var(--failed); font-weight: 600; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; table-layout: fixed; min-width: 640px; }
th, td { padding: 5px 10px 5px 0; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th { font-weight: 500; font-size: 12.5px; color: var(--soft); border-bottom-color: var(--soft); vertical-align: bottom; }
th { white-space: normal; }
th:first-child, td:first-child { text-align: left; white-space: normal; overflow-wrap: anywhere; width: 31%; }
th span { display: block; }
th.bars, td.bars { width: 22%; padding: 5px 0 5px 8px; }
th.share { width: 8%; } td.zero { color: var(--soft); opacity: .55; }
tr.rest td { color: var(--soft); }
td.words { white-space: normal; }
td em { font-style: normal; color: var(--soft); font-size: 13px; margin-left: .6em; }
.warn { border-left: 4px solid var(--invalid); background: var(--sheet); padding: 8px 14px; border-radius: 0 8px 8px 0; margin: 8px 0; }
footer { margin-top: 48px; padding-top: 14px; border-top: 1px solid var(--rule); font-size: 13px; color: var(--soft); }
@media (max-width: 700px) { .tiles { grid-template-columns: repeat(2, 1fr); } td.bars, th.bars { display: none; } }
@media print { :root { color-scheme: light; --paper: #fff; --sheet: #f4f6f8; --ink: #000; --soft: #444; --rule: #ccc;
    --valid: #1f7a8c; --invalid: #e0a030; --failed: #c8323c; --shade: #c8323c1c; }
  @page { size: A4; margin: 14mm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; }
  h1 { font-size: 20pt; } h2 { font-size: 13pt; margin-top: 22pt; break-after: avoid; }
  svg.chart, .tile, tr, .warn { break-inside: avoid; } .tile b { font-size: 17pt; }
  table { font-size: 9pt; min-width: 0; } .lead { font-size: 11.5pt; } thead { display: table-header-group; } }
)css";

}  // namespace vpass
