import OpenAI from "openai";
import { z } from "zod";
import { zodResponseFormat } from "openai/helpers/zod";
import { assert, check, failure } from "./check.mjs";

const tools = [
  {
    type: "function",
    function: {
      name: "get_weather",
      description: "The weather of a city.",
      parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
    },
  },
];
const user = (content) => [{ role: "user", content }];

export async function openai(url) {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: "any", maxRetries: 0 });

  await check("openai: chat, with usage and who served it", async () => {
    const { data, response } = await client.chat.completions
      .create({ model: "writer", messages: user("Hello") })
      .withResponse();
    assert.equal(data.choices[0].message.content, "Echo from steady: Hello");
    assert.equal(data.choices[0].finish_reason, "stop");
    assert.ok(data.usage.prompt_tokens > 0 && data.usage.completion_tokens > 0);
    assert.equal(response.headers.get("x-skrouter-deployment"), "openai/steady");
  });

  await check("openai: a model by its own name, and the list of models", async () => {
    const answer = await client.chat.completions.create({ model: "anthropic/other", messages: user("Hi") });
    assert.equal(answer.model, "other");
    const models = [];
    for await (const model of client.models.list()) {
      models.push(model.id);
    }
    assert.ok(models.includes("role:writer") && models.includes("openai/steady"));
    assert.equal((await client.models.retrieve("openai/steady")).id, "openai/steady");
  });

  await check("openai: stream with usage", async () => {
    const stream = await client.chat.completions.create({
      model: "writer",
      messages: user("Hello there"),
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    let usage;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? "";
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, "Echo from steady: Hello there");
    assert.ok(usage.total_tokens > 0);
  });

  await check("openai: embeddings, in the numbers that were meant", async () => {
    const input = ["the queue is slow", "cake"];
    const packed = await client.embeddings.create({ model: "text-embedding-3-small", input });
    const plain = await client.embeddings.create({ model: "text-embedding-3-small", input, encoding_format: "float" });
    assert.equal(packed.data.length, 2);
    assert.ok(packed.usage.prompt_tokens > 0);
    packed.data.forEach(({ embedding }, i) => {
      assert.ok(embedding.some((number) => number !== 0));
      embedding.forEach((number, at) => assert.ok(Math.abs(number - plain.data[i].embedding[at]) < 1e-6));
    });
  });

  await check("openai: tools, plain, through the client's own loop", async () => {
    let ran = 0;
    const runner = client.chat.completions.runTools({
      model: "writer",
      messages: user("What is the weather in Paris?"),
      tools: [
        {
          type: "function",
          function: {
            ...tools[0].function,
            parse: JSON.parse,
            function: ({ city }) => {
              ran++;
              return `sunny in ${city}`;
            },
          },
        },
      ],
    });
    assert.equal(await runner.finalContent(), "It is sunny in Paris there.");
    assert.equal(ran, 1);
  });

  await check("openai: tools, streamed", async () => {
    const stream = client.chat.completions.stream({ model: "claude", messages: user("weather in Rome"), tools });
    const answer = await stream.finalChatCompletion();
    const call = answer.choices[0].message.tool_calls[0];
    assert.equal(call.function.name, "get_weather");
    assert.deepEqual(JSON.parse(call.function.arguments), { city: "Rome" });
    assert.equal(answer.choices[0].finish_reason, "tool_calls");
  });

  await check("openai: structured output", async () => {
    const format = zodResponseFormat(z.object({ city: z.string(), people: z.number() }), "place");
    const answer = await client.chat.completions.parse({
      model: "writer",
      messages: user("Paris as JSON"),
      response_format: format,
    });
    assert.deepEqual(answer.choices[0].message.parsed, { city: "Paris", people: 2100000 });
  });

  await check("openai: failover is invisible", async () => {
    const { data, response } = await client.chat.completions
      .create({ model: "failover", messages: user("Hello") })
      .withResponse();
    assert.equal(data.choices[0].message.content, "Echo from other: Hello");
    assert.ok(Number(response.headers.get("x-skrouter-attempts")) >= 2);
  });

  await check("openai: errors have their classes, codes and headers", async () => {
    const unknown = await failure(() => client.chat.completions.create({ model: "nobody", messages: user("x") }));
    assert.ok(unknown instanceof OpenAI.NotFoundError);
    assert.equal(unknown.code, "model_not_found");
    const wrong = await failure(() => client.chat.completions.create({ model: "writer", messages: [] }));
    assert.ok(wrong instanceof OpenAI.BadRequestError);
    assert.equal(wrong.param, "messages");
    const strict = await failure(() => client.chat.completions.create({ model: "strict", messages: user("x") }));
    assert.ok(strict instanceof OpenAI.BadRequestError);
    const limited = await failure(() => client.chat.completions.create({ model: "limited", messages: user("x") }));
    assert.ok(limited instanceof OpenAI.RateLimitError);
    assert.ok(Number(limited.headers.get("retry-after")) > 0);
    const down = await failure(() => client.chat.completions.create({ model: "down", messages: user("x") }));
    assert.ok(down instanceof OpenAI.InternalServerError);
    assert.equal(down.status, 503);
  });

  await check("openai: a stream that breaks is a failure", async () => {
    let text = "";
    const error = await failure(async () => {
      const stream = await client.chat.completions.create({
        model: "broken",
        messages: user("something long"),
        stream: true,
      });
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta?.content ?? "";
      }
    });
    assert.ok(text.length > 0);
    assert.equal(error.code, "stream_interrupted");
  });

  await check("openai: abort", async () => {
    const stream = await client.chat.completions.create({
      model: "patient",
      messages: user("something long"),
      stream: true,
    });
    let pieces = 0;
    for await (const _ of stream) {
      if (++pieces === 2) {
        stream.controller.abort();
      }
    }
    assert.equal(pieces, 2);
  });
}
