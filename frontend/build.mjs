// Bundles the site's scripts and styles from npm packages into dist/, and copies the static files.
// It makes no request: whatever it needs is in node_modules.
import { cp, readFile, rm } from "node:fs/promises";
import { build } from "esbuild";

const out = "dist";

// KaTeX offers each font in three formats; every browser we support reads the first.
const woff2Only = {
  name: "woff2-only",
  setup(builder) {
    builder.onLoad({ filter: /katex\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      return { contents: css.replace(/,\s*url\([^)]+\.(?:woff|ttf)\) format\("[^"]+"\)/g, ""), loader: "css" };
    });
  },
};

await rm(out, { recursive: true, force: true });
await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: [
    "src/site.js", "src/editor.js", "src/sitting.js", "src/review.js", "src/maths.js", "src/curve.js", "src/site.css", "src/maths.css", "src/curve.css",
  ],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  legalComments: "linked",
  plugins: [woff2Only],
  logLevel: "warning",
});
await cp(`${import.meta.dirname}/static`, `${import.meta.dirname}/${out}`, { recursive: true });
