// Agent frameworks from npm, each in the protocol that it speaks by itself, with its own tool loop and what else it sends by default.
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { ChatAnthropic } from "@langchain/anthropic";
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool as langchainTool } from "@langchain/core/tools";
import {
  Agent,
  applyPatchTool,
  OpenAIResponsesModel,
  Runner,
  setTracingDisabled,
  shellTool,
  tool as agentTool,
  webSearchTool,
} from "@openai/agents";
import { generateText, stepCountIs, streamText, tool } from "ai";
import OpenAI from "openai";
import { z } from "zod";
import { assert, check } from "./check.mjs";

const prompt = "What is the weather in Oslo?";
const expected = /It is sunny there\./;
const roles = ["chat", "responses", "messages"];

export async function frameworks(server) {
  setTracingDisabled(true);
  for (const role of roles) {
    for (const streamed of [false, true]) {
      const how = `${streamed ? "streamed" : "plain"}, ${role} behind it`;
      await check(`@openai/agents: tools, ${how}`, () => openaiAgents(server, role, streamed));
      await check(`ai, @ai-sdk/anthropic: tools and thinking, ${how}`, () => aiAnthropic(server, role, streamed));
      await check(`ai, @ai-sdk/openai: stored items, ${how}`, () => aiResponses(server, role, streamed));
    }
    await check(`@langchain/anthropic: tools, ${role} behind it`, () => langchainAnthropic(server, role));
    await check(`@openai/agents: goes on from a stored response, ${role} behind it`, () => goesOn(server, role));
  }
}

function weather(make) {
  const asked = [];
  const run = ({ city }) => {
    asked.push(city);
    return "sunny";
  };
  return { asked, tool: make(run) };
}

function openaiModel(server, role) {
  const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: server.key, maxRetries: 0 });
  return new OpenAIResponsesModel(client, `role:${role}`);
}

function agentOf(server, role, tools) {
  return new Agent({ name: "helper", instructions: "Help.", model: openaiModel(server, role), tools });
}

async function openaiAgents(server, role, streamed) {
  const { asked, tool: get } = weather((run) =>
    agentTool({ name: "get_weather", description: "Tells the weather.", parameters: z.object({ city: z.string() }), execute: run }),
  );
  // Tools that the client runs in the protocol's own words, and one that the provider runs.
  const shell = shellTool({ shell: { run: async () => ({ output: [] }) } });
  const patch = applyPatchTool({
    editor: { createFile: async () => undefined, updateFile: async () => undefined, deleteFile: async () => undefined },
  });
  const agent = agentOf(server, role, [get, shell, patch, webSearchTool()]);
  const result = await new Runner().run(agent, prompt, { stream: streamed });
  if (streamed) {
    await result.completed;
  }
  assert.deepEqual(asked, ["Oslo"]);
  assert.match(result.finalOutput, expected);
}

async function goesOn(server, role) {
  const agent = agentOf(server, role, []);
  const first = await new Runner().run(agent, "Hello");
  const second = await new Runner().run(agent, "And now?", { previousResponseId: first.lastResponseId });
  assert.equal(second.finalOutput, "A note");
}

async function aiLoop(model, streamed, providerOptions) {
  const { asked, tool: get } = weather((run) => tool({ description: "Tells the weather.", inputSchema: z.object({ city: z.string() }), execute: run }));
  const options = { model, prompt, tools: { get_weather: get }, stopWhen: stepCountIs(5), maxRetries: 0, providerOptions };
  const result = streamed ? streamText({ ...options, onError: () => {} }) : await generateText(options);
  assert.match(await result.text, expected);
  assert.deepEqual(asked, ["Oslo"]);
  assert.equal(await result.finishReason, "stop");
}

async function aiAnthropic(server, role, streamed) {
  const anthropic = createAnthropic({ baseURL: `${server.url}/v1`, apiKey: server.key, headers: { "x-skrouter-role": role } });
  await aiLoop(anthropic("claude-sonnet-4-5"), streamed, { anthropic: { thinking: { type: "enabled", budgetTokens: 2000 } } });
}

async function aiResponses(server, role, streamed) {
  const openai = createOpenAI({ baseURL: `${server.url}/v1`, apiKey: server.key });
  // By default it refers to stored items instead of sending them again.
  await aiLoop(openai.responses(`role:${role}`), streamed, {});
}

async function langchainAnthropic(server, role) {
  const { asked, tool: get } = weather((run) =>
    langchainTool(run, { name: "get_weather", description: "Tells the weather.", schema: z.object({ city: z.string() }) }),
  );
  const model = new ChatAnthropic({
    model: `role:${role}`,
    apiKey: server.key,
    anthropicApiUrl: server.url,
    maxRetries: 0,
  }).bindTools([get]);
  const messages = [new HumanMessage(prompt)];
  const first = await model.invoke(messages);
  assert.equal(first.tool_calls.length, 1);
  const result = await get.invoke(first.tool_calls[0]);
  const last = await model.invoke([...messages, first, result instanceof ToolMessage ? result : new ToolMessage(result)]);
  assert.match(String(last.text ?? last.content), expected);
  assert.deepEqual(asked, ["Oslo"]);
}
