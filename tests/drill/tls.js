// The house as the world reaches it: a proxy that speaks HTTPS, hands on the host, and says by which scheme and from where.
//   node tls.js CERTIFICATE KEY PORT HOUSE
const fs = require("node:fs");
const http = require("node:http");
const https = require("node:https");

const [certificate, key, port, house] = process.argv.slice(2);
const options = { cert: fs.readFileSync(certificate), key: fs.readFileSync(key) };

https.createServer(options, (request, response) => {
  const headers = { ...request.headers, "x-forwarded-proto": "https", "x-forwarded-for": request.socket.remoteAddress };
  const asked = http.request({ host: "127.0.0.1", port: house, method: request.method, path: request.url, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(response);
  });
  asked.on("error", () => response.destroy());
  request.pipe(asked);
}).listen(Number(port), "127.0.0.1");
