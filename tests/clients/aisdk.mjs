import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { createOpenRouter } from "@openrouter/ai-sdk-provider";
import { APICallError, Output, generateText, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import { assert, check, failure } from "./check.mjs";

const tools = (ran) => ({
  get_weather: tool({
    description: "The weather of a city.",
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => {
      ran.push(city);
      return `sunny in ${city}`;
    },
  }),
});

async function provider(name, model) {
  await check(`${name}: text with usage`, async () => {
    const { text, usage, finishReason } = await generateText({ model: model("writer"), prompt: "Hello" });
    assert.equal(text, "Echo from steady: Hello");
    assert.equal(finishReason, "stop");
    assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0);
  });

  await check(`${name}: stream with usage`, async () => {
    const result = streamText({ model: model("claude"), prompt: "Hello there" });
    let text = "";
    for await (const piece of result.textStream) {
      text += piece;
    }
    assert.equal(text, "Echo from other: Hello there");
    assert.ok((await result.usage).outputTokens > 0);
  });

  for (const streamed of [false, true]) {
    await check(`${name}: a loop with a tool${streamed ? ", streamed" : ""}`, async () => {
      const ran = [];
      const request = {
        model: model("writer"),
        prompt: "What is the weather in Paris?",
        tools: tools(ran),
        stopWhen: stepCountIs(4),
      };
      const result = streamed ? streamText(request) : await generateText(request);
      const text = streamed ? await result.text : result.text;
      assert.match(text, /sunny in Paris/);
      assert.deepEqual(ran, ["Paris"]);
    });
  }

  await check(`${name}: structured output`, async () => {
    const result = await generateText({
      model: model("writer"),
      prompt: "Paris as JSON",
      output: Output.object({ schema: z.object({ city: z.string(), people: z.number() }) }),
    });
    assert.deepEqual(result.output, { city: "Paris", people: 2100000 });
  });

  await check(`${name}: errors`, async () => {
    const error = await failure(() => generateText({ model: model("nobody"), prompt: "x", maxRetries: 0 }));
    assert.ok(APICallError.isInstance(error), String(error));
    assert.equal(error.statusCode, 404);
    assert.match(error.message, /nobody/);
  });

  await check(`${name}: a stream that breaks is a failure`, async () => {
    const errors = [];
    let text = "";
    const result = streamText({
      model: model("broken"),
      prompt: "something long",
      maxRetries: 0,
      onError: ({ error }) => errors.push(error),
    });
    try {
      for await (const piece of result.textStream) {
        text += piece;
      }
    } catch (error) {
      errors.push(error);
    }
    assert.ok(text.length > 0);
    assert.ok(errors.length > 0, "no error was reported");
  });

  await check(`${name}: abort`, async () => {
    const abort = new AbortController();
    const result = streamText({ model: model("patient"), prompt: "something long", abortSignal: abort.signal });
    let pieces = 0;
    for await (const part of result.fullStream) {
      if (part.type === "text-delta" && ++pieces === 2) {
        abort.abort();
      }
    }
    assert.ok(pieces < 10, `${pieces} pieces came`);
  });
}

export async function aisdk(url) {
  const baseURL = `${url}/v1`;
  const compatible = createOpenAICompatible({
    name: "skrouter",
    baseURL,
    apiKey: "any",
    includeUsage: true,
    supportsStructuredOutputs: true,
  });
  await provider("ai with openai-compatible", (id) => compatible(id));
  const openai = createOpenAI({ baseURL, apiKey: "any" });
  await provider("ai with openai, chat", (id) => openai.chat(id));
  await provider("ai with openai, responses", (id) => openai.responses(id));
  const openrouter = createOpenRouter({ baseURL, apiKey: "any", compatibility: "strict" });
  await provider("ai with openrouter", (id) => openrouter.chat(id));
}
