// Writes what wtspec ships into wtspec/report/assets, or into the folder that is named.
import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "../../wtspec/report/assets");
const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "none", // NOTICES.txt has the whole licences
  metafile: true,
  logLevel: "warning",
  entryNames: "[name]",
  outdir: out,
};
const scripts = { ...common, format: "iife", target: "es2022", loader: { ".css": "text" } };
/** Whose code dagre's own bundle holds. */
const WITHIN = { "node_modules/@dagrejs/dagre": ["node_modules/@dagrejs/graphlib"] };

const results = [
  // For an engine without a page: one global, `drawer`, with the function `draw`.
  await build({ ...scripts, entryPoints: ["src/engine/draw.ts"], globalName: "drawer" }),
  // For pages: each script has a style sheet of the same name beside it.
  await build({ ...scripts, entryPoints: ["src/page/page.ts", "src/plot/plot.ts"] }),
  await build({ ...common, entryPoints: ["src/page/page.css", "src/plot/plot.css"] }),
];
mkdirSync(out, { recursive: true });
writeFileSync(join(out, "NOTICES.txt"), notices(results.flatMap(bundledPackages)));

/** The folders of packages of which something is in the bundles. */
function bundledPackages(result) {
  const within = Object.values(result.metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  const folders = within.flatMap(
    (path) => path.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? [],
  );
  return folders.flatMap((folder) => [folder, ...(WITHIN[folder] ?? [])]);
}

function notices(folders) {
  const parts = [...new Set(folders)].sort().map((folder) => {
    const at = join(here, folder);
    const { name, version, license } = JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
    const text = readdirSync(at).find((file) => /^licen[sc]e/i.test(file));
    if (!text) throw new Error(`${name} has no file with its licence`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(at, text), "utf8").trim()}\n`;
  });
  return `The scripts and style sheets beside this file hold parts of these works.\n\n${parts.join(
    `\n${"-".repeat(80)}\n\n`,
  )}`;
}
