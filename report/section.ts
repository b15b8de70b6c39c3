import type { Chart } from "./chart.js";

/** A cell of a table; numbers are written in the report's form, and stand at the right. */
export type Cell = string | number | boolean | null;

export interface Table {
  readonly kind: "table";
  readonly title?: string;
  /** A few facts in words, folded to the width of the page; other tables can be moved sideways. */
  readonly isFacts?: boolean;
  /** With units, where they have one; where all are empty there is no head. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly note?: string;
}

/** A drawing that is made already, such as a map. */
export interface Drawing {
  readonly kind: "drawing";
  readonly name: string;
  readonly title: string;
  readonly svg: string;
  /** Colours and what they stand for; CSS variables. */
  readonly legend: readonly { readonly colour: string; readonly text: string }[];
  readonly note?: string;
}

export interface Text {
  readonly kind: "text";
  readonly text: string;
}

/** Text as it stands, such as a scenario; folded until asked for. */
export interface Listing {
  readonly kind: "listing";
  readonly title: string;
  readonly text: string;
}

export type Block = { readonly kind: "chart"; readonly chart: Chart } | Table | Drawing | Text | Listing;

export interface Section {
  /** Of letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export function text(content: string): Text {
  return { kind: "text", text: content };
}

/** An identifier from any text; `taken` keeps them apart. */
export function slug(content: string, taken: Set<string> = new Set()): string {
  const plain =
    content
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 40) || "part";
  let name = plain;
  for (let i = 2; taken.has(name); i++) name = `${plain}-${i}`;
  taken.add(name);
  return name;
}
