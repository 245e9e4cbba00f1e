export const parameters = { x: 0, y: 1 };
export const outputs = { uniforms: { shape: [3] }, normal: "" };

export function run(_parameters, { random }) {
  return { uniforms: [random(), random(), random()], normal: random.normal() };
}
