// Popular clients, as they are published, against `skrouter serve` with the simulator behind it.
import { anthropic } from "./anthropic.mjs";
import { summary } from "./check.mjs";
import { aisdk } from "./aisdk.mjs";
import { langchain } from "./langchain.mjs";
import { openai } from "./openai.mjs";
import { responses } from "./responses.mjs";
import { startServer } from "./server.mjs";

const server = await startServer();
try {
  for (const client of [openai, responses, anthropic, aisdk, langchain]) {
    await client(server.url);
  }
} finally {
  await server.stop();
}
process.exitCode = summary() ? 0 : 1;
