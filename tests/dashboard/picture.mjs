// Makes docs/dashboard.png: the overview of a month, wide and light.
// npm run picture -- FILE   (make a file with: dotnet run -c Release --project tests/Benchmarks -- ledger 1000000 FILE)
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { startRouter } from "./router.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const file = process.argv[2];
if (!file) {
  console.error("Name a ledger file: npm run picture -- FILE");
  process.exit(2);
}

const router = await startRouter(resolve(file));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 930 }, colorScheme: "light", reducedMotion: "reduce", timezoneId: "UTC" });
  const page = await context.newPage();
  await page.goto(`${router.url}/router?span=30d`, { waitUntil: "load" });
  await page.waitForFunction(() => [...document.querySelectorAll("[data-chart]")].every((chart) => chart.querySelector("canvas")));
  await page.screenshot({ path: join(here, "..", "..", "docs", "dashboard.png") });
} finally {
  await browser.close();
  await router.stop();
}
