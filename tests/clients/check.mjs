// A handful of checks, each with a name and a time limit, and the count at the end.
import { strict as assert } from "node:assert";

const limit = 30_000;
let passed = 0;
let failed = 0;

export async function check(name, body, milliseconds = limit) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${milliseconds} ms`)), milliseconds);
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

// What cannot be tried on this machine: said, and not counted.
export function skip(reason) {
  console.log(`skipped ${reason}`);
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
