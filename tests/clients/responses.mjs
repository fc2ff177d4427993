import OpenAI from "openai";
import { z } from "zod";
import { zodTextFormat } from "openai/helpers/zod";
import { assert, check, failure } from "./check.mjs";

const tools = [
  {
    type: "function",
    name: "get_weather",
    description: "The weather of a city.",
    strict: true,
    parameters: {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: false,
    },
  },
];

export async function responses(url) {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: "any", maxRetries: 0 });

  await check("openai responses: answer with usage", async () => {
    const answer = await client.responses.create({ model: "writer", instructions: "Be brief.", input: "Hello" });
    assert.equal(answer.output_text, "Echo from steady: Hello");
    assert.equal(answer.status, "completed");
    assert.ok(answer.usage.input_tokens > 0 && answer.usage.total_tokens > answer.usage.input_tokens);
  });

  await check("openai responses: stream", async () => {
    const stream = client.responses.stream({ model: "claude", input: "Hello there" });
    let text = "";
    const numbers = [];
    for await (const event of stream) {
      numbers.push(event.sequence_number);
      text += event.type === "response.output_text.delta" ? event.delta : "";
    }
    const answer = await stream.finalResponse();
    assert.equal(text, "Echo from other: Hello there");
    assert.equal(answer.output_text, text);
    assert.deepEqual(numbers, [...numbers.keys()]);
    assert.ok(answer.usage.output_tokens > 0);
  });

  for (const streamed of [false, true]) {
    await check(`openai responses: tools${streamed ? ", streamed" : ""}`, async () => {
      const ask = async (input) => {
        const request = { model: "writer", input, tools, store: false };
        return streamed
          ? client.responses.stream(request).finalResponse()
          : client.responses.create(request);
      };
      const input = [{ role: "user", content: "weather in Paris" }];
      const first = await ask(input);
      const call = first.output.find((item) => item.type === "function_call");
      assert.deepEqual(JSON.parse(call.arguments), { city: "Paris" });
      const second = await ask([
        ...input,
        ...first.output,
        { type: "function_call_output", call_id: call.call_id, output: "sunny" },
      ]);
      assert.equal(second.output_text, "It is sunny there.");
    });
  }

  await check("openai responses: structured output", async () => {
    const answer = await client.responses.parse({
      model: "writer",
      input: "Paris as JSON",
      text: { format: zodTextFormat(z.object({ city: z.string(), people: z.number() }), "place") },
    });
    assert.deepEqual(answer.output_parsed, { city: "Paris", people: 2100000 });
  });

  await check("openai responses: what is stored elsewhere is refused", async () => {
    const error = await failure(() =>
      client.responses.create({ model: "writer", input: "x", previous_response_id: "resp_1" }),
    );
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, "previous_response_id");
  });

  await check("openai responses: a stream that breaks is a failure", async () => {
    let text = "";
    await failure(async () => {
      const stream = client.responses.stream({ model: "broken", input: "something long" });
      for await (const event of stream) {
        text += event.type === "response.output_text.delta" ? event.delta : "";
      }
      await stream.finalResponse();
    });
    assert.ok(text.length > 0);
  });

  await check("openai responses: abort", async () => {
    const stream = await client.responses.create({ model: "patient", input: "something long", stream: true });
    let pieces = 0;
    for await (const event of stream) {
      if (event.type === "response.output_text.delta" && ++pieces === 2) {
        stream.controller.abort();
      }
    }
    assert.equal(pieces, 2);
  });

  await check("openai responses: a stored response is read, continued and deleted", async () => {
    const first = await client.responses.create({ model: "writer", input: "Hello" });
    assert.equal((await client.responses.retrieve(first.id)).output_text, first.output_text);
    const items = await client.responses.inputItems.list(first.id);
    assert.equal(items.data[0].content[0].text, "Hello");
    const second = await client.responses.create({ model: "claude", previous_response_id: first.id, input: "And now?" });
    assert.equal(second.output_text, "Echo from other: And now?");
    assert.ok(second.usage.input_tokens > first.usage.input_tokens);
    await client.responses.delete(first.id);
    assert.equal((await failure(() => client.responses.retrieve(first.id))).status, 404);
    const error = await failure(() => client.responses.create({ model: "writer", previous_response_id: first.id, input: "a" }));
    assert.equal(error.code, "previous_response_not_found");
  });

  await check("openai responses: tools of every kind are taken", async () => {
    const answer = await client.responses.create({
      model: "claude",
      input: "Hello",
      tools: [
        { type: "custom", name: "patch", format: { type: "grammar", syntax: "lark", definition: "start: /.+/" } },
        { type: "apply_patch" },
        { type: "shell" },
        { type: "local_shell" },
        { type: "web_search" },
        { type: "image_generation" },
        { type: "code_interpreter", container: { type: "auto" } },
        { type: "file_search", vector_store_ids: ["vs_1"] },
        { type: "mcp", server_label: "docs", server_url: "https://docs.invalid/mcp" },
      ],
    });
    assert.equal(answer.output_text, "Echo from other: Hello");
    assert.equal(answer.tools.length, 9);
  });
}
