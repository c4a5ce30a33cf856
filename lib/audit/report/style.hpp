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
.tiles.six { grid-template-columns: repeat(3, 1fr); }
.tile { background: var(--sheet); border-radius: 10px; padding: 14px 16px; border-top: 4px solid var(--soft); }
.tile.valid { border-color: var(--valid); } .tile.invalid { border-color: var(--invalid); } .tile.failed { border-color: var(--failed); }
.tile b { display: block; font-size: 27px; line-height: 1.25; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
.tile span { color: var(--soft); font-size: 13px; display: block; }
.key { display: flex; flex-wrap: wrap; gap: 6px 20px; font-size: 13px; color: var(--soft); margin: 0 0 6px; }
.key i { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 6px; vertical-align: -1px; }
i.valid { background: var(--valid); } i.invalid { background: var(--invalid); } i.failed { background: var(--failed); }
i.outage { background: var(--shade); outline: 1px dashed var(--failed); }
.chart { position: relative; height: 250px; margin: 34px 6px 52px 60px; }
.chart svg { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
.chart span { position: absolute; font-size: 12px; line-height: 16px; color: var(--soft); white-space: nowrap; }
.chart .y { right: 100%; margin-right: 8px; transform: translateY(50%); }
.chart .x { top: 100%; margin-top: 6px; transform: translateX(-50%); }
.chart .x.last { transform: translateX(-100%); } .chart .day { margin-top: 22px; }
.chart .band { bottom: 100%; margin-bottom: 5px; transform: translateX(-50%); color: var(--failed); font-weight: 600; }
details { margin: 4px 0; } summary { cursor: pointer; font-size: 13px; color: var(--soft); padding: 4px 0; }
details .table { max-height: 420px; overflow-y: auto; }
:focus-visible { outline: 2px solid var(--valid); outline-offset: 2px; }
svg.bar { width: 100%; height: 10px; display: block; border-radius: 2px; }
.valid { fill: var(--valid); } .invalid { fill: var(--invalid); } .failed { fill: var(--failed); }
.outage { fill: var(--shade); }
.grid { stroke: var(--rule); stroke-width: 1; vector-effect: non-scaling-stroke; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; table-layout: fixed; min-width: 640px; }
th, td { padding: 5px 10px 5px 0; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
thead th { font-weight: 500; font-size: 12.5px; color: var(--soft); vertical-align: bottom; white-space: normal; }
thead th, thead td { border-bottom-color: var(--soft); }
th:first-child { text-align: left; white-space: normal; overflow-wrap: anywhere; width: 31%; }
tbody th { font-weight: 400; }
thead th span { display: block; }
.bars { width: 20%; padding: 5px 0 5px 8px; }
td.zero { color: var(--soft); }
tr.rest th, tr.rest td { color: var(--soft); }
td.words { white-space: normal; }
th em { font-style: normal; color: var(--soft); font-size: 13px; margin-left: .6em; }
em.text span { display: block; }
th em.text, th em[lang] { display: block; margin-left: 0; line-height: 1.4; }
.warn { border-left: 4px solid var(--invalid); background: var(--sheet); padding: 8px 14px; border-radius: 0 8px 8px 0; margin: 8px 0; }
footer { margin-top: 48px; padding-top: 14px; border-top: 1px solid var(--rule); font-size: 13px; color: var(--soft); }
@media (max-width: 700px) {
  main { padding: 24px 16px 48px; } h1 { font-size: 25px; }
  .tiles, .tiles.six { grid-template-columns: repeat(2, 1fr); } .tile { padding: 10px 12px; } .tile b { font-size: 23px; }
  .chart { height: 210px; margin-left: 52px; } .chart .minor { display: none; }
}
@media screen and (max-width: 700px) {
  table { min-width: 0; } table, tbody, tr, th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { display: grid; grid-template-columns: repeat(3, 1fr); gap: 2px 10px; padding: 9px 0;
    border-bottom: 1px solid var(--rule); }
  tbody th, tbody td { border: 0; padding: 0; } tbody th:first-child { grid-column: 1 / -1; width: auto; }
  [data-by="rule"] tbody tr, [data-by="chart"] tbody tr { grid-template-columns: repeat(4, 1fr); }
  [data-by="outage"] tbody tr { grid-template-columns: repeat(2, 1fr); }
  tbody td { text-align: left; }
  tbody td::before { content: attr(data-label); display: block; font-size: 12px; line-height: 1.3; white-space: pre-line;
    color: var(--soft); }
  tbody td.bars { grid-column: 1 / -1; width: auto; padding: 3px 0 0; } tbody td.bars:empty, td.bars::before { display: none; }
}
@media print { :root { color-scheme: light; --paper: #fff; --sheet: #f4f6f8; --ink: #000; --soft: #444; --rule: #ccc;
    --valid: #1f7a8c; --invalid: #e0a030; --failed: #c8323c; --shade: #c8323c1c; }
  @page { size: A4; margin: 14mm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; }
  h1 { font-size: 20pt; } h2 { font-size: 13pt; margin-top: 22pt; break-after: avoid; }
  .chart, .tile, tr, .warn { break-inside: avoid; } details { display: none; } .tile b { font-size: 17pt; }
  table { font-size: 9pt; min-width: 0; } .table { overflow: visible; break-inside: avoid; }
  thead th, th em { font-size: 8.5pt; } .lead { font-size: 11.5pt; } thead { display: table-header-group; } }
)css";

}  // namespace vpass
