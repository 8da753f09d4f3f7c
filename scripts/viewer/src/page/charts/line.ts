// What a chart of lines shows.

export interface Line {
  name: string;
  values: (number | null)[];
  epochs: number[];
  /** Which of the colors and dash patterns, from 0. */
  style: number;
}

export interface Marked {
  epoch: number;
  text: string;
}

export interface LinesOptions {
  title: string;
  lines: Line[];
  marked?: Marked | null;
  height?: number;
  format?: (value: number | null) => string;
  /** Which of the lines are drawn now. */
  shown?: (line: Line) => boolean;
  /** Whether it is said beside the title what each line looks like. */
  legend?: boolean;
}
