/** The status page's looks: light and dark, wide and narrow, without anything to load. */
export const pageStyle = `
:root { color-scheme: light dark; --accent: #c2410c; --line: #d6d3d1; --soft: #fff7ed; --text: #1c1917; --page: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --accent: #fb923c; --line: #44403c; --soft: #2a1a10; --text: #f5f5f4; --page: #161412; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 58rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; border-top: 6px solid var(--accent); }
h1 { margin: 0; font-size: 1.6rem; color: var(--accent); }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; }
code, td { overflow-wrap: anywhere; }
td[data-label='When'], td[data-label='Received'] { white-space: nowrap; font-variant-numeric: tabular-nums; }
a { color: var(--accent); }
.alarm, .calm { margin: 1.5rem 0 0; padding: .75rem 1rem; border-left: 4px solid var(--accent); background: var(--soft); }
.calm { border-color: var(--line); background: none; }
.alarm h2 { margin: 0; }
.alarm ul { margin: .5rem 0 0; padding-left: 1.2rem; }
dl { display: grid; grid-template-columns: repeat(3, 1fr); gap: .75rem; margin: 0; }
dl div { padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 8px; }
dt { font-size: .875rem; }
figure { margin: 1.25rem 0 0; }
figcaption { font-size: .875rem; }
.depth { display: grid; grid-template: 1fr auto auto / auto 1fr auto; gap: 0 .5rem; font-size: .875rem; }
.depth span { align-self: end; font-variant-numeric: tabular-nums; }
.depth span:first-child { grid-area: 1 / 1; align-self: start; text-align: right; }
.depth svg { grid-area: 1 / 2 / 3 / 4; width: 100%; height: 7.5rem; border-bottom: 1px solid var(--text); }
.depth svg + span { grid-area: 2 / 1; text-align: right; }
.depth svg + span + span { grid-area: 3 / 2; }
.depth span:last-child { grid-area: 3 / 3; }
polygon { fill: var(--accent); opacity: .25; }
polyline { fill: none; stroke: var(--accent); stroke-width: 2; vector-effect: non-scaling-stroke; }
#lost { max-width: 58rem; margin: 0 auto; }
#lost:not(:empty) { padding: .75rem 1rem; background: var(--accent); color: var(--page); font-weight: 600; }
dd { margin: 0; font-size: 1.75rem; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
@media (max-width: 36rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td { display: grid; grid-template-columns: 6rem 1fr; padding: .125rem 0; border: 0; }
  td::before { content: attr(data-label); font-size: .875rem; opacity: .8; }
}
`;
