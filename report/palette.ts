/**
 * Colours by their part in a report. Drawings name them as CSS variables, so that one drawing serves light, dark and
 * print; files of their own get the light ones. The series' colours are those of Okabe and Ito ("Color Universal Design",
 * 2008), which the colour-blind tell apart; a little lighter for the dark.
 */

interface Shade {
  readonly light: string;
  readonly dark: string;
}

const shade = (light: string, dark: string): Shade => ({ light, dark });

const SHADES: Readonly<Record<string, Shade>> = {
  page: shade("#ffffff", "#14171c"),
  card: shade("#ffffff", "#1b1f26"),
  ink: shade("#1b1f24", "#e4e7eb"),
  soft: shade("#57606a", "#a3acb8"),
  line: shade("#d5dae0", "#363c46"),
  grid: shade("#e6e9ed", "#2b3038"),
  land: shade("#dde2e6", "#343b45"),
  coast: shade("#b3bcc5", "#4d5764"),
  dust: shade("#7d8894", "#8792a0"),
  c1: shade("#0072b2", "#4da6dc"),
  c2: shade("#d55e00", "#f08a3c"),
  c3: shade("#009e73", "#2fc79b"),
  c4: shade("#b65a8e", "#dd9cc2"),
  c5: shade("#b98000", "#e9b949"),
  c6: shade("#4a5a9c", "#9aa8e8"),
  // Coverage, from little to full.
  s1: shade("#a50f15", "#ff6b5e"),
  s2: shade("#e6550d", "#f9964c"),
  s3: shade("#c9a400", "#f0d04a"),
  s4: shade("#41ab5d", "#8fd694"),
  s5: shade("#006d5b", "#2fc7a8"),
};

/** Colours of series, by their place. */
export const SERIES_COLOURS: readonly string[] = [1, 2, 3, 4, 5, 6].map((i) => `var(--c${i})`);

/** CSS declarations of all colours. */
export function colourDeclarations(theme: keyof Shade): string {
  return Object.entries(SHADES)
    .map(([name, shades]) => `--${name}:${shades[theme]}`)
    .join(";");
}

/** A drawing with the light colours written out, for where there is no style sheet. */
export function withLightColours(svg: string): string {
  return svg.replace(/var\(--(\w+)\)/g, (text, name: string) => SHADES[name]?.light ?? text);
}
