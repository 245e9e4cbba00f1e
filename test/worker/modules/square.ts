export const parameters: Record<string, unknown> = { x: 0 };
export const outputs = { y: "" };

export function run({ x }: { readonly x: number }): { y: number } {
  return { y: x * x };
}
