import { readData } from "../data";
import type { Graph } from "../draw/draw";
import { showModel } from "../view/show_model";

const report = readData<{ name?: string; graph?: Graph }>();
const root = document.getElementById("root")!;
const heading = document.createElement("h1");
heading.textContent = report.name ?? "";
root.append(heading);
if (report.graph) {
  const host = document.createElement("div");
  root.append(host);
  showModel(host, report.graph);
}
