import Anthropic from "@anthropic-ai/sdk";
import { assert, check, failure } from "./check.mjs";

const tools = [
  {
    name: "get_weather",
    description: "The weather of a city.",
    input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
];
const user = (content) => [{ role: "user", content }];

export async function anthropic(url) {
  const client = new Anthropic({ baseURL: url, apiKey: "any", maxRetries: 0 });
  const ask = (model, content, more = {}) =>
    client.messages.create({ model, max_tokens: 200, messages: user(content), ...more });

  for (const role of ["claude", "writer"]) {
    await check(`anthropic: message from ${role}, with usage`, async () => {
      const message = await ask(role, "Hello", { system: "Be brief." });
      assert.match(message.content[0].text, /^Echo from \w+: Hello$/);
      assert.equal(message.stop_reason, "end_turn");
      assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
    });

    await check(`anthropic: stream from ${role}`, async () => {
      const stream = client.messages.stream({ model: role, max_tokens: 200, messages: user("Hello there") });
      let text = "";
      stream.on("text", (piece) => (text += piece));
      const message = await stream.finalMessage();
      assert.match(text, /^Echo from \w+: Hello there$/);
      assert.equal(message.content[0].text, text);
      assert.equal(message.stop_reason, "end_turn");
      assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
    });

    await check(`anthropic: tools through ${role}, streamed and then plain`, async () => {
      const messages = user("weather in Paris");
      const first = await client.messages.stream({ model: role, max_tokens: 200, messages, tools }).finalMessage();
      const call = first.content.find((block) => block.type === "tool_use");
      assert.equal(first.stop_reason, "tool_use");
      assert.deepEqual(call.input, { city: "Paris" });
      const second = await client.messages.create({
        model: role,
        max_tokens: 200,
        tools,
        messages: [
          ...messages,
          { role: "assistant", content: first.content },
          { role: "user", content: [{ type: "tool_result", tool_use_id: call.id, content: "sunny" }] },
        ],
      });
      assert.equal(second.content[0].text, "It is sunny there.");
    });
  }

  await check("anthropic: count of tokens", async () => {
    const short = await client.messages.countTokens({ model: "claude", messages: user("Hello") });
    const long = await client.messages.countTokens({ model: "claude", messages: user("Hello ".repeat(100)) });
    assert.ok(short.input_tokens > 0 && long.input_tokens > short.input_tokens + 50);
  });

  await check("anthropic: errors have their classes", async () => {
    assert.ok((await failure(() => ask("nobody", "x"))) instanceof Anthropic.NotFoundError);
    const wrong = await failure(() => ask("claude", "x", { max_tokens: 0 }));
    assert.ok(wrong instanceof Anthropic.BadRequestError);
    assert.match(wrong.message, /max_tokens/);
    assert.ok((await failure(() => ask("limited", "x"))) instanceof Anthropic.RateLimitError);
    assert.ok((await failure(() => ask("down", "x"))) instanceof Anthropic.InternalServerError);
  });

  await check("anthropic: a stream that breaks is a failure", async () => {
    let text = "";
    const error = await failure(async () => {
      const stream = client.messages.stream({ model: "broken", max_tokens: 200, messages: user("something long") });
      stream.on("text", (piece) => (text += piece));
      await stream.finalMessage();
    });
    assert.ok(text.length > 0);
    assert.ok(error instanceof Anthropic.APIError, String(error));
  });

  await check("anthropic: abort", async () => {
    const stream = client.messages.stream({ model: "patient", max_tokens: 200, messages: user("something long") });
    stream.on("text", () => stream.abort());
    const error = await failure(() => stream.finalMessage());
    assert.ok(error instanceof Anthropic.APIUserAbortError);
  });

  await check("anthropic: beta features are taken", async () => {
    const message = await client.beta.messages.create({
      model: "writer",
      max_tokens: 200,
      messages: user("Hello"),
      betas: ["context-management-2025-06-27", "mcp-client-2025-11-20"],
      context_management: { edits: [{ type: "clear_tool_uses_20250919" }] },
      tools: [
        { type: "memory_20250818", name: "memory" },
        { type: "bash_20250124", name: "bash" },
        { type: "text_editor_20250728", name: "str_replace_based_edit_tool" },
        { type: "web_search_20250305", name: "web_search" },
      ],
    });
    assert.equal(message.content[0].text, "Echo from steady: Hello");
    assert.equal(message.container, null);
  });

  await check("anthropic: models", async () => {
    const ids = [];
    for await (const model of client.models.list()) {
      ids.push(model.id);
    }
    assert.ok(ids.includes("role:writer") && ids.includes("anthropic/other"), ids.join());
  });
}
