// Starts the simulator and `skrouter serve` in front of it, both on free ports, and stops them again.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const configuration = process.env.CONFIGURATION ?? "Debug";

function start(project, args) {
  const dll = join(root, "src", project, "bin", configuration, "net10.0", `${project}.dll`);
  const child = spawn("dotnet", [dll, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  return { child, text: () => output };
}

async function addressOf(process, pattern) {
  for (let i = 0; i < 300; i++) {
    const found = pattern.exec(process.text());
    if (found) {
      return found[1];
    }
    if (process.child.exitCode !== null) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`It did not start:\n${process.text()}`);
}

async function stop(process) {
  const ended = new Promise((resolve) => process.child.once("exit", resolve));
  process.child.kill("SIGTERM");
  const late = setTimeout(() => process.child.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(late);
}

export async function startServer() {
  const folder = mkdtempSync(join(tmpdir(), "skrouter-clients-"));
  const simulator = start("SkRouter.Simulator", ["--script", join(here, "simulator.json"), "--port", "0"]);
  const upstream = await addressOf(simulator, /(http:\/\/127\.0\.0\.1:\d+\/v1)/);
  const file = join(folder, "skrouter.json");
  const price = { Input: 1, Output: 4 };
  const models = ["steady", "slow", "broken", "down", "limited", "strict"];
  writeFileSync(
    file,
    JSON.stringify({
      Server: { Ledger: "skrouter.db" },
      SkRouter: {
        Providers: {
          openai: {
            BaseUrl: upstream,
            ApiKey: "upstream-secret-1",
            Models: models,
            EmbeddingModels: ["text-embedding-3-small"],
          },
          anthropic: { BaseUrl: upstream, ApiKey: "upstream-secret-2", Models: ["other"] },
        },
        Deployments: Object.fromEntries(
          [...models.map((model) => `openai/${model}`), "anthropic/other"].map((key) => [
            key,
            { Price: price, ContextWindow: 128000, Capabilities: "Tools, Vision, JsonSchema, Reasoning" },
          ]),
        ),
        DefaultRole: "writer",
        Roles: {
          writer: { Prefer: ["openai/steady"], FallBackTo: ["anthropic/other"] },
          claude: { Prefer: ["anthropic/other"] },
          patient: { Prefer: ["openai/slow"] },
          failover: { Prefer: ["openai/down"], FallBackTo: ["anthropic/other"] },
        },
      },
    }),
  );
  const router = start("SkRouter.Cli", ["serve", "--no-auth", "--config", file, "--url", "http://127.0.0.1:0"]);
  let url;
  try {
    url = await addressOf(router, /listens on (http:\/\/127\.0\.0\.1:\d+)/);
  } catch (error) {
    await stop(simulator);
    throw error;
  }
  return {
    url,
    output: () => router.text(),
    async stop() {
      await stop(router);
      await stop(simulator);
      rmSync(folder, { recursive: true });
    },
  };
}
