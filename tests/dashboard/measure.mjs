// How long every page takes on a ledger file, as curl sees it: until the first byte of the answer, one warm-up, then 20 times.
// npm run measure -- FILE   (make a file with: dotnet run -c Release --project tests/Benchmarks -- ledger 1000000 FILE)
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { pagesOf } from "./pages.mjs";
import { startRouter } from "./router.mjs";

const times = 20;
const limit = 200;
const file = process.argv[2];
if (!file) {
  console.error("Name a ledger file: npm run measure -- FILE");
  process.exit(2);
}

const router = await startRouter(resolve(file));
const slow = [];
try {
  const pages = await pagesOf(router);
  console.log(`${"page".padEnd(34)} ${"median ms".padStart(9)} ${"worst ms".padStart(9)} ${"bytes".padStart(9)}`);
  for (const [name, path] of pages) {
    const taken = [];
    let bytes = 0;
    for (let i = 0; i <= times; i++) {
      const said = execFileSync(
        "curl",
        ["-s", "-o", "/dev/null", "-w", "%{time_starttransfer} %{size_download} %{http_code}", `${router.url}/router${path}`],
        { encoding: "utf8" },
      );
      const [seconds, size, code] = said.split(" ").map(Number);
      if (code !== 200) {
        throw new Error(`${path} answers ${code}.`);
      }
      bytes = size;
      if (i > 0) {
        taken.push(seconds * 1000);
      }
    }
    taken.sort((a, b) => a - b);
    const worst = taken.at(-1);
    console.log(`${name.padEnd(34)} ${taken[times / 2].toFixed(1).padStart(9)} ${worst.toFixed(1).padStart(9)} ${String(bytes).padStart(9)}`);
    if (worst > limit && !path.includes(".csv")) {
      slow.push(name);
    }
  }
} finally {
  await router.stop();
}
if (slow.length > 0) {
  console.error(`Slower than ${limit} ms: ${slow.join(", ")}`);
  process.exitCode = 1;
}
