// Builds all assets for the browser: one style sheet, a few small modules, the mark, into ../built (not committed).
// Others may not use GOV.UK's fonts and crests: the build fails if one of them, or any host, is in the style sheet.

import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { compile } from "sass";
import { drawLand } from "./land.js";

const source = dirname(fileURLToPath(import.meta.url));
const built = join(source, "..", "built");
const project = join(source, "..", "..", "..", "..", "..");
const modules = join(project, "node_modules");

const INITIALISED = ["button", "error-summary", "password-input"];
const FORBIDDEN = [/@font-face/i, /GDS Transport/i, /crest|crown/i, /url\(["']?(https?:)?\/\//i, /@import/i];

rmSync(built, { recursive: true, force: true });
mkdirSync(join(built, "govuk"), { recursive: true });

const css = styleSheet();
writeFileSync(join(built, "roadstead.css"), css);
for (const name of INITIALISED) writeFileSync(join(built, "govuk", `${name}.js`), component(name));
cpSync(join(source, "js"), built, { recursive: true });
cpSync(join(source, "images"), built, { recursive: true });
cpSync(moj("assets/images/icon-document.svg"), join(built, "icon-document.svg"));
const land = drawLand(read("world-atlas/land-10m.json"), JSON.parse(readFileSync(join(source, "frame.json"), "utf8")));
writeFileSync(join(built, "land.svg"), land);
console.log(`land.svg ${Math.round(land.length / 1000)} kB`);
for (const name of readdirSync(built, { recursive: true }).filter((name) => /\.(css|js|svg)$/.test(name))) squeeze(name);
console.log(`roadstead.css ${Math.round(css.length / 1000)} kB, ${readdirSync(built, { recursive: true }).length} files`);

function styleSheet() {
  const { css } = compile(join(source, "scss", "roadstead.scss"), {
    loadPaths: [modules, project], // MoJ Frontend imports node_modules/govuk-frontend
    style: "compressed",
    quietDeps: true,
  });
  const found = FORBIDDEN.filter((pattern) => pattern.test(css));
  if (found.length) throw new Error(`the style sheet must not contain ${found.join(" or ")}`);
  return css;
}

// Write a compressed copy of each file, so that none is compressed while a browser waits.
function squeeze(name) {
  writeFileSync(join(built, `${name}.gz`), gzipSync(readFileSync(join(built, name)), { level: 9 }));
}

function component(name) {
  const path = join(modules, "govuk-frontend/dist/govuk/components", name, `${name}.bundle.mjs`);
  return readFileSync(path, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
}

function moj(path) {
  return join(modules, "@ministryofjustice/frontend/moj", path);
}

function read(path) {
  return JSON.parse(readFileSync(join(modules, path), "utf8"));
}
