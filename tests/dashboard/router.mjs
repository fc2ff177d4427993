// `skrouter serve` without a configuration: simulated models, a ledger of its own.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const configuration = process.env.CONFIGURATION ?? "Debug";
const dll = join(here, "..", "..", "src", "SkRouter.Cli", "bin", configuration, "net10.0", "SkRouter.Cli.dll");

export async function startRouter(ledger, { signIn = false } = {}) {
  // In a folder without a skrouter.json.
  const access = signIn ? [] : ["--no-auth"];
  const child = spawn("dotnet", [dll, "serve", ...access, "--ledger", ledger, "--url", "http://127.0.0.1:0"], {
    cwd: dirname(ledger),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  let url;
  for (let i = 0; i < 300 && !url && child.exitCode === null; i++) {
    url = /listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (!url) {
    child.kill("SIGKILL");
    throw new Error(`It did not start:\n${output}`);
  }
  return {
    url,
    // What is shown once, at the first start.
    link: () => /http:\S+\/login\?once=\S+/.exec(output)?.[0],
    adminKey: () => /ska-[A-Za-z0-9_-]+/.exec(output)?.[0],
    // The id of the round trip's record.
    async ask(model, content, run) {
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-skrouter-agent": `${model}-agent`, ...(run ? { "x-skrouter-run": run } : {}) },
        body: JSON.stringify({ model, messages: [{ role: "user", content }] }),
      });
      await response.json();
      return response.headers.get("x-skrouter-record");
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}
