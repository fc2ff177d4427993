// The same tool loops straight against a provider and through the router: what the provider is sent must be the same, but for the differences named here.
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import Anthropic from "@anthropic-ai/sdk";
import { generateText, stepCountIs, streamText, tool } from "ai";
import OpenAI from "openai";
import { z } from "zod";
import { assert, check } from "./check.mjs";

const prompt = "What is the weather in Oslo?";
const sunny = "It is sunny there.";
const schema = { type: "object", properties: { city: { type: "string", description: "The city." } }, required: ["city"], additionalProperties: false };

// Path in the body, and why it may differ. Anything else that differs fails the check.
const allowed = {
  chat: {
    stream_options: "usage is always asked for: it is on the books",
    max_tokens: "OpenAI's own name for it is max_completion_tokens",
    max_completion_tokens: "OpenAI's own name for it is max_completion_tokens",
  },
  responses: {
    "tools[].strict": "the default of chat completions is said: it is another one here",
  },
  messages: {},
};

export async function direct(server) {
  for (const streamed of [false, true]) {
    const how = streamed ? "streamed" : "plain";
    for (const [protocol, loops] of Object.entries(clients)) {
      for (const [name, loop] of Object.entries(loops)) {
        await check(`${name}: what the provider is sent, direct and through, ${how}`, () => compare(server, protocol, loop, streamed));
      }
    }
  }
}

async function compare(server, protocol, loop, streamed) {
  const sent = [];
  for (const base of [server.upstream, `${server.url}/v1`]) {
    server.recorded.length = 0;
    const said = await loop(base, base === server.upstream ? "agent" : `role:${protocol}`, streamed, server.key);
    assert.equal(said, sunny);
    sent.push(withoutIds(server.recorded.map((request) => request.body)));
  }
  assert.equal(sent[1].length, sent[0].length, "as many requests");
  const found = sent[0].flatMap((body, i) => differences(body, sent[1][i], ""));
  const other = found.filter(({ path }) => !(path in allowed[protocol]));
  assert.deepEqual(other, [], JSON.stringify(other));
}

// The provider makes new ids for each answer: only which are the same matters.
function withoutIds(bodies) {
  const known = new Map();
  const number = (id) => known.get(id) ?? known.set(id, `id${known.size}`).get(id);
  return JSON.parse(JSON.stringify(bodies).replace(/\b(?:call|toolu|fc|rs|msg)_\w+/g, number));
}

function differences(one, other, path) {
  if (same(one, other)) {
    return [];
  }
  if (isObject(one) && isObject(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].flatMap((key) => differences(one[key], other[key], path ? `${path}.${key}` : key));
  }
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return one.flatMap((item, i) => differences(item, other[i], `${path}[]`));
  }
  return [{ path, direct: one, through: other }];
}

// Two ways to write one thing are the same: a text and a list of that text, JSON with and without spaces.
function same(one, other) {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

function plain(value) {
  if (Array.isArray(value)) {
    const items = value.map(plain);
    return items.length === 1 && isObject(items[0]) && items[0].type?.endsWith?.("text") && Object.keys(items[0]).length === 2
      ? items[0].text
      : items;
  }
  if (isObject(value)) {
    return Object.fromEntries(Object.keys(value).sort().map((key) => [key, plain(value[key])]));
  }
  if (typeof value === "string" && value.startsWith("{")) {
    try {
      return plain(JSON.parse(value));
    } catch {
      return value;
    }
  }
  return value;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const get = () => tool({ description: "The weather of a city.", inputSchema: z.object({ city: z.string().describe("The city.") }), execute: () => "sunny" });

async function aiLoop(model, streamed, more = {}) {
  const options = { model, prompt, system: "Be brief.", temperature: 0.5, maxOutputTokens: 2000, tools: { get_weather: get() }, stopWhen: stepCountIs(4), maxRetries: 0, ...more };
  return streamed ? await streamText(options).text : (await generateText(options)).text;
}

const clients = {
  chat: {
    openai: openaiChat,
    "ai, @ai-sdk/openai-compatible": (baseURL, model, streamed, apiKey) =>
      aiLoop(createOpenAICompatible({ name: "any", baseURL, apiKey })(model), streamed),
  },
  responses: {
    "openai responses": openaiResponses,
    "ai, @ai-sdk/openai": (baseURL, model, streamed, apiKey) =>
      aiLoop(createOpenAI({ baseURL, apiKey }).responses(model), streamed, { providerOptions: { openai: { store: false } } }),
  },
  messages: {
    "@anthropic-ai/sdk": anthropicMessages,
    "ai, @ai-sdk/anthropic": (baseURL, model, streamed, apiKey) =>
      aiLoop(createAnthropic({ baseURL, apiKey })(model), streamed),
  },
};

async function openaiChat(baseURL, model, streamed, apiKey) {
  const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
  const messages = [
    { role: "system", content: "Be brief." },
    { role: "user", content: [{ type: "text", text: prompt }, { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=", detail: "low" } }] },
  ];
  const settings = {
    model,
    seed: 7,
    temperature: 0.25,
    logit_bias: { 5: -1 },
    metadata: { a: "b" },
    parallel_tool_calls: false,
    user: "u",
    x_unknown: { a: [1, null] },
    tools: [{ type: "function", function: { name: "get_weather", description: "The weather of a city.", parameters: schema, strict: true } }],
  };
  for (;;) {
    const request = { ...settings, messages };
    const completion = streamed
      ? await client.chat.completions.stream(request).finalChatCompletion()
      : await client.chat.completions.create(request);
    const { message } = completion.choices[0];
    if (!message.tool_calls?.length) {
      return message.content;
    }
    messages.push({ role: "assistant", content: message.content, tool_calls: message.tool_calls.map(({ id, type, function: f }) => ({ id, type, function: { name: f.name, arguments: f.arguments } })) });
    messages.push(...message.tool_calls.map((call) => ({ role: "tool", tool_call_id: call.id, content: "sunny" })));
  }
}

async function openaiResponses(baseURL, model, streamed, apiKey) {
  const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
  const input = [{ role: "user", content: prompt }];
  const settings = {
    model,
    instructions: "Be brief.",
    store: false,
    metadata: { a: "b" },
    text: { verbosity: "low" },
    reasoning: { effort: "low", summary: "auto" },
    include: ["reasoning.encrypted_content"],
    x_unknown: 1,
    tools: [{ type: "function", name: "get_weather", description: "The weather of a city.", parameters: schema, strict: true }],
  };
  for (;;) {
    const request = { ...settings, input };
    const response = streamed ? await client.responses.stream(request).finalResponse() : await client.responses.create(request);
    const calls = response.output.filter((item) => item.type === "function_call");
    if (calls.length === 0) {
      return response.output_text;
    }
    input.push(...calls.map(({ call_id, name, arguments: given }) => ({ type: "function_call", call_id, name, arguments: given })));
    input.push(...calls.map(({ call_id }) => ({ type: "function_call_output", call_id, output: "sunny" })));
  }
}

async function anthropicMessages(base, model, streamed, apiKey) {
  const client = new Anthropic({ baseURL: base.replace(/\/v1$/, ""), apiKey, maxRetries: 0 });
  const messages = [{ role: "user", content: [{ type: "document", title: "T", context: "C", source: { type: "text", media_type: "text/plain", data: "d" }, citations: { enabled: true } }, { type: "text", text: prompt, cache_control: { type: "ephemeral" } }] }];
  const settings = {
    model,
    max_tokens: 2000,
    system: [{ type: "text", text: "Be brief." }],
    metadata: { user_id: "u" },
    stop_sequences: ["END"],
    tools: [{ name: "get_weather", description: "The weather of a city.", input_schema: schema, input_examples: [{ city: "Oslo" }] }],
  };
  for (;;) {
    const request = { ...settings, messages };
    const message = streamed ? await client.messages.stream(request).finalMessage() : await client.messages.create(request);
    const calls = message.content.filter((block) => block.type === "tool_use");
    if (calls.length === 0) {
      return message.content.map((block) => block.text ?? "").join("");
    }
    messages.push({ role: "assistant", content: calls.map(({ type, id, name, input }) => ({ type, id, name, input })) });
    messages.push({ role: "user", content: calls.map(({ id }) => ({ type: "tool_result", tool_use_id: id, content: "sunny" })) });
  }
}
