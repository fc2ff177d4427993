// The dashboard in headless Chromium: every page empty, with some requests and with very many, light and dark, narrow and wide. Axe finds nothing, the console says nothing,
// nothing is blocked, live rows arrive. Screenshots go to artifacts/ci/dashboard.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { check, assert, summary } from "../clients/check.mjs";
import { pagesOf } from "./pages.mjs";
import { configuration, startRouter } from "./router.mjs";

const { AxeBuilder } = createRequire(import.meta.url)("@axe-core/playwright");
const here = dirname(fileURLToPath(import.meta.url));
const pictures = join(here, "..", "..", "artifacts", "ci", "dashboard");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const sizes = { wide: { width: 1280, height: 900 }, narrow: { width: 320, height: 800 } };

function watch(page) {
  const said = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      said.push(`console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => said.push(`error: ${error}`));
  page.on("requestfailed", (request) => {
    // What a page is still loading when it is left is aborted by the browser, not blocked.
    if (!request.url().endsWith("/live") && request.failure()?.errorText !== "net::ERR_ABORTED") {
      said.push(`blocked: ${request.url()} ${request.failure()?.errorText}`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 400) {
      said.push(`${response.status()}: ${response.url()}`);
    }
  });
  return said;
}

async function look(context, url, name) {
  const page = await context.newPage();
  const said = watch(page);
  await page.goto(url, { waitUntil: "load" });
  await page.waitForFunction(() => [...document.querySelectorAll("[data-chart]")].every((chart) => chart.querySelector("canvas")));
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  const axe = await new AxeBuilder({ page }).analyze();
  await page.close();
  assert.deepEqual(said, []);
  assert.ok(wider <= 0, `it is ${wider} px wider than the window`);
  assert.deepEqual(
    axe.violations.map((found) => `${found.id}: ${found.help}: ${found.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`),
    [],
  );
}

async function everyPage(browser, router, filling, pages, schemes = ["light", "dark"]) {
  for (const [size, viewport] of Object.entries(sizes)) {
    // Colours do not depend on the width: dark is looked at in one of them.
    for (const colorScheme of size === "wide" ? schemes : ["light"]) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce", timezoneId: "Asia/Kolkata", locale: "de-DE" });
      for (const [name, path] of pages) {
        const picture = `${name}-${filling}-${size}-${colorScheme}`;
        await check(`dashboard: ${picture}`, () => look(context, `${router.url}/router${path}`, picture));
      }
      await context.close();
    }
  }
}

async function behaviour(browser, router) {
  const context = await browser.newContext({ viewport: sizes.wide });
  const page = await context.newPage();
  const said = watch(page);
  const first = () => page.locator("tbody[data-live-rows] tr").first().getAttribute("data-id");

  await check("dashboard: a request appears while one looks on, and not while it is paused", async () => {
    await page.goto(`${router.url}/router/requests`);
    await page.getByText("Live.").waitFor();
    const one = await router.ask("coder", "<script>alert(1)</script> one");
    await page.waitForFunction((id) => document.querySelector("tbody[data-live-rows] tr")?.dataset.id === id, one);
    await page.getByRole("button", { name: "Pause" }).click();
    const two = await router.ask("coder", "two");
    await page.getByText("Paused, 1 new.").waitFor();
    assert.equal(await first(), one);
    await page.getByRole("button", { name: "Go on" }).click();
    assert.equal(await first(), two);
  });

  await check("dashboard: the keyboard gets past the navigation and to a request", async () => {
    await page.goto(`${router.url}/router/requests`);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
    await page.keyboard.press("Enter");
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement.closest("tbody[data-live-rows]") !== null)) {
        break;
      }
    }
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Attempts" }).waitFor();
  });

  await check("dashboard: a budget is set, changed and removed", async () => {
    await page.goto(`${router.url}/router/budgets`);
    await page.locator("select[name=kind]").selectOption("Role");
    await page.getByLabel("name").fill("triage");
    await page.getByLabel("USD", { exact: true }).fill("2.50");
    await page.getByRole("button", { name: "Set", exact: true }).last().click();
    await page.getByRole("status").getByText("2.50 USD").waitFor();
    await page.getByLabel("New limit in USD of Role 'triage'").fill("3");
    await page.getByRole("button", { name: "Set the limit of Role 'triage'" }).click();
    await page.getByRole("status").getByText("is 3 USD").waitFor();
    await page.getByRole("button", { name: "Remove the budget of Role 'triage'" }).click();
    await page.getByRole("status").getByText("is removed").waitFor();
  });

  await check("dashboard: a deployment is drained and restored", async () => {
    await page.goto(`${router.url}/router/health`);
    await page.getByRole("button", { name: "Drain openai/gpt-4.1-mini" }).click();
    await page.getByRole("status").getByText("gets no new calls").waitFor();
    await page.getByRole("button", { name: "Restore openai/gpt-4.1-mini" }).click();
    await page.getByRole("status").getByText("takes calls again").waitFor();
  });

  await check("dashboard: what if is asked and answered", async () => {
    await page.goto(`${router.url}/router/why`);
    await page.getByLabel("What is asked").fill("Prove that there are infinitely many primes.");
    await page.getByRole("button", { name: "Decide" }).click();
    await page.getByRole("heading", { name: "Why this model", exact: true }).waitFor();
  });

  await check("dashboard: dark or light stays as chosen", async () => {
    await page.goto(`${router.url}/router`);
    const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.getByRole("button", { name: "Dark or light" }).click();
    await page.reload();
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), before);
  });

  await check("dashboard: nothing was said in the console meanwhile", async () => assert.deepEqual(said, []));
  await context.close();
}

/** The books of a month of a busy team: the file that was named, or one of its own. */
function bigLedger(folder) {
  const given = process.argv.indexOf("--ledger");
  const named = given > 0 ? process.argv[given + 1] : process.env.LEDGER;
  if (named) {
    return resolve(named);
  }
  const file = join(folder, "big.db");
  const program = join(here, "..", "Benchmarks", "bin", configuration, "net10.0", "Benchmarks.dll");
  execFileSync("dotnet", [program, "ledger", process.env.ROUND_TRIPS ?? "100000", file], { stdio: "inherit" });
  return file;
}

/** The ways to ask that differ in what they read; the rest is for `npm run measure`. */
async function manyRequests(browser, file) {
  const router = await startRouter(file);
  try {
    const all = await pagesOf(router);
    const chosen = [
      ["overview", "?span=30d"],
      ["breakdown", "/breakdown?by=agent&and=model&span=30d"],
      ["breakdown-runs", "/breakdown?by=run&and=agent&span=7d"],
      ["requests", "/requests"],
      ["runs", "/runs?span=30d"],
      ["health", "/health"],
      ["request", all.find(([name]) => name === "request")[1]],
      ["run", all.find(([name]) => name === "run")[1]],
    ];
    await everyPage(browser, router, "many", chosen, ["light"]);
    await check("dashboard: a request appears on top of many", async () => {
      const page = await browser.newPage();
      const said = watch(page);
      await page.goto(`${router.url}/router/requests`);
      await page.getByText("Live.").waitFor();
      const one = await router.ask("coder", "on top of many");
      await page.waitForFunction((id) => document.querySelector("tbody[data-live-rows] tr")?.dataset.id === id, one);
      await page.close();
      assert.deepEqual(said, []);
    });
  } finally {
    await router.stop();
  }
}

/** The first start without an admin key: the link that is printed signs in once, the key always, and signing out ends it. */
async function signingIn(browser, folder) {
  const router = await startRouter(join(folder, "signed.db"), { signIn: true });
  const context = await browser.newContext({ viewport: sizes.wide });
  const page = await context.newPage();
  const said = watch(page);
  try {
    await check("dashboard: without signing in nobody sees it", async () => {
      await page.goto(`${router.url}/router/budgets`);
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
    });
    await check("dashboard: the printed link signs in, and what is changed then is on the audit log", async () => {
      await page.goto(router.link());
      await page.getByRole("heading", { name: "Overview" }).waitFor();
      await page.goto(`${router.url}/router/health`);
      await page.getByRole("button", { name: /^Drain / }).first().click();
      await page.getByRole("status").getByText("gets no new calls").waitFor();
      await page.goto(`${router.url}/router/audit`);
      await page.getByText("deployment.drain").waitFor();
    });
    await check("dashboard: signing out ends it, and the key signs in again", async () => {
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      await page.getByLabel("Admin key").fill(router.adminKey());
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("heading", { name: "Overview" }).waitFor();
    });
    await check("dashboard: nothing was said in the console while signing in", async () => assert.deepEqual(said, []));
    await check("dashboard: the printed link works once", async () => {
      const response = await page.goto(router.link());
      assert.equal(response.status(), 401);
    });
  } finally {
    await context.close();
    await router.stop();
  }
}

mkdirSync(pictures, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "skrouter-dashboard-"));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const router = await startRouter(join(folder, "skrouter.db"));
try {
  const pages = [
    ["overview", ""],
    ["breakdown", "/breakdown?by=agent&and=model&span=7d"],
    ["requests", "/requests"],
    ["runs", "/runs"],
    ["health", "/health"],
    ["budgets", "/budgets"],
    ["why", "/why?prompt=Hello&role=coder"],
    ["settings", "/settings"],
    ["audit", "/audit"],
  ];
  await everyPage(browser, router, "empty", [...pages, ["request", "/requests/none"], ["run", "/runs/none"]]);
  let id;
  for (let i = 0; i < 3; i++) {
    for (const role of ["auto", "coder", "planner", "triage"]) {
      id = await router.ask(role, `Question ${i} <b>of</b> ${role}`, `ticket-${i}`);
    }
  }
  await everyPage(browser, router, "full", [...pages, ["request", `/requests/${id}`], ["run", "/runs/ticket-1"]]);
  await behaviour(browser, router);
  await signingIn(browser, folder);
  await manyRequests(browser, bigLedger(folder));
} finally {
  await browser.close();
  await router.stop();
  rmSync(folder, { recursive: true });
}
process.exitCode = summary() ? 0 : 1;
