// A canvas of dots in Unicode braille: each character holds 2 × 4 dots, so lines look like lines in a terminal.
//
//   dots of one character and their bits    0x01 0x08
//                                           0x02 0x10
//                                           0x04 0x20
//                                           0x40 0x80

const BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];
const FIRST_BRAILLE = 0x2800;

/** Dots at (x, y), y growing downwards; dots outside are ignored. */
export class BrailleCanvas {
  /** In dots. */
  readonly width: number;
  readonly height: number;
  readonly #columns: number;
  readonly #cells: Uint8Array;

  constructor(columns: number, rows: number) {
    this.width = columns * 2;
    this.height = rows * 4;
    this.#columns = columns;
    this.#cells = new Uint8Array(columns * rows);
  }

  dot(x: number, y: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const cell = Math.floor(y / 4) * this.#columns + Math.floor(x / 2);
    this.#cells[cell]! |= BITS[y % 4]![x % 2]!;
  }

  /** Bresenham's line, both ends included. */
  line(fromX: number, fromY: number, toX: number, toY: number): void {
    const stepX = Math.sign(toX - fromX);
    const stepY = Math.sign(toY - fromY);
    const width = Math.abs(toX - fromX);
    const height = -Math.abs(toY - fromY);
    let error = width + height;
    for (let x = fromX, y = fromY; ; ) {
      this.dot(x, y);
      if (x === toX && y === toY) return;
      const doubled = 2 * error;
      if (doubled >= height) {
        error += height;
        x += stepX;
      }
      if (doubled <= width) {
        error += width;
        y += stepY;
      }
    }
  }

  /** One text a row of characters; empty cells are spaces. */
  rows(): string[] {
    const rows: string[] = [];
    for (let start = 0; start < this.#cells.length; start += this.#columns) {
      const cells = Array.from(this.#cells.subarray(start, start + this.#columns));
      rows.push(cells.map((bits) => (bits === 0 ? " " : String.fromCharCode(FIRST_BRAILLE + bits))).join(""));
    }
    return rows;
  }
}
