// What stands before a house in a drill: a proxy, and what it saw.
//   node front.js PORT HOUSE [CERTIFICATE KEY]     with a certificate it speaks HTTPS, hands on the host, and says by which scheme and from where
//   node front.js PORT HOUSE --member              what a member does last is not let through: who signs out attacks as nobody from then on
// Told to end, it says how much passed, by what was answered.
const fs = require("node:fs");
const http = require("node:http");
const https = require("node:https");

const [port, house, certificate, key] = process.argv.slice(2);
const isMember = certificate === "--member";
const isSecure = certificate && !isMember;
const last = /^\/(sign-in|me\/account\/sign-ins)\b/;
const passed = new Map();
const ways = new Set();

function note(request, status) {
  const kind = `${request.method} ${status}`;
  passed.set(kind, (passed.get(kind) ?? 0) + 1);
  ways.add(`${request.method} ${request.url.split("?")[0].replace(/\d+/g, "0")}`);
  if (status >= 500) {
    console.log(`${status}: ${request.method} ${request.url}`);
  }
}

function hand(request, response) {
  if (isMember && request.method !== "GET" && last.test(request.url)) {
    note(request, 404);
    request.resume();
    response.writeHead(404).end();
    return;
  }
  const headers = isSecure ? { ...request.headers, "x-forwarded-proto": "https", "x-forwarded-for": request.socket.remoteAddress } : request.headers;
  const asked = http.request({ host: "127.0.0.1", port: house, method: request.method, path: request.url, headers }, (answer) => {
    note(request, answer.statusCode);
    response.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(response);
  });
  asked.on("error", () => response.destroy());
  request.pipe(asked);
}

process.on("SIGTERM", () => {
  const counts = [...passed].sort().map(([kind, count]) => `${count} ${kind}`);
  console.log(`${[...passed.values()].reduce((sum, count) => sum + count, 0)} requests to ${ways.size} kinds of addresses: ${counts.join(", ")}`);
  process.exit(0);
});

(isSecure ? https.createServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) }, hand) : http.createServer(hand)).listen(Number(port), "127.0.0.1");
