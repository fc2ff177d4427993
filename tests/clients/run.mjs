// Popular clients, as they are published, against `skrouter serve` with the simulator behind it.
import { anthropic } from "./anthropic.mjs";
import { summary } from "./check.mjs";
import { agentLoops } from "./agents.mjs";
import { aisdk } from "./aisdk.mjs";
import { direct } from "./direct.mjs";
import { frameworks } from "./frameworks.mjs";
import { langchain } from "./langchain.mjs";
import { openai } from "./openai.mjs";
import { responses } from "./responses.mjs";
import { oneOfEachProtocol, startServer } from "./server.mjs";

const server = await startServer();
try {
  for (const client of [openai, responses, anthropic, aisdk, langchain]) {
    await client(server.url);
  }
} finally {
  await server.stop();
}
const agents = await startServer("agents-simulator.json", oneOfEachProtocol);
try {
  await frameworks(agents);
  await agentLoops(agents);
} finally {
  await agents.stop();
}
const recording = await startServer("agents-simulator.json", oneOfEachProtocol, true);
try {
  await direct(recording);
} finally {
  await recording.stop();
}
process.exitCode = summary() ? 0 : 1;
