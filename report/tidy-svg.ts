/** What Vega writes for interaction and accessibility tools; a still picture has one description as a whole. */
const IDLE_ATTRIBUTES =
  / (?:class|role|aria-[a-z]+|pointer-events|xmlns:xlink|version|font-family|opacity="1"|stroke-width="1")(?:="[^"]*")?/g;

/**
 * A smaller drawing that looks the same: two decimals are enough for a screen, and what is invisible goes.
 * @param svg as Vega writes it, where `<` and `>` stand only at the ends of tags
 */
export function tidySvg(svg: string): string {
  let tidy = svg
    .replace(/<text[^>]* opacity="0"[^>]*>[^<]*<\/text>/g, "")
    .replace(/<path class="(?:background|foreground)"[^>]*\/>/g, "")
    .replace(/<[^>]+>/g, tidyTag);
  // Groups of groups of nothing, from the inside out.
  for (let before = ""; before !== tidy; ) {
    before = tidy;
    tidy = tidy.replace(/<g[^>]*><\/g>/g, "");
  }
  return tidy.replace("<svg ", '<svg font-family="sans-serif" ');
}

function tidyTag(tag: string): string {
  return tag
    .replace(IDLE_ATTRIBUTES, "")
    .replace(/ transform="translate\(0,0\)"/, "")
    .replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(100 * Number(number)) / 100));
}
