// Starts the simulator and `skrouter serve` in front of it, both on free ports, and stops them again.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
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

// Stands before a provider, keeps the bodies of requests and passes everything on.
async function startRecorder(upstream) {
  const recorded = [];
  const target = new URL(upstream);
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    recorded.push({ path: request.url, body: body.length > 0 ? JSON.parse(body) : null });
    const headers = { ...request.headers };
    delete headers.host;
    delete headers["transfer-encoding"];
    const answer = await fetch(new URL(request.url, target.origin), {
      method: request.method,
      headers: { ...headers, "content-length": String(body.length) },
      body: body.length > 0 ? body : undefined,
    });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}${target.pathname}`, recorded, stop: () => server.closeAllConnections() ?? server.close() };
}

// The simulator with a script and `skrouter serve` before it, configured for the simulator's address.
export async function startServer(script = "simulator.json", configure = everything, records = false) {
  const folder = mkdtempSync(join(tmpdir(), "skrouter-clients-"));
  const simulator = start("SkRouter.Simulator", ["--script", join(here, script), "--port", "0"]);
  const provider = await addressOf(simulator, /(http:\/\/127\.0\.0\.1:\d+\/v1)/);
  const recorder = records ? await startRecorder(provider) : undefined;
  const upstream = recorder?.url ?? provider;
  const file = join(folder, "skrouter.json");
  writeFileSync(file, JSON.stringify({ Server: { Ledger: "skrouter.db" }, SkRouter: configure(upstream) }));
  const router = start("SkRouter.Cli", ["serve", "--no-auth", "--config", file, "--url", "http://127.0.0.1:0"]);
  let url;
  try {
    url = await addressOf(router, /listens on (http:\/\/127\.0\.0\.1:\d+)/);
  } catch (error) {
    recorder?.stop();
    await stop(simulator);
    throw error;
  }
  return {
    url,
    // Clients insist on one; the server needs none.
    key: "dummy-key",
    output: () => router.text(),
    // Where the provider is, and what it was sent, of a server that records.
    upstream,
    recorded: recorder?.recorded,
    async stop() {
      await stop(router);
      recorder?.stop();
      await stop(simulator);
      rmSync(folder, { recursive: true });
    },
  };
}

const price = { Input: 1, Output: 4 };

function deployment() {
  return { Price: price, ContextWindow: 128000, Capabilities: "Tools, Vision, JsonSchema, Reasoning" };
}

function everything(upstream) {
  const models = ["steady", "slow", "broken", "down", "limited", "strict"];
  return {
    Providers: {
      openai: { BaseUrl: upstream, ApiKey: "upstream-secret-1", Models: models, EmbeddingModels: ["text-embedding-3-small"] },
      anthropic: { BaseUrl: upstream, ApiKey: "upstream-secret-2", Models: ["other"] },
    },
    Deployments: Object.fromEntries([...models.map((model) => `openai/${model}`), "anthropic/other"].map((key) => [key, deployment()])),
    DefaultRole: "writer",
    Roles: {
      writer: { Prefer: ["openai/steady"], FallBackTo: ["anthropic/other"] },
      claude: { Prefer: ["anthropic/other"] },
      patient: { Prefer: ["openai/slow"] },
      failover: { Prefer: ["openai/down"], FallBackTo: ["anthropic/other"] },
    },
  };
}

// One model behind each protocol, and a role for each.
export function oneOfEachProtocol(upstream) {
  const providers = { chat: "openai", responses: "openai-responses", messages: "anthropic" };
  return {
    Providers: Object.fromEntries(
      Object.values(providers).map((provider) => [provider, { BaseUrl: upstream, ApiKey: "upstream-secret", Models: ["agent"] }]),
    ),
    Deployments: Object.fromEntries(Object.values(providers).map((provider) => [`${provider}/agent`, deployment()])),
    DefaultRole: "chat",
    Roles: Object.fromEntries(Object.entries(providers).map(([role, provider]) => [role, { Prefer: [`${provider}/agent`] }])),
  };
}
