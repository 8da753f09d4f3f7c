// Checks files with Ajv: reads {schemas, files} from standard input, both as paths, and writes for
// each draft the files that it refuses, each with what Ajv says.
import { readFileSync } from "node:fs";
import Ajv7 from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import { parse } from "yaml";

const { schemas, files } = JSON.parse(readFileSync(0, "utf8"));
const kinds = { "2020-12": Ajv2020.default, 7: Ajv7.default };
// A mapping's keywords say nothing of other values, so that no type need stand beside them; and
// compiling takes longer than checking what there is.
const options = { strictTypes: false, inlineRefs: false, code: { optimize: false } };
const refused = {};
for (const [draft, path] of Object.entries(schemas)) {
  const ajv = new kinds[draft](options);
  const validate = ajv.compile(JSON.parse(readFileSync(path, "utf8")));
  refused[draft] = {};
  for (const file of files) {
    if (!validate(parse(readFileSync(file, "utf8"), { merge: true }))) {
      refused[draft][file] = ajv.errorsText(validate.errors);
    }
  }
}
process.stdout.write(JSON.stringify(refused));
