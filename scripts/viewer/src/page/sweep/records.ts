// What the page of a sweep is given, as wtspec/report/page/sweep.py writes it; wtspec/report/sweep.py
// says what each of these means.

export type Chosen = boolean | number | string | null;

export interface Goal {
  metric: string;
  mode: "max" | "min";
}

export interface Searched {
  path: string;
  choices: Chosen[] | null;
  low: number | null;
  high: number | null;
  log: boolean;
}

export interface Trial {
  number: number;
  state: "running" | "finished" | "pruned" | "failed" | "lost";
  given: Record<string, Chosen>;
  values: (number | null)[];
  run: string | null;
  epochs: number;
  curve: (number | null)[];
  seconds: number | null;
  fault: string | null;
}

export interface Sweep {
  name: string;
  folder: string;
  doc: string | null;
  goals: Goal[];
  over: Searched[];
  sampler: string;
  pruner: string;
  trials: Trial[];
  best: number[];
  importances: Record<string, number>;
  wanted: number | null;
  seconds: number;
  version: string;
}

export interface ShownSweep {
  sweep: Sweep;
  stride: number;
  pages: number[];
}
