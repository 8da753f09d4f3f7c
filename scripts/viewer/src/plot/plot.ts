import { readData } from "../data";
import type { Graph } from "../draw/draw";
import { showModel } from "../view/show_model";

showModel(document.getElementById("root")!, readData<Graph>());
