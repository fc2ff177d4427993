// Coding agents as they are published, in a folder of their own: each reads a file, changes it, runs a command and says so. The model behind `skrouter
// serve` is scripted and speaks chat completions, Responses or Anthropic's messages, whatever the agent itself speaks.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, check, skip } from "./check.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const limit = 60_000;

// Nothing is sent anywhere but to the server: no telemetry, no updates, no lists of models.
const quiet = {
  DISABLE_AUTOUPDATER: "1",
  DISABLE_TELEMETRY: "1",
  DISABLE_ERROR_REPORTING: "1",
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  IS_SANDBOX: "1",
  OPENCODE_DISABLE_AUTOUPDATE: "1",
  OPENCODE_DISABLE_MODELS_FETCH: "1",
  OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
  OPENCODE_DISABLE_SHARE: "1",
  PI_OFFLINE: "1",
  PI_TELEMETRY: "0",
  PI_SKIP_VERSION_CHECK: "1",
};

const roleHeader = "x-skrouter-role";

function claudeCode({ url, role, prompt, key }) {
  return {
    args: ["claude", "-p", prompt, "--model", "claude-sonnet-4-5", "--permission-mode", "bypassPermissions"],
    env: { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key, ANTHROPIC_CUSTOM_HEADERS: `${roleHeader}: ${role}` },
  };
}

function codex(model) {
  return ({ url, role, prompt, key, home }) => {
    mkdirSync(join(home, ".codex"));
    writeFileSync(
      join(home, ".codex", "config.toml"),
      `model_provider = "router"
approval_policy = "never"
sandbox_mode = "danger-full-access"
check_for_update_on_startup = false
[analytics]
enabled = false
[model_providers.router]
name = "router"
base_url = "${url}/v1"
env_key = "ROUTER_KEY"
wire_api = "responses"
http_headers = { "${roleHeader}" = "${role}" }
`,
    );
    return {
      args: ["codex", "exec", "-m", model, "--skip-git-repo-check", prompt],
      env: { CODEX_HOME: join(home, ".codex"), ROUTER_KEY: key },
    };
  };
}

// The package 'opencode-ai' only chooses among these by platform, and not every registry has all of them.
const opencodePackage = "opencode-linux-x64-baseline";
const opencodeProgram = join(modules, opencodePackage, "bin", "opencode");

function opencode({ url, role, prompt, key, folder }) {
  writeFileSync(
    join(folder, "opencode.json"),
    JSON.stringify({
      autoupdate: false,
      share: "disabled",
      model: "router/agent",
      small_model: "router/agent",
      provider: {
        router: {
          npm: "@ai-sdk/openai-compatible",
          options: { baseURL: `${url}/v1`, apiKey: key, headers: { [roleHeader]: role } },
          models: { agent: { name: "agent" } },
        },
      },
      permission: { edit: "allow", bash: "allow" },
    }),
  );
  return { args: [opencodeProgram, "run", prompt], env: {} };
}

function pi(api, path) {
  return ({ url, role, prompt, key, home }) => {
    mkdirSync(join(home, ".pi", "agent"), { recursive: true });
    writeFileSync(
      join(home, ".pi", "agent", "models.json"),
      JSON.stringify({
        providers: {
          router: { baseUrl: url + path, api, apiKey: key, headers: { [roleHeader]: role }, models: [{ id: "agent" }] },
        },
      }),
    );
    return { args: ["pi", "--provider", "router", "--model", "agent", "--no-session", "-p", prompt], env: {} };
  };
}

const agents = [
  { name: "Claude Code", package: "@anthropic-ai/claude-code", start: claudeCode, roles: ["chat", "messages"] },
  // Some models of Codex have their tools in a list, some in the conversation.
  { name: "Codex, gpt-5.5", package: "@openai/codex", start: codex("gpt-5.5"), roles: ["chat", "responses", "messages"] },
  { name: "Codex, gpt-6.2-sol", package: "@openai/codex", start: codex("gpt-6.2-sol"), roles: ["chat", "responses", "messages"] },
  { name: "opencode", package: opencodePackage, start: opencode, roles: ["chat", "messages"] },
  { name: "pi, chat completions", package: "@mariozechner/pi-coding-agent", start: pi("openai-completions", "/v1"), roles: ["messages"] },
  { name: "pi, Responses", package: "@mariozechner/pi-coding-agent", start: pi("openai-responses", "/v1"), roles: ["chat"] },
  { name: "pi, messages", package: "@mariozechner/pi-coding-agent", start: pi("anthropic-messages", ""), roles: ["responses"] },
];

function run([program, ...args], env, folder) {
  return new Promise((resolve, reject) => {
    const child = spawn(isAbsolute(program) ? program : join(modules, ".bin", program), args, {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env,
      // With what it starts it is stopped as a whole.
      detached: true,
    });
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    const late = setTimeout(() => process.kill(-child.pid, "SIGKILL"), limit);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(late);
      resolve({ code, output });
    });
  });
}

// Its version if it can run here.
async function versionOf(agent) {
  if (!existsSync(join(modules, agent.package, "package.json"))) {
    return undefined;
  }
  const program = agent.start({ url: "", role: "", prompt: "", key: "", home: emptyFolder(), folder: emptyFolder() }).args[0];
  const { code } = await run([program, "--version"], environment(emptyFolder()), emptyFolder()).catch(() => ({ code: -1 }));
  return code === 0 ? JSON.parse(readFileSync(join(modules, agent.package, "package.json"))).version : undefined;
}

const folders = [];

function emptyFolder() {
  const folder = mkdtempSync(join(tmpdir(), "skrouter-agent-"));
  folders.push(folder);
  return folder;
}

function environment(home, more = {}) {
  // Nothing of this machine's own accounts and settings.
  return { PATH: `${join(modules, "node", "bin")}:${process.env.PATH}`, HOME: home, LANG: "C.UTF-8", TERM: "dumb", ...quiet, ...more };
}

async function loop(agent, role, url, key) {
  const [home, folder] = [emptyFolder(), emptyFolder()];
  writeFileSync(join(folder, "note.txt"), "colour: red\n");
  const prompt = `Change the colour in ${folder}/note.txt`;
  const { args, env } = agent.start({ url, role, prompt, key, home, folder });
  const { code, output } = await run(args, environment(home, env), folder);
  const note = readFileSync(join(folder, "note.txt"), "utf8");
  assert.equal(note, "colour: blue\n", `the file was not changed\n${output}`);
  assert.ok(existsSync(join(folder, "ran.txt")), `the command did not run\n${output}`);
  assert.equal(readFileSync(join(folder, "ran.txt"), "utf8"), note, output);
  assert.match(output, /All done\./);
  assert.equal(code, 0, output);
}

export async function agentLoops(server) {
  try {
    for (const agent of agents) {
      const version = await versionOf(agent);
      if (version === undefined) {
        skip(`${agent.name}: ${agent.package} is not installed or does not run here`);
        continue;
      }
      for (const role of agent.roles) {
        await check(`${agent.name} ${version} completes a tool loop, ${role} behind it`, () => loop(agent, role, server.url, server.key), limit + 10_000);
      }
    }
  } finally {
    folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  }
}
