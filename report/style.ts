import { colourDeclarations } from "./palette.js";

/** The page's style sheet: light or dark as the reader's screen asks for it, light in print, one column on a phone. */
export const STYLE = `
:root{color-scheme:light dark;${colourDeclarations("light")}}
@media screen and (prefers-color-scheme:dark){:root{${colourDeclarations("dark")}}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:1420px;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}
h2{font-size:1.2rem;margin:2.2rem 0 .6rem;padding-top:.8rem;border-top:1px solid var(--line)}
h3,figcaption{font-size:1rem;font-weight:600;margin:0 0 .4rem}
p{margin:.4rem 0 .8rem;max-width:75ch}
nav{color:var(--soft)}
nav a{color:var(--c1);margin-right:1rem;display:inline-block}
.note{color:var(--soft);font-size:.85rem;margin:.3rem 0 0}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));gap:1rem;margin:.8rem 0;align-items:start}
figure{margin:0;padding:.8rem;border:1px solid var(--line);border-radius:6px;background:var(--card);min-width:0}
figure svg{display:block;width:100%;height:auto}
.charts svg{max-width:560px}
.map{margin:.8rem 0}
.map .scroll{overflow-x:auto}
.map .scroll>svg{min-width:640px;max-width:1130px;margin:0 auto}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:0;padding:0;list-style:none;font-size:.85rem}
.legend span{display:inline-block;width:.8em;height:.8em;border-radius:50%;margin-right:.4em}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.9rem;margin:.3rem 0}
th,td{padding:.25rem .9rem .25rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:break-word}
.scroll td:first-child{min-width:8em}
.facts td{overflow-wrap:anywhere}
.facts td:first-child{min-width:6.5em;color:var(--soft)}
thead th{color:var(--soft);font-weight:600;vertical-align:bottom}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th.number{white-space:normal}
.block{margin:1rem 0}
pre{overflow-x:auto;font-size:.8rem;line-height:1.4;padding:.8rem;border:1px solid var(--line);border-radius:6px}
@media (max-width:600px){body{padding:.7rem;font-size:15px}figure{padding:.5rem}th,td{padding-right:.6rem}}
@media print{
:root{color-scheme:light}
body{max-width:none;padding:0;font-size:10.5pt}
nav{display:none}
figure,tr{break-inside:avoid}
h2,h3{break-after:avoid}
.charts{grid-template-columns:1fr 1fr}
.map .scroll>svg{min-width:0}
.scroll{overflow:visible}
pre{white-space:pre-wrap}
}
`;
