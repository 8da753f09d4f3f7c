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
// Weights lead nowhere here: they are a part of the box that they lie in.
host.addEventListener("click", (event) => {
  const weight = event.target instanceof Element ? event.target.closest("[data-weight]") : null;
  const button = weight?.closest(".node")?.querySelector(":scope > .fold");
  button?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
});
