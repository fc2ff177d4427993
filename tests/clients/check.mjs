// A handful of checks, each with a name and a time limit, and the count at the end.
import { strict as assert } from "node:assert";

const limit = 30_000;
let passed = 0;
let failed = 0;

export async function check(name, body) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${limit} ms`)), limit);
  });
  try {
    await Promise.race([body(), late]);
    passed++;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}\n        ${String(error?.stack ?? error).replaceAll("\n", "\n        ")}`);
  } finally {
    clearTimeout(timer);
  }
}

export function summary() {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

// What the call throws; it fails if it does not.
export async function failure(body) {
  try {
    await body();
  } catch (error) {
    return error;
  }
  return assert.fail("it did not fail");
}

export { assert };
