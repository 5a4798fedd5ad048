/** The layout of the page: one column on a phone, figures side by side on a desk, nothing hidden on paper. */

const TEXT = `
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;overflow-wrap:break-word}
header,nav,main,footer{max-width:76rem;margin:0 auto;padding:0 1rem}
header{padding-top:2rem}
h1{font-size:clamp(1.35rem,1rem + 1.9vw,2.1rem);line-height:1.25;letter-spacing:-.01em;margin:.25rem 0 1rem;max-width:60rem;text-wrap:pretty}
h2{font-size:1.35rem;line-height:1.3;margin:0 0 1rem;letter-spacing:-.01em}
h3{font-size:1.02rem;line-height:1.35;margin:1.5rem 0 .5rem}
h4{font-size:.9rem;line-height:1.35;margin:0 0 .25rem}
p,ul{margin:.5rem 0}
ul{padding-left:1.2rem}
li{margin:.25rem 0}
a{color:var(--link)}
code{font-size:.9em}
.run{color:var(--muted);margin:0;font-size:.9rem}
.facts{color:var(--muted);font-size:.9rem;display:grid;gap:.1rem 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr))}
.facts p{margin:0}
.note,figcaption{color:var(--muted);font-size:.875rem}
footer{color:var(--muted);font-size:.875rem;padding-top:1rem;padding-bottom:2rem}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem 1rem;z-index:2}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
`;

const PLACES = `
@media (min-width:68rem){main{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 1.25rem}section{grid-column:1/-1}section.half{grid-column:span 1}}
nav{position:sticky;top:0;z-index:1;margin-top:1rem;background:var(--page);border-bottom:1px solid var(--line);max-width:none}
nav ul{max-width:74rem;margin:0 auto;padding:0;display:flex;gap:.25rem 1.1rem;overflow-x:auto;list-style:none;scrollbar-width:none}
nav a{display:block;padding:.55rem 0;text-decoration:none;font-size:.9rem;white-space:nowrap}
nav a:hover{text-decoration:underline}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.25rem;margin:1.25rem 0 0;scroll-margin-top:3.25rem}
figure{margin:0 0 1.5rem;min-width:0}
figure:last-child{margin-bottom:0}
section>ul+figure{margin-top:1.25rem}
figure>h3:first-child{margin-top:0}
figcaption{margin:.5rem 0;max-width:48rem}
.grid{display:grid;gap:1.25rem 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr))}
section>.grid{grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr));align-items:start}
section>.grid>figure{margin:0}
.beside{display:grid;gap:1.25rem 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));align-items:start}
.beside>figure{margin:0}
.wide{overflow-x:auto}
.small{min-width:0}
.plot{display:block;fill:currentColor;font-size:10px;text-anchor:middle;width:100%;height:auto;max-width:calc(var(--w)*1.5px);min-width:calc(var(--w)*.78px);font-family:inherit;font-variant-numeric:tabular-nums}
.plot text{white-space:pre}
.small .plot{min-width:0}
`;

const PARTS = `
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;padding:0;margin:.25rem 0 .6rem;font-size:.875rem}
.legend li{margin:0}
.swatch{display:inline-block;width:1.1em;height:.85em;border-radius:3px;vertical-align:-.05em;border:1px solid var(--muted)}
.swatch.thin{height:.3em;vertical-align:.2em;border:0}
.sign{font-weight:700}
.scale{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;font-size:.875rem;margin:.25rem 0 .6rem}
.steps{display:inline-flex;border-radius:4px;overflow:hidden;border:1px solid var(--muted)}
.step{width:1.6rem;height:.85rem}
.switched{border:0;padding:0;margin:0;min-width:0}
.switched legend{padding:0;font-size:.875rem;color:var(--muted);margin-bottom:.35rem}
.switched>input{position:absolute;opacity:0;width:1px;height:1px}
.switched>label{display:inline-block;padding:.3rem .8rem;margin:0 .3rem .45rem 0;border:1px solid var(--muted);border-radius:99px;font-size:.9rem;cursor:pointer}
.switched>input:checked+label{background:var(--ink);color:var(--card);border-color:var(--ink)}
.switched>input:checked+label::before{content:"✓ "}
.switched>input:focus-visible+label{outline:2px solid var(--link);outline-offset:2px}
.panel{display:none;margin-top:.75rem}
.show-throughput:checked~.panel-throughput,.show-p50:checked~.panel-p50,.show-p99:checked~.panel-p99,.show-cpu:checked~.panel-cpu,.show-memory:checked~.panel-memory{display:block}
.rankings{display:grid;gap:1.25rem 1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));align-items:start}
.ranking{min-width:0}
.faults{background:var(--fault-back);border-left:4px solid var(--fault);padding:.5rem .9rem;border-radius:4px}
.faults p,.faults ul{margin:.2rem 0}
.faults+*{margin-top:.75rem}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--link);font-size:.9rem;padding:.2rem 0}
.scroll{overflow-x:auto;max-width:100%;margin:.25rem 0 .75rem}
table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums;line-height:1.35}
th,td{text-align:left;padding:.28rem .7rem .28rem 0;border-bottom:1px solid var(--line);vertical-align:top}
thead th{color:var(--muted);font-weight:600;vertical-align:bottom}
tbody th{font-weight:500}
.n{text-align:right}
td,tbody th{white-space:nowrap}
.prose{white-space:normal;min-width:9rem}
.nb{white-space:nowrap}
pre{overflow-x:auto;margin:.25rem 0 .75rem;font-size:.85rem;line-height:1.45}
tr>:last-child{padding-right:0}
`;

const PAPER = `
@media (max-width:30rem){section{padding:1rem .75rem;border-radius:8px}header,main,footer{padding-left:.6rem;padding-right:.6rem}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media print{
@page{margin:14mm}
body{font-size:10pt;background:none}
nav,.skip,.switched>legend,.switched>label,summary{display:none}
.panel{display:block}
section{border:0;padding:0;border-radius:0}
header{padding-top:0}
.small,tr{break-inside:avoid}
.wide,.legend,.scale{break-before:avoid}
.plot{max-width:calc(var(--w)*1.15px)}
h2,h3,h4{break-after:avoid}
details::details-content{content-visibility:visible;block-size:auto;height:auto}
.scroll,.wide{overflow:visible}
.plot,.step,.swatch{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

export const LAYOUT = `${TEXT}${PLACES}${PARTS}${PAPER}`;
