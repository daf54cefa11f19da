// The report's look: calm, one column, the data palette of Okabe and Ito; light, dark, narrow and on paper. No '<' and
// no '&' in it: the page is read as XML, too.
#include "game/measure/report_parts.h"

namespace outrider::measure {

std::string_view style_sheet() noexcept {
    return R"css(
:root {
  color-scheme: light dark;
  --paper: #fcfbf8; --card: #f3f1ea; --ink: #1b2026; --dim: #59626c; --hair: #d9d5ca; --grid: #e6e2d8; --track: #e9e5db;
  --none: #7d8690; --inline: #cc79a7; --threads: #56b4e9; --processes: #0072b2;
  --good: #009e73; --late: #e69f00; --over: #d55e00; --queue: #8a93a0; --halo: #fcfbf8;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #12161c; --card: #1a2028; --ink: #e8ebef; --dim: #a3adb8; --hair: #333c47; --grid: #262e38;
    --track: #252c36; --none: #98a2ad; --processes: #2f8fca; --queue: #77828f; --halo: #12161c;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 80px; }
h1, h2, h3, p, figure, table, ul, ol, dl { margin: 0; }
h1 { font-size: 15px; font-weight: 600; color: var(--dim); letter-spacing: 0.01em; }
h2 { font-size: 22px; font-weight: 650; line-height: 1.25; margin-bottom: 16px; }
h3 { font-size: 16px; font-weight: 650; margin-bottom: 8px; }
section { margin-top: 56px; }
.dim { color: var(--dim); }
.verdict { font-size: 27px; line-height: 1.32; font-weight: 600; letter-spacing: -0.01em; margin: 12px 0 20px;
  max-width: 38em; text-wrap: pretty; }
.lead { max-width: 52em; color: var(--dim); }
section .lead { margin-bottom: 20px; }
.badge { display: inline-block; border: 1px solid var(--late); border-radius: 4px; padding: 0 8px; margin-right: 8px;
  font-size: 14px; font-weight: 600; color: var(--ink); }
.warnings { list-style: none; padding: 12px 16px; margin-top: 20px; border-left: 3px solid var(--late);
  background: var(--card); border-radius: 0 6px 6px 0; }
.warnings li + li { margin-top: 4px; }
.warnings li::before { content: "\26A0\FE0E\00A0 "; }
.scroll { overflow-x: auto; --shade: rgba(90, 96, 104, 0.28);
  background: linear-gradient(to right, var(--under), var(--under)) left / 18px 100% no-repeat local,
    linear-gradient(to right, var(--under), var(--under)) right / 18px 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) left / 12px 100% no-repeat scroll,
    linear-gradient(to left, var(--shade), transparent) right / 12px 100% no-repeat scroll; }
:root { --under: var(--paper); } .box { --under: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: 15px; line-height: 1.35; }
th, td { padding: 8px 14px 8px 0; text-align: right; vertical-align: top; border-bottom: 1px solid var(--hair);
  white-space: nowrap; }
th { font-weight: 600; }
th:first-child, td:first-child { text-align: left; }
th:last-child, td:last-child { padding-right: 0; }
td.words { text-align: left; white-space: normal; min-width: 16em; }
thead th { border-bottom-color: var(--dim); vertical-align: bottom; font-size: 14px; }
tbody th { text-align: left; font-weight: 400; }
tr.group th { padding-top: 22px; font-weight: 650; border-bottom-color: var(--dim); text-align: left; }
td small, th small { display: block; color: var(--dim); font-size: 13px; font-weight: 400; }
.full td small, td.marks { white-space: normal; }
td.marks { font-size: 13px; }
.full { font-size: 14px; } .full th, .full td { padding-right: 10px; }
.full tbody th { white-space: normal; min-width: 8.5em; }
td small.clear { color: var(--ink); }
table.full th[scope=row] { position: sticky; left: 0; background: var(--paper); }
.few { color: var(--dim); font-style: italic; }
.swatch { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 8px;
  background: var(--c); }
.answer { margin-top: 28px; }
.answer td:first-child { font-weight: 600; }
.answer td { padding-top: 11px; padding-bottom: 11px; }
.answer .big { font-size: 19px; font-weight: 600; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 44px 56px; }
figure { min-width: 0; }
figure + .figures { margin-top: 44px; }
figure.wide + figure.wide { margin-top: 40px; }
figcaption, .note { color: var(--dim); font-size: 14px; line-height: 1.45; margin-top: 6px; max-width: 60em; }
svg { display: block; width: 100%; height: auto; color: var(--ink); overflow: visible; }
.half svg { max-width: 500px; min-width: 358px; }
.wide svg { min-width: 880px; }
svg text { font-size: 13.5px; fill: currentColor; }
svg .dim { fill: var(--dim); }
svg .strong { font-weight: 600; }
svg .halo, svg .over-plot, svg .event-label { paint-order: stroke; stroke: var(--halo); stroke-width: 4px;
  stroke-linejoin: round; }
.grid { stroke: var(--grid); stroke-width: 1; }
.base { stroke: var(--dim); stroke-width: 1; }
.limit { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 3; opacity: 0.75; }
.track { fill: var(--track); }
.m-none { --c: var(--none); } .m-inline { --c: var(--inline); } .m-threads { --c: var(--threads); }
.m-processes { --c: var(--processes); }
.line { fill: none; stroke: var(--c); stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
.area { fill: var(--c); }
.area.over { --c: var(--over); } .area.queue { --c: var(--queue); }
.d1.line, .d5.line { stroke-dasharray: 7 4; } .d2.line, .d6.line { stroke-dasharray: 2 4; }
.d3.line, .d7.line { stroke-dasharray: 9 3 2 3; } .d1.whisker, .d5.whisker { stroke-dasharray: 7 4; }
.d4.line, .d5.line, .d6.line, .d7.line { stroke-opacity: 0.55; stroke-width: 3.2; }
.d1.area { fill-opacity: 0.75; } .d2.area { fill-opacity: 0.6; } .d3.area { fill-opacity: 0.5; }
.d4.area, .d5.area, .d6.area, .d7.area { fill-opacity: 0.4; }
.whisker { stroke: var(--c); stroke-width: 2.2; } .whisker.solid { stroke-dasharray: none; }
.event { stroke: var(--ink); stroke-width: 1; opacity: 0.45; }
.event-mark { fill: var(--ink); }
.cross { fill: none; stroke: var(--ink); stroke-width: 2; }
.warm-up { fill: var(--ink); fill-opacity: 0.06; }
.p0 { --c: #f0e442; } .p1 { --c: #0072b2; } .p2 { --c: #009e73; } .p3 { --c: #56b4e9; } .p4 { --c: #e69f00; }
.p5 { --c: #cc79a7; }
.w0 { --c: #0072b2; } .w1 { --c: #e69f00; } .w2 { --c: #009e73; } .w3 { --c: #cc79a7; } .w4 { --c: #56b4e9; }
.w5 { --c: #d55e00; } .w6 { --c: #f0e442; }
.lane-busy { fill: var(--c); } .lane-idle { fill: var(--c); fill-opacity: 0.55; } .lane-gone { fill: var(--ink); }
.event-list { columns: 3 16em; padding-left: 2.4em; margin-top: 8px; font-size: 14px; }
.box { background: var(--card); border-radius: 10px; padding: 22px 26px; }
.box .scroll { margin-bottom: 16px; }
.box .lead { margin: 6px 0 0; }
.machine { display: grid; grid-template-columns: max-content 1fr; gap: 4px 24px; font-size: 15px; }
.machine dt { color: var(--dim); } .machine dd { margin: 0; overflow-wrap: anywhere; }
.glossary { columns: 2 24em; column-gap: 56px; font-size: 15px; }
.glossary div { break-inside: avoid; margin-bottom: 12px; }
.glossary dt { font-weight: 600; } .glossary dd { margin: 0; }
pre { background: var(--card); border-radius: 6px; padding: 12px 16px; font-size: 14px; white-space: pre-wrap;
  overflow-wrap: anywhere; margin: 12px 0 0; }
.hash { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 14px; }
details summary { cursor: pointer; color: var(--dim); margin-top: 20px; }
@media (max-width: 640px) {
  main { padding: 24px 16px 56px; }
  .answer table, .answer tbody, .answer td { display: block; }
  .answer thead { display: none; }
  .answer tr { display: grid; grid-template-columns: repeat(3, 1fr); gap: 2px 12px; padding: 12px 0;
    border-bottom: 1px solid var(--hair); }
  .answer td { padding: 0; border: 0; text-align: left; min-width: 0; }
  .answer td:first-child, .answer td.words { grid-column: 1 / -1; }
  .answer td[data-name]::before { content: attr(data-name); display: block; color: var(--dim); font-size: 13px; }
  .answer td.words { margin-top: 4px; }
  .verdict { font-size: 23px; }
  .box { padding: 16px; }
  .machine { grid-template-columns: 1fr; gap: 0; } .machine dd { margin-bottom: 8px; }
  section { margin-top: 44px; }
}
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  :root { color-scheme: light; --paper: #fff; --halo: #fff; }
  body { font-size: 13px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  section { margin-top: 28px; }
  figure, .box, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; background: none; }
  table { font-size: 12px; } th, td { padding-right: 10px; }
  .wide svg { min-width: 0; }
}
)css";
}

}  // namespace outrider::measure
