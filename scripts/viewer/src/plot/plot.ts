import { readData } from "../data";
import type { Graph } from "../draw/draw";
import { showModel } from "../view/show_model";

const { graph, depth } = readData<{ graph: Graph; depth: number }>();
const root = document.getElementById("root")!;
const heading = document.createElement("h1");
heading.textContent = graph.name;
const doc = document.createElement("p");
doc.textContent = graph.doc ?? "";
const host = document.createElement("div");
host.className = "model";
root.replaceChildren(heading, doc, host);
showModel(host, graph, depth);
