import { readData } from "../data";
import { comparisonPage } from "./comparison/page";
import { reportPage } from "./report";
import { openForPrinting } from "./sections";
import type { Comparison, Report } from "./records";

const data = readData<Report | Comparison>();
const root = document.getElementById("root")!;
root.replaceChildren(...("runs" in data ? comparisonPage(data) : reportPage(data)));
openForPrinting();
