// SVG, as far as our pictures need it: elements as text, numbers short, texts escaped.

export type Attributes = Readonly<Record<string, string | number>>;

/** `<name a="1">inside</name>`; numbers to a hundredth of a pixel. */
export function element(name: string, attributes: Attributes, inside: string | readonly string[] = ""): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? pixels(value) : escapeText(value)}"`,
  );
  const content = typeof inside === "string" ? inside : inside.join("\n");
  return content === "" ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${content}</${name}>`;
}

export const textElement = (text: string, attributes: Attributes): string => element("text", attributes, escapeText(text));

/** A coordinate: hundredths are far below what anybody sees. */
export const pixels = (value: number): string => String(Math.round(value * 100) / 100);

/** Characters that XML does not know, such as control characters, become a replacement character. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export const PICTURE_SIZE: PictureSize = { width: 800, height: 500 };

/** What all our pictures have: a light background, one font, and a title for those who do not see it. */
export function svgDocument({ width, height }: PictureSize, title: string, content: readonly string[]): string {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    ...{ width, height, viewBox: `0 0 ${width} ${height}`, role: "img" },
    ...{ "font-family": "system-ui, 'DejaVu Sans', Arial, sans-serif", "font-size": FONT_SIZE, fill: INK },
  };
  const background = element("rect", { width, height, fill: "#ffffff" });
  return `${element("svg", attributes, ["", element("title", {}, escapeText(title)), background, ...content, ""])}\n`;
}

const FONT_SIZE = 12;
/** Of a character of that size, on average; enough to leave room by. */
export const CHARACTER_WIDTH = 6.7;
const INK = "#222222";
export const FAINT_INK = "#666666";
export const GRID = "#e4e4e4";
export const FRAME = "#999999";

/** Colours that differ for colour-blind eyes too (Okabe and Ito 2008), the palest left out. */
const COLORS: readonly string[] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555"];
export const colorOf = (index: number): string => COLORS[index % COLORS.length]!;
