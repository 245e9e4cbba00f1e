// A picture as its elements: what a viewer would find in it. Fails where it is not well-formed XML.

import { expect } from "vitest";

export interface Drawn {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of text elements, unescaped. */
  readonly text: string;
}

export function elementsOf(svg: string): readonly Drawn[] {
  const drawn: Drawn[] = [];
  const open: string[] = [];
  const token = /<(\/?)([a-z]+)((?:\s+[A-Za-z:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|(.)/gsu;
  for (const [whole, closing, name, attributes, selfClosing, text] of svg.matchAll(token)) {
    if (name !== undefined && closing === "/") expect(open.pop(), whole).toBe(name);
    else if (name !== undefined) {
      const pairs = [...attributes!.matchAll(/([A-Za-z:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, plainText(value!)]);
      drawn.push({ name, attributes: Object.fromEntries(pairs), text: "" });
      if (selfClosing !== "/") open.push(name);
    } else if (text !== undefined) {
      const last = drawn.at(-1);
      if (last !== undefined && text.trim() !== "") drawn[drawn.length - 1] = { ...last, text: plainText(text) };
    } else expect.fail(`${whole} cannot stand here`);
  }
  expect(open).toEqual([]);
  return drawn;
}

export const textsOf = (svg: string): readonly string[] =>
  elementsOf(svg)
    .filter(({ name }) => name === "text")
    .map(({ text }) => text);

function plainText(text: string): string {
  expect(text).not.toMatch(/&(?!(amp|lt|gt|quot);)/);
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
