// Has two independent scanners grade what the house answers by HTTPS: CSP Evaluator every policy, the HTTP Observatory of MDN the headers of its pages.
//   node headers.js ADDRESS [COOKIES]     ADDRESS: https://127.0.0.1:port, whose certificate NODE_EXTRA_CA_CERTS vouches for
// Ends with 1 if a policy has a finding that is high, medium or a mistake of syntax, or a page has no A+ or a test that did not pass.
const fs = require("node:fs");
const path = require("node:path");
const { CspEvaluator } = require("csp_evaluator/dist/evaluator.js");
const { CspParser } = require("csp_evaluator/dist/parser.js");
const { Severity } = require("csp_evaluator/dist/finding.js");

const [address, jar] = process.argv.slice(2);
const cookies = jar ? Object.entries(Object.values(JSON.parse(fs.readFileSync(jar)))[0]["/"]).map(([name, one]) => `${name}=${one.value}`).join("; ") : "";

// What everybody may ask for, then what members alone are shown; pages that fail, and what programs and browsers ask for by themselves.
const open = ["/", "/topics", "/topics/5", "/schedule", "/papers", "/papers/1", "/members", "/search?q=graph", "/join", "/sign-in", "/charter", "/nothing", "/api/v1/papers", "/api/v1/nothing", "/openapi/v1.json", "/health/live", "/robots.txt", "/css/nothing.css"];
const own = ["/me", "/me/account", "/me/inbox", "/settings", "/settings/status", "/desk", "/audit", "/outbox"];
const graded = ["/", "/papers/1", "/join", "/sign-in", "/search?q=graph"];

let broken = 0;

function say(where, words) {
  console.log(`${where}: ${words}`);
  broken += 1;
}

function evaluate(where, policy) {
  if (!policy) {
    return say(where, "there is no policy");
  }
  for (const finding of new CspEvaluator(new CspParser(policy).csp).evaluate()) {
    const name = Object.keys(Severity).find((key) => Severity[key] === finding.severity);
    const words = `${name}: ${finding.directive} ${finding.value ?? ""}: ${finding.description}`;
    if (finding.severity <= Severity.MEDIUM) {
      say(where, words);
    } else if (where === "/") {
      console.log(`${where}: to be known, ${words}`);
    }
  }
}

async function policies() {
  const asked = [...open.map((where) => [where, ""]), ...(cookies ? own.map((where) => [where, cookies]) : [])];
  const file = cookies && (await material());
  for (const [where, cookie] of file ? [...asked, [file, cookies]] : asked) {
    const answer = await fetch(address + where, { redirect: "manual", headers: { Cookie: cookie, Accept: "text/html" } });
    await answer.arrayBuffer();
    if (answer.status >= 500 || (own.includes(where) && answer.status !== 200)) {
      say(where, `was answered with ${answer.status}`);
    }
    evaluate(where, answer.headers.get("content-security-policy"));
  }
  return asked.length;
}

// What members uploaded has a policy of its own.
async function material() {
  const talks = await (await fetch(`${address}/api/v1/talks?size=200`, { headers: { Cookie: cookies } })).text();
  return /"link": ?"(\/materials\/\d+\/[^"]+)"/.exec(talks)?.[1];
}

// The observatory fetches the list of hosts that browsers know beforehand when it is installed. This house is on none.
function unlisted() {
  const list = path.join(__dirname, "node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json");
  if (!fs.existsSync(list)) {
    fs.mkdirSync(path.dirname(list), { recursive: true });
    fs.writeFileSync(list, "{}");
  }
}

async function grade() {
  unlisted();
  const { scan } = await import("@mdn/mdn-http-observatory/src/scanner/index.js");
  for (const where of graded) {
    const result = await scan(address.replace("https://", "") + where);
    if (result.scan.grade !== "A+") {
      say(where, `the observatory gives ${result.scan.grade} (${result.scan.score})`);
    }
    for (const [name, test] of Object.entries(result.tests)) {
      if (!test.pass) {
        say(where, `the observatory on ${name}: ${test.result}`);
      }
    }
    console.log(`${where}: ${result.scan.grade}, ${result.scan.score} points, ${result.scan.testsPassed} of ${result.scan.testsQuantity} tests passed`);
  }
}

policies()
  .then(async (count) => {
    await grade();
    console.log(`${count} policies evaluated, ${graded.length} pages graded, ${broken} findings`);
    process.exit(broken === 0 ? 0 : 1);
  })
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
