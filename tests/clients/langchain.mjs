import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI } from "@langchain/openai";
import { z } from "zod";
import { assert, check, failure } from "./check.mjs";

export async function langchain(url) {
  const model = (name, more = {}) =>
    new ChatOpenAI({ model: name, apiKey: "any", maxRetries: 0, configuration: { baseURL: `${url}/v1` }, ...more });

  await check("langchain: chat with usage", async () => {
    const answer = await model("writer").invoke("Hello");
    assert.equal(answer.content, "Echo from steady: Hello");
    assert.ok(answer.usage_metadata.total_tokens > 0);
  });

  await check("langchain: stream", async () => {
    let text = "";
    for await (const chunk of await model("claude").stream("Hello there")) {
      text += chunk.content;
    }
    assert.equal(text, "Echo from other: Hello there");
  });

  for (const streaming of [false, true]) {
    await check(`langchain: tools${streaming ? ", streamed" : ""}`, async () => {
      const weather = tool(({ city }) => `sunny in ${city}`, {
        name: "get_weather",
        description: "The weather of a city.",
        schema: z.object({ city: z.string() }),
      });
      const bound = model("writer").bindTools([weather]);
      // With "streaming" set, invoke() would download a tokenizer to count what the usage says already.
      const ask = async (messages) => {
        if (!streaming) {
          return bound.invoke(messages);
        }
        let whole;
        for await (const chunk of await bound.stream(messages)) {
          whole = whole ? whole.concat(chunk) : chunk;
        }
        return whole;
      };
      const messages = [new HumanMessage("weather in Paris")];
      const first = await ask(messages);
      const call = first.tool_calls[0];
      assert.deepEqual(call.args, { city: "Paris" });
      const result = await weather.invoke(call.args);
      const second = await ask([
        ...messages,
        first,
        new ToolMessage({ content: result, tool_call_id: call.id }),
      ]);
      assert.equal(second.content, "It is sunny in Paris there.");
    });
  }

  await check("langchain: structured output", async () => {
    const place = z.object({ city: z.string(), people: z.number() });
    const answer = await model("writer").withStructuredOutput(place, { method: "jsonSchema" }).invoke("Paris as JSON");
    assert.deepEqual(answer, { city: "Paris", people: 2100000 });
  });

  await check("langchain: errors", async () => {
    const error = await failure(() => model("nobody").invoke("x"));
    assert.equal(error.status, 404);
  });

  await check("langchain: a stream that breaks is a failure", async () => {
    let text = "";
    await failure(async () => {
      for await (const chunk of await model("broken").stream("something long")) {
        text += chunk.content;
      }
    });
    assert.ok(text.length > 0);
  });

  await check("langchain: abort", async () => {
    const abort = new AbortController();
    let pieces = 0;
    await failure(async () => {
      for await (const _ of await model("patient").stream("something long", { signal: abort.signal })) {
        if (++pieces === 3) {
          abort.abort();
        }
      }
    });
    assert.ok(pieces < 10, `${pieces} pieces came`);
  });
}
