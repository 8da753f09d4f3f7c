// What the page is given, as wtspec/report writes it: report.py, outcome.py and comparison.py there
// say what each of these means.
import type { Graph } from "../draw/graph";

export type Numbers = Record<string, number | null>;

export interface Curves {
  epochs: number[];
  series: Record<string, (number | null)[]>;
  elapsed_seconds: number[];
  rows_per_second: (number | null)[];
}

export interface Best {
  metric: string;
  epoch: number;
  value: number;
  chosen: boolean;
}

export interface Histogram {
  low: number;
  high: number;
  counts: number[];
  mean: number;
  std: number;
  norm: number;
}

export interface ReportWeight {
  path: string;
  shape: number[];
  dtype: string;
  initializer: string;
  trainable: boolean;
  line: string;
  before: Histogram | null;
  after: Histogram | null;
  epochs: number[];
  norms: (number | null)[];
}

export interface Confusion {
  classes: string[];
  counts: number[][];
  left_out: number;
}

export interface Residuals {
  name: string;
  true: number[];
  predicted: number[];
  low: number;
  high: number;
  counts: number[];
  mean_absolute_error: number;
  r2: number | null;
}

export interface Example {
  row: number;
  loss: number;
  true: string;
  predicted: string;
  certainty: number | null;
  image: string;
  columns: [string, string][];
}

export interface Outcome {
  output: string;
  part: string;
  rows: number;
  confusion: Confusion | null;
  residuals: Residuals[];
  worst: Example[];
}

export interface Origin {
  line: number;
  path: string;
  place: string;
}

export interface Report {
  label: string;
  name: string;
  doc: string;
  status: string;
  weights_are: string;
  began: string;
  wall_seconds: number | null;
  epochs: number;
  parameters: number;
  metrics: Record<string, Numbers>;
  curves: Curves;
  best: Best | null;
  graph: Graph | null;
  weights: ReportWeight[];
  outcomes: Outcome[];
  spec: string;
  origins: Origin[];
  environment: [string, string][];
  timings: [string, number][];
  remarks: string[];
}

export interface ChangedValue {
  path: string;
  values: (string | null)[];
}

export interface ComparedWeight {
  path: string;
  shapes: (string | null)[];
  norms: (number | null)[];
  distances: (number | null)[];
}

export interface Comparison {
  runs: Report[];
  changes: ChangedValue[];
  weights: ComparedWeight[];
}

/** What a record has under a name; what every object inherits under it, such as `constructor`, is none. */
export function own<Value>(record: Record<string, Value> | undefined, name: string): Value | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
