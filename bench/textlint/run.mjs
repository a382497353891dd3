// Times textlint with prh in this process, start-up and loading left out, and prints one JSON object.
//
//   node run.mjs api|file messages.jsonl rules.yaml COUNT ROUNDS
//
// `api` lints message by message (lintText); `file` lints one text that holds them all, a message a line.
import { readFileSync } from "node:fs";
import { TextlintKernelDescriptor } from "@textlint/kernel";
import textPlugin from "@textlint/textlint-plugin-text";
import { createLinter } from "textlint";
import prh from "textlint-rule-prh";

const [mode, file, rules, count, rounds] = process.argv.slice(2);
const linter = createLinter({
  descriptor: new TextlintKernelDescriptor({
    rules: [{ ruleId: "prh", rule: prh.default ?? prh, options: { rulePaths: [rules] } }],
    plugins: [{ pluginId: "@textlint/textlint-plugin-text", plugin: textPlugin.default ?? textPlugin }],
    filterRules: [],
  }),
});
const lines = readFileSync(file, "utf8").split("\n", Number(count)).filter(Boolean);
const texts = lines.map((line) => JSON.parse(line).text);
const whole = texts.map((text) => text.replaceAll("\n", "\u2424")).join("\n");

async function work() {
  if (mode === "file") return (await linter.lintText(whole, "messages.txt")).messages.length;
  let found = 0;
  for (const text of texts) found += (await linter.lintText(text, "message.txt")).messages.length;
  return found;
}

let best = Infinity;
let found = 0;
for (let round = 0; round < Number(rounds); round += 1) {
  const before = process.cpuUsage();
  const start = process.hrtime.bigint();
  found = await work();
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(before);
  // The lesser of both: its garbage collector's threads count as CPU, neighbours on the machine as wall clock.
  best = Math.min(best, wall, (user + system) / 1e6);
}
console.log(JSON.stringify({ messages: texts.length, found, seconds: best }));
