import { readData } from "../data";
import { comparisonPage } from "./comparison/page";
import { reportPage } from "./report";
import { openForPrinting } from "./sections";
import { sweepPage } from "./sweep/page";
import type { Comparison, Report } from "./records";
import type { ShownSweep } from "./sweep/records";

const data = readData<Report | Comparison | ShownSweep>();
document.getElementById("root")!.replaceChildren(...shown());
openForPrinting();

function shown(): Node[] {
  if ("sweep" in data) return sweepPage(data);
  return "runs" in data ? comparisonPage(data) : reportPage(data);
}
